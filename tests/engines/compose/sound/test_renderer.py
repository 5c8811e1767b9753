"""The renderer is exact to the frame, and no note that began is forgotten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.notes import BEND, QUARTER, SUSTAIN, Control, Metre, Note, Tempo
from engines.compose.score import Score, Track
from engines.compose.sound.font import FontSynth
from engines.compose.sound.plain import PlainSynth
from engines.compose.sound.renderer import Renderer
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.stream import CEILING, Stream
from engines.compose.sound.synth import BLOCK, LIVE, RATE, Frames
from tests.engines.compose.sound.scores import QUARTER_FRAMES, Scribe, rendered, renderer_of, score_of

SECOND = RATE
BAR = 4 * QUARTER


def played(score: Score, frames: int, start: int = 0, *, chase: bool = True) -> list[tuple[int, str, int, int]]:
    scribe = Scribe()
    renderer = renderer_of(scribe, score, chase=chase)
    renderer.play(start)
    rendered(renderer, frames)
    return scribe.heard()


def test_notes_begin_and_end_on_their_frames() -> None:
    # 120 a minute: a tick is 44,100 / 960 frames, 45.9375.
    score = score_of(Note(0, 0, 60, 480), Note(1, 0, 62, 7), Note(480, 0, 64, 1))
    assert played(score, SECOND) == [
        (0, "on", 0, 60),
        (46, "on", 0, 62),
        (368, "off", 0, 62),
        (22050, "off", 0, 60),
        (22050, "on", 0, 64),
        (22096, "off", 0, 64),
    ]


def test_a_tempo_that_changes_moves_what_comes_after_it() -> None:
    # A quarter at 120, then 60 a minute: tick 720 is half a second and half of a second later.
    score = score_of(Note(720, 0, 60, 480), tempos=(Tempo(0), Tempo.at(60, 480)))
    assert played(score, 3 * SECOND) == [(44_100, "on", 0, 60), (88_200, "off", 0, 60)]


def test_a_block_is_split_where_a_note_begins() -> None:
    silent = rendered(renderer_of(PlainSynth(), Score()), 512)
    assert not silent.any()
    renderer = renderer_of(PlainSynth(), score_of(Note(2, 0, 69, 480)))
    renderer.play(0)
    out = rendered(renderer, 512)
    # Tick 2 is frame 91.875.
    assert not out[:92].any()
    assert out[92:94].any()


def test_a_font_begins_its_notes_on_the_frame_too() -> None:
    # It computes envelopes for 64 frames at a time; tick 1,024 is frame 47,040, a multiple of that.
    heard = []
    for start in (0, 1024):
        renderer = renderer_of(FontSynth(), score_of(Note(start, 0, 69, 480)))
        renderer.play(0)
        heard.append(rendered(renderer, 50 * 1024))
    assert not heard[1][:47_040].any()
    assert np.array_equal(heard[1][47_040:], heard[0][: 50 * 1024 - 47_040])
    assert heard[0][:2000].any()


def test_playing_stops_by_itself_where_the_last_note_ends() -> None:
    scribe = Scribe()
    renderer = renderer_of(scribe, score_of(Note(0, 0, 60, 480)))
    renderer.play(0)
    rendered(renderer, SECOND)
    assert not renderer.playing
    assert (renderer.frame, scribe.hanging) == (QUARTER_FRAMES, [])


def test_it_plays_on_after_the_end_when_it_is_endless_or_began_there() -> None:
    renderer = renderer_of(Scribe(), score_of(Note(0, 0, 60, 480)))
    renderer.play(QUARTER_FRAMES)
    rendered(renderer, SECOND)
    assert renderer.playing
    renderer.endless = True
    renderer.play(0)
    rendered(renderer, SECOND)
    assert renderer.playing


def test_a_note_that_began_before_is_struck_where_playing_begins_but_no_drum() -> None:
    tracks = (Track(), Track(channel=9))
    score = score_of(Note(0, 0, 60, 960), Note(0, 1, 36, 960), Note(0, 0, 62, 480), tracks=tracks)
    assert played(score, 10, start=QUARTER_FRAMES) == [(0, "on", 0, 60)]
    assert played(score, 10, start=QUARTER_FRAMES, chase=False) == []


def test_a_loop_wraps_on_the_exact_frame() -> None:
    score = score_of(Note(0, 0, 60, 480), Note(480, 0, 64, 2000))
    scribe = Scribe()
    renderer = renderer_of(scribe, score)
    renderer.loop(1, 481)
    renderer.play(46)
    rendered(renderer, 50_000)
    # From frame 46 to 22,096 (tick 481 is 22,095.9375): 22,050 frames a round.
    assert scribe.heard() == [
        (0, "on", 0, 60),
        (22_004, "off", 0, 60),
        (22_004, "on", 0, 64),
        (22_050, "off", 0, 64),
        (22_050, "on", 0, 60),
        (44_054, "off", 0, 60),
        (44_054, "on", 0, 64),
        (44_100, "off", 0, 64),
        (44_100, "on", 0, 60),
    ]


def test_a_loop_that_ends_before_the_place_that_is_played_is_left_alone() -> None:
    renderer = renderer_of(Scribe(), score_of(Note(0, 0, 60, 4800)))
    renderer.loop(0, 480)
    renderer.play(QUARTER_FRAMES + 1)
    rendered(renderer, SECOND)
    assert renderer.frame == QUARTER_FRAMES + 1 + SECOND


def test_a_loop_of_no_length_is_a_block_long() -> None:
    renderer = renderer_of(Scribe(), score_of(Note(0, 0, 60, 4800)))
    renderer.loop(0, 1)
    renderer.play(0)
    rendered(renderer, 10 * BLOCK + 5)
    assert renderer.frame == 5


def edited(before: Score, after: Score, frames: int = 1000) -> list[tuple[int, str, int, int]]:
    """What is heard of an edit in the middle of the first quarter."""
    scribe = Scribe()
    renderer = renderer_of(scribe, before)
    renderer.play(0)
    rendered(renderer, frames)
    scribe.heard()
    renderer.set_score(Sheet(after, RATE, renderer.sheet))
    rendered(renderer, 2 * SECOND)
    assert scribe.hanging == []
    return scribe.heard()


def test_an_edit_neither_ends_nor_begins_what_it_does_not_touch() -> None:
    kept, other = Note(0, 0, 60, 480), Note(0, 0, 64, 480)
    assert edited(score_of(kept), score_of(kept, other)) == [(22_050, "off", 0, 60)]


def test_a_note_that_is_taken_away_ends_at_the_next_block() -> None:
    kept, other = Note(0, 0, 60, 480), Note(0, 0, 64, 480)
    assert edited(score_of(kept, other), score_of(kept)) == [(1000, "off", 0, 64), (22_050, "off", 0, 60)]


def test_a_note_that_is_made_longer_or_shorter_ends_at_its_new_end() -> None:
    note = Note(0, 0, 60, 480)
    assert edited(score_of(note), score_of(replace(note, length=960))) == [(44_100, "off", 0, 60)]
    assert edited(score_of(note), score_of(replace(note, length=48))) == [(2205, "off", 0, 60)]
    assert edited(score_of(note), score_of(replace(note, length=2))) == [(1000, "off", 0, 60)]


def test_a_note_that_comes_later_is_heard_once() -> None:
    note, later = Note(0, 0, 60, 480), Note(100, 0, 64, 10)
    assert [call for call in edited(score_of(note), score_of(note, later)) if call[3] == 64] == [
        (4594, "on", 0, 64),
        (5053, "off", 0, 64),
    ]


def test_a_new_tempo_keeps_the_tick() -> None:
    score = score_of(Note(0, 0, 60, 960))
    slower = replace(score, tempos=(Tempo.at(60),))
    # 1,000 of 44,100 frames are played; the other 43,100 take twice as long.
    assert edited(score, slower, 1000) == [(1000 + 86_200, "off", 0, 60)]


def test_a_muted_track_falls_silent_and_comes_back_in_its_midst() -> None:
    score = score_of(Note(0, 0, 60, 960), Note(0, 1, 64, 960))
    muted = score.with_track(1, lambda track: replace(track, mute=True))
    assert edited(score, muted)[0] == (1000, "off", 1, 64)
    assert edited(muted, score)[0] == (1000, "on", 1, 64)
    alone = score.with_track(0, lambda track: replace(track, solo=True))
    assert edited(score, alone)[0] == (1000, "off", 1, 64)


def test_a_track_that_goes_takes_its_notes_along() -> None:
    score = score_of(Note(0, 0, 60, 960), Note(0, 1, 64, 960))
    assert edited(score, score_of(Note(0, 0, 60, 960)))[0] == (1000, "off", 1, 64)


def test_more_than_sixteen_tracks_have_an_instrument_each() -> None:
    scribe = Scribe()
    tracks = tuple(Track(program=place % 128) for place in range(200))
    renderer_of(scribe, Score(tracks))
    assert [scribe.settings["program", place] for place in range(200)] == [place % 128 for place in range(200)]


def test_a_pedal_keeps_notes_until_it_is_lifted() -> None:
    score = score_of(
        Note(0, 0, 60, 10),
        Note(1000, 0, 40, 10),
        controls=(Control(0, 0, SUSTAIN, 127), Control(480, 0, SUSTAIN, 0)),
    )
    assert played(score, SECOND)[:2] == [(0, "on", 0, 60), (22_050, "off", 0, 60)]


def test_a_key_struck_again_under_the_pedal_is_damped_first() -> None:
    score = score_of(Note(0, 0, 60, 10), Note(100, 0, 60, 10), controls=(Control(0, 0, SUSTAIN, 127),))
    assert played(score, 5000) == [(0, "on", 0, 60), (4594, "off", 0, 60), (4594, "on", 0, 60)]


def test_controllers_stand_as_they_would_when_playing_begins_in_the_middle() -> None:
    controls = (
        Control(0, 0, 101, 0),
        Control(0, 0, 100, 0),
        Control(0, 0, 6, 12),
        Control(10, 0, BEND, 4096),
        Control(20, 0, 7, 64),
        Control(30, 0, 10, 127),
        Control(40, 0, SUSTAIN, 127),
        Control(900, 0, 7, 127),
    )
    score = score_of(Note(0, 0, 60, 500), Note(800, 0, 62, 10), Note(2000, 0, 64, 10), controls=controls)
    scribe = Scribe()
    renderer = renderer_of(scribe, score)
    renderer.play(QUARTER_FRAMES)
    assert scribe.settings["bend", 0] == 6.0
    assert scribe.settings["level", 0] == pytest.approx((64 / 127) ** 2)
    assert scribe.settings["pan", 0] == 1.0
    rendered(renderer, QUARTER_FRAMES)
    # The pedal keeps both.
    assert scribe.hanging == [(0, 60), (0, 62)]
    renderer.play(0)
    assert scribe.settings["bend", 0] == 0.0
    assert scribe.settings["level", 0] == pytest.approx(0.8**2)
    assert scribe.settings["pan", 0] == 0.0


def test_the_metronome_clicks_on_beats_and_louder_where_bars_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = renderer_of(Scribe(), score_of(Note(0, 0, 60, 9600), metres=(Metre(0, 3, 4), Metre(3 * QUARTER, 2, 8))))
    struck: list[tuple[int, bool]] = []
    strike = renderer._metronome.strike
    monkeypatch.setattr(
        renderer._metronome,
        "strike",
        lambda accent, late: (struck.append((renderer.rendered, accent)), strike(accent, late)),
    )
    renderer.metronome_on = True
    renderer.play(0)
    out = rendered(renderer, 2 * SECOND + 10)
    quarter = QUARTER_FRAMES
    beats = [0, 1, 2, 3, 3.5, 4]
    assert struck == [(int(beat * quarter), beat in (0, 3, 4)) for beat in beats]
    # The click itself begins on the frame: its first sample is 0.
    assert not out[quarter - 100 : quarter + 1].any()
    assert out[quarter + 1 : quarter + 3].all()


def test_bars_are_counted_in_before_the_first_note() -> None:
    scribe = Scribe()
    score = score_of(Note(0, 0, 60, 480), Note(480, 0, 62, 480), metres=(Metre(0, 2, 4),))
    renderer = renderer_of(scribe, score)
    renderer.play(QUARTER_FRAMES, 2)
    assert renderer.marks[-1].running
    assert not renderer.marks[-1].moving
    out = rendered(renderer, 5 * QUARTER_FRAMES + 1)
    assert scribe.heard() == [(4 * QUARTER_FRAMES, "on", 0, 62), (5 * QUARTER_FRAMES, "off", 0, 62)]
    clicks = [out[beat * QUARTER_FRAMES :][:1000, 0] for beat in range(5)]
    # Two bars of two beats; playing begins on a second beat, so the first click is one too.
    assert np.array_equal(clicks[0], clicks[2])
    assert np.array_equal(clicks[1], clicks[3])
    assert not np.array_equal(clicks[0], clicks[1])
    assert np.abs(clicks[0]).max() > 0.1
    assert not clicks[4].any()


def test_notes_are_tried_out_on_channels_of_their_own_while_nothing_is_played() -> None:
    scribe = Scribe()
    renderer = renderer_of(scribe, score_of(Note(0, 0, 60, 480)))
    renderer.tryout.press(0, Track(program=5, mute=True), 72, 80, end=1000)
    rendered(renderer, 2000)
    assert scribe.heard() == [(0, "on", LIVE, 72), (1000, "off", LIVE, 72)]
    assert scribe.settings["program", LIVE] == 5


def test_another_synthesiser_goes_on_with_what_sounds() -> None:
    renderer = renderer_of(Scribe(), score_of(Note(0, 0, 60, 960)))
    renderer.play(0)
    rendered(renderer, 1000)
    other = Scribe()
    renderer.set_synth(other)
    rendered(renderer, SECOND)
    assert [call[1:] for call in other.heard()] == [("on", 0, 60), ("off", 0, 60)]


NOTES = st.lists(
    st.builds(
        Note,
        start=st.integers(0, 900),
        track=st.integers(0, 2),
        pitch=st.integers(60, 63),
        length=st.integers(1, 700),
        velocity=st.sampled_from([40, 100]),
    ),
    max_size=8,
)
PEDALS = st.lists(
    st.builds(
        Control,
        tick=st.integers(0, 1200),
        track=st.integers(0, 2),
        number=st.sampled_from([SUSTAIN, 7, 121, BEND]),
        value=st.sampled_from([0, 100]),
    ),
    max_size=4,
)
SCORES = st.builds(
    lambda notes, pedals, solo, bpm: Score(
        tuple(Track(channel=9 if place == 2 else 0, solo=place == solo) for place in range(3)),
        tuple(notes),
        (Tempo.at(bpm),),
        controls=tuple(pedals),
    ),
    NOTES,
    PEDALS,
    st.sampled_from([-1, -1, 0, 2]),
    st.sampled_from([120.0, 900.0]),
)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("score"), SCORES),
        st.tuples(st.just("play"), st.integers(0, 60_000)),
        st.tuples(st.just("seek"), st.integers(0, 60_000)),
        st.tuples(st.just("stop"), st.none()),
        st.tuples(st.just("loop"), st.tuples(st.integers(0, 900), st.one_of(st.none(), st.integers(0, 1200)))),
        st.tuples(st.just("render"), st.integers(1, 30_000)),
        st.tuples(st.just("press"), st.integers(0, 40_000)),
    ),
    max_size=10,
)


def do(renderer: Renderer, deed: str, value: object) -> None:
    if deed == "score":
        assert isinstance(value, Score)
        renderer.set_score(Sheet(value, RATE, renderer.sheet))
    elif deed == "render":
        assert isinstance(value, int)
        rendered(renderer, value)
    elif deed == "press":
        assert isinstance(value, int)
        renderer.tryout.press(0, Track(), 60 + value % 3, 80, renderer.rendered + value)
    elif deed == "loop":
        assert isinstance(value, tuple)
        renderer.loop(*value)
    else:
        getattr(renderer, deed)(*([] if value is None else [value]))


@given(SCORES, DEEDS)
def test_whatever_is_edited_and_wherever_one_goes_no_note_hangs(score: Score, deeds: list[tuple[str, object]]) -> None:
    scribe = Scribe()
    renderer = renderer_of(scribe, score)
    for deed, value in deeds:
        do(renderer, deed, value)
        assert len(scribe.hanging) == renderer.sounding
    renderer.loop(0, None)
    renderer.stop()
    rendered(renderer, 45_000)
    assert scribe.hanging == []


@given(SCORES, st.integers(0, 50_000), st.lists(st.integers(1, 3000), min_size=1, max_size=20))
def test_portions_of_any_size_make_the_same_sound(score: Score, start: int, portions: list[int]) -> None:
    whole = Stream(renderer_of(PlainSynth(), score))
    parts = Stream(renderer_of(PlainSynth(), score))
    for stream in (whole, parts):
        stream.renderer.metronome_on = True
        stream.renderer.loop(0, 600)
        stream.renderer.play(start)
    expected = whole.read(sum(portions))
    assert np.array_equal(np.concatenate([parts.read(portion) for portion in portions]), expected)


def test_blocks_of_any_size_hear_the_same_events() -> None:
    score = score_of(*(Note(7 * at, at % 3, 40 + at % 30, 50 + at) for at in range(100)))
    heard = []
    for portion in (1000, 256, 77, 1):
        scribe = Scribe()
        renderer = renderer_of(scribe, score)
        renderer.loop(100, 500)
        renderer.play(0)
        rendered(renderer, 30_000, portion)
        heard.append(scribe.heard())
    assert heard[0]
    assert heard.count(heard[0]) == 4


def test_nothing_clips_and_nothing_jumps_where_it_is_loud() -> None:
    notes = [Note(480 * at, track, 36 + 3 * track, 480, 127) for at in range(4) for track in range(16)]
    tracks = tuple(Track(program=48, volume=1.0) for _ in range(16))
    stream = Stream(renderer_of(PlainSynth(), score_of(*notes, tracks=tracks)))
    raw = renderer_of(PlainSynth(), stream.renderer.sheet.score)
    stream.renderer.play(0)
    raw.play(0)
    out, unlimited = stream.read(80 * BLOCK), rendered(raw, 80 * BLOCK)
    assert np.abs(unlimited).max() > 1.3
    assert np.abs(out).max() <= CEILING + 1e-6
    assert np.abs(out).max() > 0.8 * CEILING
    assert np.abs(np.diff(out, axis=0)).max() <= np.abs(np.diff(unlimited, axis=0)).max()
    assert stream.peak[0] <= CEILING * 1.001


def test_the_volume_of_everything_moves_without_a_click() -> None:
    stream = Stream(renderer_of(PlainSynth(), score_of(Note(0, 0, 69, 4800), tracks=(Track(program=16),))))
    stream.renderer.play(0)
    loud = stream.read(40 * BLOCK)[20 * BLOCK :]
    stream.volume = 0.0
    fading, silent = stream.read(BLOCK), stream.read(BLOCK)
    assert np.abs(np.diff(fading, axis=0)).max() <= 1.2 * np.abs(np.diff(loud, axis=0)).max()
    assert np.abs(fading).max() > 0.01
    assert not silent.any()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_what_is_no_sound_never_reaches_a_speaker(value: float) -> None:
    class Broken(Scribe):
        def render(self, out: Frames) -> None:
            super().render(out)
            out[len(out) // 2, 1] = value

    stream = Stream(renderer_of(Broken(), Score()))
    assert not stream.read(10 * BLOCK).any()
    assert stream.peak == (0.0, 0.0)
