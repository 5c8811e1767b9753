"""What the person prefers: one tree with defaults, kept as a small JSON file that holds only the differences."""

from __future__ import annotations

import base64
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QTimer, Signal, Slot

from engines.errors import CannotWrite
from engines.files import write_text

log = logging.getLogger(__name__)

RECENT_FILES_KEPT = 12
# Dragging a slider changes a setting sixty times a second; the disk hears of the last one.
SAVE_AFTER_MS = 200

LARGEST = sys.float_info.max

S = TypeVar("S")


@dataclass(frozen=True)
class Appearance:
    """How the studio looks."""

    theme: str = field(default="system", metadata={"choices": ("system", "light", "dark")})
    text_scale: float = field(default=1.0, metadata={"range": (0.75, 2.0)})


@dataclass(frozen=True)
class Startup:
    """What happens when the studio opens."""

    show_welcome: bool = True
    restore_last: bool = True


@dataclass(frozen=True)
class Paint:
    """How pictures leave the studio."""

    # Off: a photograph's EXIF can tell where somebody lives.
    keep_exif: bool = False
    export_format: str = field(default="png", metadata={"choices": ("png", "jpeg", "webp", "tiff")})
    jpeg_quality: int = field(default=92, metadata={"range": (1, 100)})
    export_folder: str = ""
    #: The photograph's own colour profile instead of sRGB.
    keep_profile: bool = True
    #: The longer side in pixels; 0 is the photograph's own size.
    export_max_size: int = field(default=0, metadata={"range": (0, 100_000)})
    #: A transfer is painted small: enlarge it to the photograph's size.
    enlarge_transfers: bool = False
    batch_from: str = ""
    batch_to: str = ""
    batch_pattern: str = "{name}__{style}__{strength}"
    batch_format: str = field(default="same", metadata={"choices": ("same", "png", "jpeg", "webp", "tiff")})
    batch_overwrite: str = field(default="skip", metadata={"choices": ("skip", "number", "replace")})
    batch_subfolders: bool = True


@dataclass(frozen=True)
class Compose:
    """How music sounds."""

    sound_font: str = ""  # a .sf2 or .sf3 file; empty for the one that came along
    midi_input: bool = False
    midi_keyboard: str = ""  # empty for the first that is there


@dataclass(frozen=True)
class Settings:
    """Every preference with its default; read it as ``store.settings.appearance.theme``."""

    appearance: Appearance = field(default_factory=Appearance)
    startup: Startup = field(default_factory=Startup)
    paint: Paint = field(default_factory=Paint)
    compose: Compose = field(default_factory=Compose)
    recent_files: tuple[str, ...] = ()
    seen_welcome: bool = False


@dataclass(frozen=True)
class _Rule:
    """What one key may hold."""

    default: Any
    choices: tuple[Any, ...] | None
    bounds: tuple[float, float] | None

    def accepts(self, value: Any) -> bool:
        """Whether the value has the right type and lies within the choices or the range."""
        if isinstance(self.default, tuple):
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        # True is an int to Python, but not to a person who set a quality.
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(self.default, bool) and isinstance(value, bool)
        # NaN, the infinities and whole numbers too large for a float all fail this comparison.
        number = isinstance(self.default, float) and isinstance(value, int | float) and abs(value) <= LARGEST
        if not number and not isinstance(value, type(self.default)):
            return False
        if self.choices is not None and value not in self.choices:
            return False
        return self.bounds is None or self.bounds[0] <= value <= self.bounds[1]

    def shaped(self, value: Any) -> Any:
        """An accepted value in the type of the default (JSON knows no tuples and writes 1 for 1.0)."""
        return type(self.default)(value)


def _rules(branch: Any, prefix: str = "") -> Iterator[tuple[str, _Rule]]:
    for each in fields(branch):
        default = getattr(branch, each.name)
        if is_dataclass(default):
            yield from _rules(default, f"{prefix}{each.name}.")
        else:
            yield prefix + each.name, _Rule(default, each.metadata.get("choices"), each.metadata.get("range"))


RULES: dict[str, _Rule] = dict(_rules(Settings()))


def _grown(branch: S, values: Mapping[str, Any], prefix: str = "") -> S:
    """A copy of the tree with the flat values in their places."""
    grown: dict[str, Any] = {}
    for each in fields(branch):  # type: ignore[arg-type]
        default = getattr(branch, each.name)
        key = prefix + each.name
        grown[each.name] = _grown(default, values, f"{key}.") if is_dataclass(default) else values[key]
    return type(branch)(**grown)


