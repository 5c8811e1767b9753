"""The tests: they mirror engines/ and studio/; this package lets them share tests.guards."""
