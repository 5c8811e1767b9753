"""Large photographs open and are written in a fraction of what they would take decoded several times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

WIDTH, HEIGHT = 12_000, 9_000
MEGABYTES = 1 << 20
# A process of its own: what the tests before this one took must not count.
PROGRAM = """
import json, sys
from pathlib import Path
from engines.paint.pictures import open_picture, save_picture
def peak():
    status = Path("/proc/self/status").read_text()  # getrusage would count the process that started this one
    return int(status.split("VmHWM:")[1].split()[0]) * 1024
source, target = sys.argv[1:]
picture = open_picture(Path(source))
opened = peak()
save_picture(Path(target), picture.pixels if picture.deep is None else picture.deep, profile=picture.icc)
print(json.dumps({"size": picture.pixels.shape, "deep": picture.sixteen_bit, "opened": opened, "written": peak()}))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's peak"),
]


def large_photograph(path: Path) -> None:
    rng = np.random.default_rng(0)
    image = Image.fromarray(rng.integers(0, 256, (90, 120, 3), np.uint8))
    if path.suffix == ".jpg":
        profile = bytes(imagecodecs.cms_profile("adobergb"))
        image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(path, quality=85, icc_profile=profile)
        return
    pixels = np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    tifffile.imwrite(path, pixels, compression="zlib", predictor=True, photometric="rgb", metadata=None)


def large_deep_photograph(path: Path) -> None:
    row = np.random.default_rng(0).integers(0, 65_535, (1, 6000, 3), np.uint16)
    profile = bytes(imagecodecs.cms_profile("adobergb"))
    tifffile.imwrite(path, np.repeat(row, 4000, axis=0), compression="lzw", iccprofile=profile, metadata=None)


def measured(source: Path, target: Path) -> dict[str, Any]:
    call = [sys.executable, "-c", PROGRAM, str(source), str(target)]
    found = subprocess.run(call, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    answer: dict[str, Any] = json.loads(found.stdout)
    return answer


@pytest.mark.parametrize("suffix", [".jpg", ".tiff"])
def test_a_hundred_megapixels_open_in_half_a_gigabyte(suffix: str, tmp_path: Path) -> None:
    large_photograph(tmp_path / f"in{suffix}")
    answer = measured(tmp_path / f"in{suffix}", tmp_path / f"out{suffix}")
    assert answer["size"] == [HEIGHT, WIDTH, 3]
    assert answer["opened"] < 600 * MEGABYTES
    assert answer["written"] < 1100 * MEGABYTES


def test_a_deep_photograph_with_a_profile_is_never_copied_whole(tmp_path: Path) -> None:
    large_deep_photograph(tmp_path / "in.tiff")
    answer = measured(tmp_path / "in.tiff", tmp_path / "out.tiff")
    assert answer["deep"]
    # 137 MB in 16 bits and 69 in 8.
    assert answer["opened"] < 420 * MEGABYTES
    assert answer["written"] < 600 * MEGABYTES
