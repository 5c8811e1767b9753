"""Colours, spacing and icons: the only place where a colour is written down."""
