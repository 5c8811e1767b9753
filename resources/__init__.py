"""Icons, translations, sample material of our own making, licences."""
