"""What is copied in the editor does no harm when the studio ends."""

from __future__ import annotations

import subprocess
import sys

COPY_AND_END = """
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication
from studio.panes.write.editor import WriteEditor
app = QApplication([])
stack = QUndoStack()
editor = WriteEditor(stack)
stack.setParent(editor)
editor.insert_words("fox", "generated", name="Generated 1 word", tag=7)
editor.selectAll()
editor.copy()
"""


def test_a_studio_that_ends_with_its_text_on_the_clipboard_ends_well() -> None:
    done = subprocess.run([sys.executable, "-c", COPY_AND_END], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