class SettingsStore(QObject):
    """The settings in use: a change applies at once, is announced by its key, and is saved a moment later."""

    changed = Signal(str)
    save_failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        #: One sentence when the file could not be understood; the defaults are in use then.
        self.trouble: str | None = None
        self._written = self._read()
        self._values = {key: _found(self._written, key, rule) for key, rule in RULES.items()}
        self._settings = _grown(Settings(), self._values)
        self._unsaved = False
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._soon.timeout.connect(self.flush)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)

    @property
    def settings(self) -> Settings:
        """The whole tree as it is now; it never changes, a change makes a new one."""
        return self._settings

    def get(self, key: str) -> Any:
        """The value of a dotted key such as ``appearance.theme``."""
        return self._values[key]

    def put(self, key: str, value: Any) -> None:
        """Change one key; raises KeyError or ValueError for what no widget should ever send."""
        rule = RULES[key]
        if not rule.accepts(value):
            raise ValueError(f"{key} cannot be {value!r}")
        value = rule.shaped(value)
        if value == self._values[key]:
            return
        self._values[key] = value
        self._settings = _grown(Settings(), self._values)
        _place(self._written, key, value, rule)
        self._unsaved = True
        self._soon.start()
        self.changed.emit(key)

    def reset(self, key: str = "") -> None:
        """Return one key, one section (``paint``) or everything but the recent files to the defaults."""
        for each, rule in RULES.items():
            inside = each == key or each.startswith(f"{key}.") or (not key and each != "recent_files")
            if inside:
                self.put(each, rule.default)

    def add_recent(self, path: Path) -> None:
        """Put a project at the top of the recent files."""
        newest = str(path.absolute())
        others = [each for each in self._settings.recent_files if each != newest]
        self.put("recent_files", [newest, *others][:RECENT_FILES_KEPT])

    def forget_recent(self, path: Path) -> None:
        """Take a project off the recent files."""
        gone = str(path.absolute())
        self.put("recent_files", [each for each in self._settings.recent_files if each != gone])

    @Slot()
    def flush(self) -> None:
        """Save now what is not saved yet; a failure is said and tried again with the next change."""
        self._soon.stop()
        if not self._unsaved:
            return
        try:
            write_text(self._path, json.dumps(self._written, indent=2) + "\n")
        except CannotWrite as error:
            self.save_failed.emit(str(error))
        else:
            self._unsaved = False

    def _read(self) -> dict[str, Any]:
        try:
            written = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(written, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return {}
        # RecursionError: somebody's ten thousand brackets are a broken file, not a reason to stay closed.
        except (OSError, ValueError, RecursionError) as error:
            log.warning("settings not understood: %s", error)
            self.trouble = self._set_aside()
            return {}
        return written

    def _set_aside(self) -> str:
        """Rename the broken file so that nothing of it is lost, and say so."""
        aside = self._path.with_name(f"{self._path.stem}.broken-{datetime.now():%Y%m%d-%H%M%S}{self._path.suffix}")
        try:
            self._path.replace(aside)
        except OSError:
            sentence = self.tr("The settings file “{file}” could not be read; the defaults are in use.")
            return sentence.format(file=self._path)
        sentence = self.tr("The settings could not be read; the defaults are in use and the old file is now “{file}”.")
        return sentence.format(file=aside.name)


def _found(written: Mapping[str, Any], key: str, rule: _Rule) -> Any:
    """The value the file holds for a dotted key, or the default when it is missing or makes no sense."""
    branch: Any = written
    for part in key.split("."):
        if not isinstance(branch, Mapping) or part not in branch:
            return rule.default
        branch = branch[part]
    return rule.shaped(branch) if rule.accepts(branch) else rule.default


def _place(written: dict[str, Any], key: str, value: Any, rule: _Rule) -> None:
    """Write one difference into the file's tree and leave every key that we do not know alone."""
    *sections, name = key.split(".")
    branch = written
    for section in sections:
        if not isinstance(branch.get(section), dict):
            branch[section] = {}
        branch = branch[section]
    if value == rule.default:
        branch.pop(name, None)
    else:
        branch[name] = list(value) if isinstance(value, tuple) else value
    if sections and not branch:
        del written[sections[0]]


class WindowMemory:
    """The window's shape, apart from the preferences: nobody edits it and nobody misses it when it is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shapes: dict[str, str] = {}
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return
        if isinstance(written, dict):
            self._shapes = {str(name): shape for name, shape in written.items() if isinstance(shape, str)}

    def recall(self, name: str) -> QByteArray:
        """The bytes kept under a name; empty when there are none or they are damaged."""
        try:
            return QByteArray(base64.b64decode(self._shapes.get(name, ""), validate=True))
        except ValueError:
            return QByteArray()

    def keep(self, name: str, shape: QByteArray) -> None:
        """Remember the bytes under a name until ``save``."""
        self._shapes[name] = base64.b64encode(shape.data()).decode("ascii")

    def save(self) -> bool:
        """Write the shapes; a failure costs the person a window position, so it is logged and no more."""
        try:
            write_text(self._path, json.dumps(self._shapes, indent=2, sort_keys=True) + "\n")
        except CannotWrite as error:
            log.warning("the window's shape was not kept: %s", error)
            return False
        return True
