"""The most memory that a large photograph takes from file to file, every pixel painted."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from studio.bench.figures import Figure, run_apart
from studio.bench.memory import peak_bytes
from studio.threads import prepare_environment
from studio.version import reverie_version

#: Width, height, and the megabytes that were asked for.
CAMERA = (4000, 3000, 1500.0)
POSTER = (12_000, 9_000, 2500.0)


def camera() -> Figure:
    """A photograph as cameras take them."""
    return _figure(*CAMERA)


def poster() -> Figure:
    """A stitched panorama; takes minutes."""
    return _figure(*POSTER)


def _figure(width: int, height: int, limit: float) -> Figure:
    found = run_apart("studio.bench.largephotos", str(width), str(height))
    name = f"Peak memory, painting {width:,} × {height:,}"
    note = f"JPEG to JPEG at full size by tiles, whole process; {found['seconds']:.0f} s"
    return Figure(name, "paint", f"< {limit:g} MB", "MB", found["megabytes"], limit, note)


def measure(width: int, height: int) -> dict[str, float]:
    """Paint a made-up photograph with strokes as fine as the pixels allow."""
    from engines.paint.looks import BRUSH_SIDE, FINEST_BRUSH, Look
    from engines.paint.painting import PaintingRequest, paint_to_file
    from engines.paint.pictures import open_picture
    from engines.paint.stylecatalogue import styles
    from engines.steps import finish

    brush = max(FINEST_BRUSH, BRUSH_SIDE / max(width, height))
    with tempfile.TemporaryDirectory(prefix="reverie-") as folder:
        photo = Path(folder) / "photo.jpg"
        _made_apart(photo, width, height)
        began = time.perf_counter()
        look = Look(((styles()[0].name, 1.0),), brush=brush)
        painted = finish(
            paint_to_file(PaintingRequest(open_picture(photo), look, Path(folder) / "painted.jpg", reverie_version()))
        )
        if (painted.width, painted.height) != (width, height):
            raise RuntimeError(f"the painting is {painted.width} × {painted.height}")
        return {"megabytes": peak_bytes() / 1e6, "seconds": time.perf_counter() - began}


def _made_apart(path: Path, width: int, height: int) -> None:
    """Soft patches as JPEG, made by another process: its memory must not count."""
    import subprocess

    code = (
        "import sys, numpy as np; from PIL import Image; w, h = int(sys.argv[2]), int(sys.argv[3]);"
        "small = np.random.default_rng(0).integers(0, 256, (h // 40, w // 40, 3), dtype=np.uint8);"
        "Image.fromarray(small).resize((w, h), Image.Resampling.BICUBIC).save(sys.argv[1], quality=90)"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(width), str(height)], check=True)


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
