"""Torch, warmed where it will be used; in a process of its own, because torch takes its threads once."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc, sys
from engines.steps import finish
from studio.jobs.warmth import warm_torch
from studio.threads import worker_threads

assert "torch" not in sys.modules, "importing warmth already imported torch"
finish(warm_torch())
import torch
frozen = gc.get_freeze_count()
finish(warm_torch())
print(torch.get_num_threads() == worker_threads(), torch.get_num_interop_threads(), frozen > 10_000)
print(gc.get_freeze_count() == frozen)
"""


def test_warming_twice_sets_the_threads_and_freezes_once():
    process = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=50)
    assert process.returncode == 0, process.stderr
    assert process.stdout.split() == ["True", "1", "True", "True"]
