"""The player answers at once, shows what is heard, and leaves nothing behind."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines import undisturbed
from engines.compose.notes import Note
from engines.compose.score import Score, Track
from engines.compose.sound import device as devices
from engines.compose.sound import hastening
from engines.compose.sound.audioclock import AudioClock
from engines.compose.sound.device import Device, NoDevice, open_output
from engines.compose.sound.outputs import Null, Output, Read
from engines.compose.sound.plain import PlainSynth
from engines.compose.sound.player import Player
from engines.compose.sound.synth import BLOCK, LIVE, RATE, Frames, Opened
from tests.engines.compose.sound.scores import Scribe, score_of

SCORE = score_of(Note(0, 0, 60, 480), Note(480, 0, 62, 480), Note(960, 0, 64, 960))
PATIENCE_S = 10.0


class Hand:
    """An output that reads when the test says so, at the test's own time."""

    name, rate, latency = "Hand", RATE, 3 * BLOCK

    def __init__(self) -> None:
        self.opened, self.closed = threading.Event(), False
        self.frames = 0
        self.now = 0.0
        self._read: Read | None = None

    def start(self, read: Read) -> None:
        self._read = read
        self.opened.set()

    def close(self) -> None:
        self.closed = True

    def read(self, blocks: int = 1) -> Frames:
        """Time passes, and so many blocks are read when they are due."""
        assert self.opened.wait(PATIENCE_S)
        assert self._read is not None
        out = []
        for _ in range(blocks):
            self.now = self.frames / RATE
            out.append(self._read(BLOCK))
            self.frames += BLOCK
        return np.concatenate(out)


