"""Gymnasium's CarRacing-v3 as it comes and what it draws with, imported so that nothing is said or breaks."""

from __future__ import annotations

import os
import warnings

# pygame greets on standard output, where a program may be reading JSON.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
with warnings.catch_warnings():
    # Box2D's binding is told off for types without a module while it is first loaded; where warnings are errors,
    # that ends the process.
    warnings.simplefilter("ignore", DeprecationWarning)
    import pygame
    from gymnasium.envs.box2d import car_racing
    from pygame import gfxdraw

__all__ = ["car_racing", "gfxdraw", "pygame"]
