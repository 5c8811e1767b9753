"""Widgets that show state and decide nothing."""
