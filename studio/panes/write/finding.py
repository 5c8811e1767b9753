"""Finding and replacing: what to look for, where it stands, and what comes in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRegularExpression, QRegularExpressionMatch

#: More hits than anybody looks at; searching on would only take time.
MOST = 20_000
_PLACEHOLDER = re.compile(r"\\(\d|n|t|\\)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for."""

    text: str
    case: bool = False
    whole_words: bool = False
    regex: bool = False

    def expression(self) -> QRegularExpression:
        """As Qt's expression, which gives up on patterns that would take for ever."""
        pattern = self.text if self.regex else QRegularExpression.escape(self.text)
        if self.whole_words:
            pattern = rf"(?<![\w])(?:{pattern})(?![\w])"
        option = QRegularExpression.PatternOption
        options = option.UseUnicodePropertiesOption | option.MultilineOption
        if not self.case:
            options |= option.CaseInsensitiveOption
        return QRegularExpression(pattern, options)

    def trouble(self) -> str:
        """One sentence when the pattern makes no sense; empty when it does."""
        expression = self.expression()
        if expression.isValid():
            return ""
        sentence = QCoreApplication.translate("Finding", "This pattern is not complete: {reason}.")
        return sentence.format(reason=expression.errorString())


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where it stands, in Qt's units, and what the groups of the pattern have caught there."""

    start: int
    end: int
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """Every hit from the beginning to the end; ``gave_up`` when the pattern took too long."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    gave_up: bool = False


def find(wanted: Wanted, text: str, most: int = MOST) -> Hits:
    """Look through the whole text for ``most`` hits; they never lie in each other, and empty ones do not count."""
    expression = wanted.expression()
    if not wanted.text or not expression.isValid():
        return Hits()
    found: list[Hit] = []
    matches = expression.globalMatch(text)
    while matches.hasNext():
        match = matches.next()
        if match.capturedLength() <= 0:
            continue
        if len(found) == most:
            return Hits(tuple(found), more=True)
        found.append(_hit(match, wanted.regex))
    return Hits(tuple(found), gave_up=not matches.isValid())


def replacement(wanted: Wanted, hit: Hit, template: str) -> str:
    r"""What comes in place of a hit; in patterns \1 to \9 are groups, \0 is everything, \n and \t what they say."""
    if not wanted.regex:
        return template

    def filled(found: re.Match[str]) -> str:
        sign = found[1]
        if sign.isdigit():
            return hit.groups[int(sign)] if int(sign) < len(hit.groups) else ""
        return {"n": "\n", "t": "\t", "\\": "\\"}[sign]

    return _PLACEHOLDER.sub(filled, template)


def _hit(match: QRegularExpressionMatch, with_groups: bool) -> Hit:
    groups = tuple(match.capturedTexts()) if with_groups else ()
    return Hit(match.capturedStart(), match.capturedEnd(), groups)
