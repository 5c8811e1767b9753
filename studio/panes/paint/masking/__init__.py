"""Masks in the window: a brush, a picture as mask, and the veil that shows what lies outside."""

from __future__ import annotations

from studio.panes.paint.masking.masking import Masking
from studio.panes.paint.masking.section import MaskSection

__all__ = ["MaskSection", "Masking"]
