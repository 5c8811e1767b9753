from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.widgets import toast
from studio.widgets.toast import ToastCard, Toasts


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    return window


@pytest.fixture
def toasts(window: QWidget) -> Iterator[Toasts]:
    toasts = Toasts(window)
    window.show()
    yield toasts
    toasts.clear()


def texts(toasts: Toasts) -> list[str]:
    return [card.message.text for card in toasts.cards()]


def enter(card: ToastCard) -> None:
    QApplication.sendEvent(card, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def test_what_is_said_goes_by_itself(toasts: Toasts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast, "SHOWN_MS", 10)
    toasts.say("Saved.")
    assert texts(toasts) == ["Saved."]
    qtbot.waitUntil(lambda: not toasts.cards())
    assert toasts.isHidden()


def test_a_warning_stays_until_it_is_dismissed(toasts: Toasts, qtbot: QtBot) -> None:
    toasts.warn("The disk is full.")
    (card,) = toasts.cards()
    assert not card.is_counting()
    card.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not card.is_counting()
    qtbot.mouseClick(card.cross, Qt.MouseButton.LeftButton)
    assert toasts.cards() == []


def test_time_stands_still_while_the_mouse_rests_on_it(toasts: Toasts) -> None:
    toasts.say("Saved.")
    (card,) = toasts.cards()
    assert card.is_counting()
    enter(card)
    assert not card.is_counting()
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert card.is_counting()


def test_the_action_runs_once_and_closes(toasts: Toasts, qtbot: QtBot) -> None:
    ran: list[int] = []
    toasts.say("Deleted.", "Undo", lambda: ran.append(1))
    (card,) = toasts.cards()
    assert card.button.text() == "Undo"
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert ran == [1]
    assert toasts.cards() == []


def test_an_action_may_say_something_itself(toasts: Toasts, qtbot: QtBot) -> None:
    toasts.warn("It failed.", "Try again", lambda: toasts.warn("It failed."))
    qtbot.mouseClick(toasts.cards()[0].button, Qt.MouseButton.LeftButton)
    assert texts(toasts) == ["It failed."]


def test_the_same_message_is_not_stacked_twice(toasts: Toasts) -> None:
    toasts.warn("The disk is full.")
    toasts.warn("The disk is full.")
    assert texts(toasts) == ["The disk is full."]


def test_a_repeated_message_takes_the_newer_action(toasts: Toasts, qtbot: QtBot) -> None:
    ran: list[str] = []
    toasts.say("Deleted.", "Undo", lambda: ran.append("first"))
    toasts.say("Deleted.", "Undo", lambda: ran.append("second"))
    qtbot.mouseClick(toasts.cards()[0].button, Qt.MouseButton.LeftButton)
    assert ran == ["second"]


def test_the_oldest_passing_message_makes_room(toasts: Toasts) -> None:
    toasts.say("one")
    toasts.warn("two")
    toasts.say("three")
    toasts.say("four")
    assert texts(toasts) == ["two", "three", "four"]


def test_no_warning_is_lost_when_three_are_on_view(toasts: Toasts) -> None:
    for text in ("one", "two", "three", "four", "four"):
        toasts.warn(text)
    assert texts(toasts) == ["one", "two", "three"]
    toasts.cards()[0].close_it()
    assert texts(toasts) == ["two", "three", "four"]
    toasts.cards()[0].close_it()
    assert texts(toasts) == ["three", "four"]


def test_toasts_lie_in_the_lower_middle(toasts: Toasts, window: QWidget) -> None:
    toasts.say("Saved.")
    window.resize(500, 400)
    place = toasts.geometry()
    assert abs(place.center().x() - 250) <= 1
    assert place.bottom() == 400 - 16 - 1
    assert window.rect().contains(place)


def test_long_words_are_wrapped_and_wholly_visible(toasts: Toasts) -> None:
    toasts.warn("Not enough room. " * 12)
    (card,) = toasts.cards()
    label = card._text
    assert label.height() >= label.heightForWidth(label.width())


def test_toasts_do_not_take_the_focus(toasts: Toasts, window: QWidget, qtbot: QtBot) -> None:
    field = QLineEdit(window)
    field.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    field.setFocus()
    toasts.warn("The disk is full.", "Show")
    qtbot.mouseClick(toasts.cards()[0], Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_screen_readers_are_told(toasts: Toasts, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append((event.message(), event.politeness()))
    )
    toasts.say("Saved.")
    toasts.warn("The disk is full.")
    polite, assertive = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
    assert told == [("Saved.", polite), ("The disk is full.", assertive)]
