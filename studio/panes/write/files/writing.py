"""Writing a text to a file, beside it first and then renamed."""

from __future__ import annotations

from pathlib import Path

from engines.files import write_text, written_beside
from engines.steps import Step, Task
from studio.panes.write.files.plainfiles import as_markdown, as_text
from studio.panes.write.files.sheets import TextExport
from studio.panes.write.files.webpage import as_html
from studio.panes.write.files.wordfile import save_docx


def write_export(export: TextExport) -> Task[Path]:
    """Write ``export`` and return its path; raises CannotWrite with what was there untouched."""
    yield Step(0, 1, export.path.name)
    if export.format == "docx":
        with written_beside(export.path) as beside:
            save_docx(export, beside)
    else:
        made = {"txt": as_text, "md": as_markdown, "html": as_html}[export.format](export)
        # Half characters cannot be written; the editor holds none, a damaged project may.
        write_text(export.path, made.encode("utf-8", "replace").decode("utf-8"))
    yield Step(1, 1, export.path.name)
    return export.path