class Stage:
    """A player whose notes are written down and whose time is the test's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, score: Score = SCORE) -> None:
        self.scribe, self.hand = Scribe(), Hand()
        monkeypatch.setattr(time, "perf_counter", lambda: self.hand.now)
        self.player = Player(score, make_synth=lambda font: Opened(self.scribe), make_output=lambda: (self.hand, ""))

    def until(self, frame: int) -> None:
        """Let the frame of the stream be heard."""
        while self.hand.frames < frame + self.hand.latency:
            self.hand.read()
        self.hand.now = (frame + self.hand.latency) / RATE


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    made = Stage(monkeypatch)
    yield made
    made.player.close()
    assert made.hand.closed or not made.hand.opened.is_set()


def wait_for(what: Callable[[], bool]) -> None:
    """Wait for a thread to do something; there is no signal for it."""
    done, until = threading.Event(), time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < until
        done.wait(0.002)


def begun(stage: Stage, tick: float = 0) -> int:
    """Play; returns the frame of the stream at which it begins."""
    stage.player.play(tick)
    stage.hand.read(2)
    mark = stage.player.marks[-1]
    assert mark.moving
    return mark.heard


def test_the_playhead_is_what_is_heard(stage: Stage) -> None:
    start = begun(stage)
    for frame in (0, 1000, 22_050, 30_000):
        stage.until(start + frame)
        assert stage.player.position() == pytest.approx(frame * 960 / RATE, abs=0.01)
    assert stage.player.latency == pytest.approx(3 * BLOCK / RATE)


def test_before_it_is_heard_the_playhead_waits_where_playing_begins(stage: Stage) -> None:
    stage.player.play(100.0)
    assert stage.player.position() == 100.0
    assert stage.player.playing
    stage.hand.read(3)
    assert stage.player.position() == pytest.approx(100, abs=0.03)


def test_stopping_rests_at_what_was_heard_and_latency_no_longer_counts(stage: Stage) -> None:
    start = begun(stage)
    stage.until(start + 10_000)
    shown = stage.player.position()
    stage.player.stop()
    assert stage.player.position() == shown
    assert not stage.player.playing
    stage.hand.read(20)
    assert stage.player.position() == pytest.approx(shown, abs=0.03)
    assert stage.scribe.hanging == []
    stage.player.play()
    assert stage.player.position() == pytest.approx(shown, abs=0.03)


def test_seeking_shows_the_new_place_at_once_playing_or_not(stage: Stage) -> None:
    stage.player.seek(-5)
    assert stage.player.position() == 0
    stage.player.seek(700.0)
    assert stage.player.position() == 700.0
    start = begun(stage, 0)
    stage.until(start + 5000)
    stage.player.seek(480)
    assert stage.player.position() == 480
    stage.hand.read(1)
    assert stage.player.position() == pytest.approx(480, abs=0.03)
    stage.hand.read(8)
    assert stage.player.position() > 480
    assert stage.player.playing


def test_the_playhead_never_goes_back_but_where_a_loop_begins_anew(stage: Stage) -> None:
    stage.player.loop(0, 96)
    start = begun(stage)
    shown = []
    chance = np.random.default_rng(0)
    for frame in range(0, 3 * 4410, 50):
        stage.until(start + frame)
        # A thread that asks is late or early by some milliseconds.
        stage.hand.now -= float(chance.random()) * 0.002
        shown.append(stage.player.position())
    back = [at for at in range(1, len(shown)) if shown[at] < shown[at - 1]]
    assert len(back) == 2
    assert all(shown[at - 1] > 90 and shown[at] < 6 for at in back)
    assert max(shown) <= 96


def test_the_end_is_reached_when_it_is_heard(stage: Stage) -> None:
    start = begun(stage, 1900)
    end = round(20 * RATE / 960)
    stage.until(start + end - 10)
    assert stage.player.playing
    stage.until(start + end + 10)
    assert not stage.player.playing
    assert stage.player.position() == pytest.approx(1920, abs=0.03)
    stage.player.play()
    assert stage.player.position() == 0


def test_an_edit_is_heard_at_the_next_block_and_the_newest_wins(stage: Stage) -> None:
    begun(stage)
    stage.hand.read(4)
    stage.scribe.heard()
    rendered = stage.scribe.frame
    for pitch in (70, 71, 72):
        stage.player.set_score(score_of(Note(0, 0, 60, 480), Note(50, 0, pitch, 100)))
    stage.hand.read(12)
    assert [call[1:] for call in stage.scribe.heard()] == [("on", 0, 72)]
    assert rendered < 2296


def test_a_note_is_tried_out_while_nothing_is_played(stage: Stage) -> None:
    stage.player.preview_note(0, 65, 90, seconds=0.1)
    stage.hand.read(25)
    first, last = stage.scribe.heard()
    assert (first[1:], last[1:]) == (("on", LIVE, 65), ("off", LIVE, 65))
    assert last[0] - first[0] == RATE // 10
    assert stage.player.position() == 0
    assert not stage.player.playing


def test_keys_sound_until_they_are_lifted_and_pedals_keep_them(stage: Stage) -> None:
    stage.player.note_on(0, 60)
    stage.player.control(0, 64, 127)
    stage.hand.read(3)
    stage.player.note_off(0, 60)
    stage.hand.read(3)
    assert stage.scribe.hanging == [(LIVE, 60)]
    stage.player.control(0, 64, 0)
    stage.hand.read(3)
    assert stage.scribe.hanging == []
    stage.player.note_on(0, 61)
    stage.player.note_on(5, 61)
    stage.player.all_notes_off()
    stage.hand.read(3)
    assert stage.scribe.hanging == []


def test_bars_are_counted_in(stage: Stage) -> None:
    stage.player.count_in = 1
    stage.player.play(480)
    assert stage.player.counting_in
    stage.until(2 * BLOCK + 2 * RATE - 500)
    assert stage.player.counting_in
    assert stage.player.playing
    assert stage.player.position() == pytest.approx(480, abs=0.03)
    stage.until(2 * BLOCK + 2 * RATE + 2000)
    assert not stage.player.counting_in
    assert stage.player.position() > 480


def test_what_goes_wrong_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    with Player(
        SCORE,
        make_synth=lambda font: Opened(PlainSynth(), "No font. "),
        make_output=lambda: (hand, "No device."),
    ) as player:
        assert player.trouble() == ""
        player.play(0)
        hand.read()
        assert "No font." in (said := player.trouble())
        assert "No device." in said
        assert player.trouble() == ""


def test_a_device_that_is_connected_later_is_taken_when_it_plays_again() -> None:
    missing, there = (Null(), "No device."), (Null(), "")
    offers: list[tuple[Output, str]] = [missing, (Null(), "No device."), there]
    with Player(SCORE, make_synth=lambda font: Opened(PlainSynth()), make_output=lambda: offers.pop(0)) as player:
        player.play(0)
        wait_for(lambda: player._room._makeshift)
        assert player.trouble() == "No device."
        player.play(0)
        wait_for(lambda: len(offers) == 1)
        assert player.trouble() == ""
        player.play(0)
        wait_for(lambda: player._room._output is there[0])
        wait_for(lambda: player.position() > 0)


def test_a_device_that_will_not_start_is_replaced_by_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()

    def refuse(read: Read) -> None:
        raise NoDevice("It is busy.")

    monkeypatch.setattr(hand, "start", refuse)
    interval = sys.getswitchinterval()
    with Player(SCORE, make_synth=lambda font: Opened(PlainSynth()), make_output=lambda: (hand, "")) as player:
        player.play(0)
        wait_for(lambda: player.position() > 0)
        assert (hand.closed, player.output_name, player.trouble()) == (True, "No sound", "It is busy.")
    assert sys.getswitchinterval() == interval


def test_a_synthesiser_that_breaks_is_silent_and_said_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(stage)

    def broken(out: Frames) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(stage.scribe, "render", broken)
    assert not stage.hand.read(5).any()
    assert "made a mistake while playing" in stage.player.trouble()
    assert stage.player.trouble() == ""


def test_a_device_that_stops_asking_is_replaced_by_silence(stage: Stage) -> None:
    start = begun(stage)
    stage.until(start + 5000)
    shown = stage.player.position()
    stage.hand.now += 5.0
    # A computer that slept for a night has a device all the same.
    assert stage.player.trouble() == ""
    stage.hand.read(1)
    stage.hand.now += 2.0
    assert stage.player.trouble() == ""
    stage.hand.now += 2.0
    assert "stopped answering" in stage.player.trouble()
    wait_for(lambda: stage.player.output_name == "No sound")
    assert stage.hand.closed
    assert stage.player.trouble() == ""
    assert stage.player.position() >= shown


def test_another_font_is_heard_without_stopping(stage: Stage) -> None:
    begun(stage)
    other = Scribe(name="Other")
    stage.player._room._make_synth = lambda font: Opened(other if font else PlainSynth(), "" if font else "Bad.")
    stage.player.choose_font(Path("other.sf2"))
    wait_for(lambda: stage.player.synth_name == "Other")
    stage.hand.read(3)
    assert other.hanging == [(0, 60)]
    stage.player.choose_font(None)
    said: list[str] = []
    wait_for(lambda: bool(said.append(stage.player.trouble()) or said[-1]))
    assert stage.player.synth_name == "Other"


def test_levels_are_the_greatest_since_they_were_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    score = score_of(Note(0, 0, 60, 4800), tracks=(Track(program=16, pan=-1.0),))
    with Player(score, make_synth=lambda font: Opened(PlainSynth()), make_output=lambda: (hand, "")) as player:
        assert player.levels() == (0.0, 0.0)
        player.volume = 0.5
        player.play(0)
        hand.read(60)
        left, right = player.levels()
        assert 0.005 < left < 0.5
        assert right < 0.01
        assert player.levels() == (0.0, 0.0)


def test_nothing_is_opened_before_something_shall_be_heard() -> None:
    def never(*_: object) -> Opened:
        raise AssertionError

    with Player(SCORE, make_synth=never) as player:
        player.set_score(replace(SCORE, title="b"))
        player.seek(480)
        player.loop(0, 960)
        player.metronome = True
        assert player.position() == 480
        assert (player.playing, player.output_name, player.missed, player.latency) == (False, "", 0, 0.0)


def test_getting_ready_opens_everything_before_the_first_note(stage: Stage) -> None:
    stage.player.get_ready()
    assert not stage.hand.read(3).any()
    assert (stage.player.synth_name, stage.player.output_name) == ("Scribe", "Hand")
    assert (stage.player.playing, stage.player.position()) == (False, 0)


def test_closing_leaves_no_thread_and_the_interpreter_as_it_was() -> None:
    threads, interval = set(threading.enumerate()), sys.getswitchinterval()
    player = Player(SCORE, make_synth=lambda font: Opened(PlainSynth()), make_output=lambda: (Null(), ""))
    player.play(0)
    wait_for(lambda: player.position() > 0)
    assert set(threading.enumerate()) - threads
    player.close()
    player.close()
    player.play(0)
    assert set(threading.enumerate()) == threads
    assert sys.getswitchinterval() == interval


def test_the_playhead_follows_the_clock_of_the_silent_output_within_a_block() -> None:
    null = Null()
    with Player(SCORE, make_synth=lambda font: Opened(PlainSynth()), make_output=lambda: (null, "")) as player:
        player.endless = True
        player.play(0)
        wait_for(lambda: player.position() > 0)
        waiting = threading.Event()
        apart = []
        for _ in range(100):
            waiting.wait(0.003)
            missed, before = player.missed, time.perf_counter()
            tick = player.position()
            mark = player.marks[-1]
            # A computer that is too busy for either makes a gap, after which both clocks begin anew.
            if player.missed == missed == 0 and time.perf_counter() - before < 0.001:
                apart.append((before - null.began) * RATE - null.latency - mark.heard - tick * RATE / 960)
        assert max(map(abs, apart), default=0) <= BLOCK


def test_the_device_plays_through_a_backend_that_is_everywhere() -> None:
    import miniaudio

    asked, enough = [], threading.Event()

    def read(count: int) -> Frames:
        asked.append(count)
        if len(asked) > 5:
            enough.set()
        return np.zeros((count, 2), np.float32)

    output: Output = Device(backends=(miniaudio.Backend.NULL,))
    assert output.rate == RATE
    assert output.latency > 0
    output.start(read)
    assert enough.wait(PATIENCE_S)
    output.close()
    count = len(asked)
    assert min(asked) > 0
    output.close()
    assert len(asked) == count


def test_a_machine_without_sound_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_server_runs", lambda: False)
    with pytest.raises(NoDevice):
        Device()
    output, trouble = open_output()
    assert isinstance(output, Null)
    assert trouble.startswith("No sound device was found")
    assert devices.devices() == ()


def test_while_it_plays_it_asks_not_to_be_disturbed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(undisturbed, "keep", lambda: asked.append(True))
    stage.player.get_ready()
    stage.hand.read(2)
    assert not asked
    stage.player.play(0)
    stage.hand.read(2)
    assert asked


def test_the_thread_that_reads_is_hastened_once_and_plays_on_where_that_is_not_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted: list[int] = []
    monkeypatch.setattr(hastening.sys, "platform", "linux")
    monkeypatch.setattr(hastening.os, "getpriority", lambda which, thread: 0, raising=False)

    def refused(which: int, thread: int, niceness: int) -> None:
        wanted.append(niceness)
        raise PermissionError

    monkeypatch.setattr(hastening.os, "setpriority", refused, raising=False)
    monkeypatch.setattr(hastening.os, "PRIO_PROCESS", 0, raising=False)
    blocks = threading.Event()
    output = Null()
    output.start(lambda count: blocks.set() or np.zeros((count, 2), np.float32))  # type: ignore[func-returns-value]
    assert blocks.wait(PATIENCE_S)
    output.close()
    assert wanted == [-hastening.STEPS]


def test_the_clock_follows_the_earliest_reading_and_counts_gaps() -> None:
    clock = AudioClock(RATE, 4 * BLOCK)
    each = BLOCK / RATE
    assert clock.heard(0.5) == 0
    for number, late in enumerate([0.003, 0.0, 0.002, 0.004, 0.001] * 20):
        clock.reading(BLOCK, 1 + number * each + late)
        clock.read(BLOCK, 1 + number * each + late + 0.001)
    assert clock.missed == 0
    now = 1 + 100 * each
    assert clock.heard(now) == pytest.approx(96 * BLOCK, abs=2)
    assert clock.heard(now + 1) == 100 * BLOCK
    clock.reading(BLOCK, now + 5 * each)
    clock.read(BLOCK, now + 5 * each)
    assert clock.missed == 1
    clock.reading(BLOCK, now + 6 * each)
    clock.read(BLOCK, now + 6 * each)
    assert clock.missed == 1
    assert clock.heard(now + 6 * each) == pytest.approx(97 * BLOCK, abs=2)
