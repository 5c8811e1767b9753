"""From a folder of files to a model that writes: what was read, what was not, and models that learn on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engines.cards import read_card, verify
from engines.compose.melody.catalogue import first_choice, melody_models, model_named
from engines.compose.melody.closest import closest_phrase
from engines.compose.melody.continuing import ContinueRequest, continue_melody
from engines.compose.melody.gathering import REPORT, MusicReport
from engines.compose.melody.heritage import inherited
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.network import MelodyNetwork
from engines.compose.melody.presets import PRESETS, preset_named
from engines.compose.melody.shipping import ship_melody
from engines.compose.melody.training import MelodyTraining, read_run, train_melody
from engines.compose.melody.vocabulary import Vocabulary
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.compose.writing import write_score
from engines.errors import BadCheckpoint, BadInput
from engines.shipping import About
from engines.steps import finish
from engines.training import Plan
from tests.engines.compose.melody.tunes import tune

SMALL = replace(PRESETS["melody"], embedding=8, units=8, heads=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("music")
    for seed in range(9):
        write_score(tune(seed), place / f"tune {seed}.mid")
    (place / "broken.mid").write_text("no music")
    return place


@pytest.fixture(scope="module")
def run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "run"
    finish(train_melody(MelodyTraining((folder,), place, Plan(3), SMALL)))
    return place


@pytest.fixture(scope="module")
def shipped(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models") / "tunes"
    finish(ship_melody(run, place, About("Tunes", "Little ones.", "CC0-1.0", "2", ("nine tunes",))))
    return place


def test_one_bad_file_is_told_and_stops_nothing(run: Path) -> None:
    report = MusicReport.load(run / REPORT)
    assert len(report.read) == 9
    assert [(Path(path).name, reason[-1]) for path, reason in report.skipped] == [("broken.mid", ".")]


def test_a_model_knows_what_it_is_worth_and_its_files_are_verified(shipped: Path) -> None:
    card = read_card(shipped)
    assert verify(card).ok
    assert (card.title, card.licence, card.data) == ("Tunes", "CC0-1.0", ("nine tunes",))
    assert card.figures["total"] == pytest.approx(card.figures["pitch"] + card.figures["duration"], abs=2e-4)
    assert {"uniform_total", "unigram_total", "bigram_total", "parity"} <= set(card.figures)
    json.dumps(dict(card.facts))


def test_a_model_writes_and_can_be_asked_how_near_it_came(shipped: Path) -> None:
    model = MelodyModel.load(shipped)
    take = finish(continue_melody(ContinueRequest(Score(), 0, 0, 4), model)).best
    phrases = model.phrases()
    assert phrases is not None
    assert finish(closest_phrase([*take.notes, *tune(0).notes], phrases)) is not None


def test_models_are_found_by_name_and_by_folder(shipped: Path) -> None:
    here = [shipped.parent]
    assert "tunes" in [card.name for card in melody_models(here)]
    assert model_named("tunes", here).title == model_named(str(shipped)).title == "Tunes"
    assert first_choice(here).kind == "compose.melody"
    with pytest.raises(BadInput, match="tunes"):
        model_named("tunez", here)


def test_a_run_shows_a_melody_now_and_then(folder: Path, tmp_path: Path) -> None:
    plan = Plan(2, preview_every=0.0)
    steps = list(train_melody(MelodyTraining((folder,), tmp_path / "run", plan, SMALL)))
    previews = [step.preview for step in steps if step.preview is not None]
    assert previews
    assert all(isinstance(note, Note) for note in previews[0])


def test_a_run_goes_on_without_its_files(folder: Path, tmp_path: Path) -> None:
    request = MelodyTraining((folder,), tmp_path / "run", Plan(2), SMALL)
    finish(train_melody(request))
    outcome = finish(train_melody(replace(request, paths=(), plan=Plan(4), resume=True)))
    assert outcome.steps == 4
    with pytest.raises(BadCheckpoint, match="recipe"):
        finish(train_melody(replace(request, plan=Plan(5), resume=True, seed=8)))


def test_the_book_is_trained_and_shipped_the_same_way(folder: Path, tmp_path: Path) -> None:
    finish(train_melody(MelodyTraining((folder,), tmp_path / "run", Plan(1), PRESETS["book"])))
    finish(ship_melody(tmp_path / "run", tmp_path / "book", measured=False))
    model = MelodyModel.load(tmp_path / "book")
    assert finish(continue_melody(ContinueRequest(tune(1), 0, tune(1).end, 1), model)).best.notes


def test_a_model_learns_on_with_what_another_knows(folder: Path, shipped: Path, tmp_path: Path) -> None:
    request = MelodyTraining((folder,), tmp_path / "run", Plan(1), start_from=shipped)
    finish(train_melody(request))
    begun, learnt = read_run(tmp_path / "run").network, MelodyModel.load(shipped)
    assert isinstance(begun, MelodyNetwork)
    assert begun.config.units == 8  # those of the model, not of the preset
    assert learnt.card is not None


def test_new_durations_begin_as_the_nearest_that_are_known(shipped: Path) -> None:
    old = MelodyModel.load(shipped).vocabulary
    new = Vocabulary((231, 480, 5000), ((60, 64),))
    from engines.compose.melody.heritage import heir

    made = MelodyNetwork(heir(shipped, new), torch.from_numpy(new.pitches))
    found = inherited(shipped, made, new)
    made.load_state_dict(dict(found))
    same = inherited(shipped, MelodyNetwork(heir(shipped, old), torch.from_numpy(old.pitches)), old)
    nearest = [0, *old.duration_ids(new.durations)]
    torch.testing.assert_close(found["chosen.weight"], same["chosen.weight"][nearest])
    torch.testing.assert_close(found["sounds.weight"][-1], same["sounds.weight"][new.sound_id((64,))])


def test_chords_are_learnt_where_music_is_read_so(tmp_path: Path) -> None:
    notes = [Note(480 * at, 0, pitch, 480) for at in range(80) for pitch in ((48, 52, 55), (50, 53, 57))[at % 2]]
    (tmp_path / "music").mkdir()
    write_score(Score(notes=tuple(notes)), tmp_path / "music" / "chords.mid")
    finish(train_melody(MelodyTraining((tmp_path / "music",), tmp_path / "run", Plan(1), SMALL, way="chords")))
    finish(ship_melody(tmp_path / "run", tmp_path / "chords"))
    model = MelodyModel.load(tmp_path / "chords")
    assert model.vocabulary.chords == ((48, 52, 55), (50, 53, 57))
    assert model.way == "chords"


def test_the_music_is_made_ready_in_pieces(folder: Path, tmp_path: Path) -> None:
    notes = {step.note for step in train_melody(MelodyTraining((folder,), tmp_path / "run", Plan(1), SMALL))}
    assert {"Comparing the pieces", "Preparing the music"} <= notes


def test_there_is_no_other_preset_and_no_music_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="melody"):
        preset_named("large")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput):
        finish(train_melody(MelodyTraining((tmp_path / "empty",), tmp_path / "run", Plan(1))))
