"""The melody network, against formulas written out in numpy with double precision."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from engines.compose.melody.batches import PADDING, batch_of
from engines.compose.melody.features import bars_away, encode
from engines.compose.melody.network import Dropouts, MelodyConfig, MelodyNetwork
from engines.compose.melody.scoring import nats_of
from engines.compose.melody.vocabulary import FIRST_PITCH
from engines.errors import BadInput
from tests.engines.compose.melody.tunes import CHORDS, WORDS, encoded, network, tunes

Doubles = NDArray[np.float64]


def weights(made: MelodyNetwork) -> dict[str, Doubles]:
    return {name: value.detach().double().numpy() for name, value in made.state_dict().items()}


def linear(x: Doubles, given: dict[str, Doubles], name: str) -> Doubles:
    return x @ given[f"{name}.weight"].T + given[f"{name}.bias"]


def gelu(x: Doubles) -> Doubles:
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def softmax(x: Doubles) -> Doubles:
    raised = np.exp(x - x.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def lstm(x: Doubles, given: dict[str, Doubles], name: str) -> Doubles:
    """Hochreiter and Schmidhuber (1997) with forget gates; gates in torch's order i, f, g, o."""
    units = given[f"{name}.weight_hh_l0"].shape[1]
    h, c, said = np.zeros(units), np.zeros(units), []
    for moment in x:
        gates = given[f"{name}.weight_ih_l0"] @ moment + given[f"{name}.bias_ih_l0"]
        gates = gates + given[f"{name}.weight_hh_l0"] @ h + given[f"{name}.bias_hh_l0"]
        i, f, g, o = np.split(gates, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        said.append(h)
    return np.array(said)


def by_hand(made: MelodyNetwork, line_seed: int = 3) -> tuple[Doubles, Doubles, Doubles]:
    """Durations, sounds and attention for one line, with loops over heads and moments."""
    given, config = weights(made), made.config
    line = encode(tunes(line_seed + 1)[line_seed], WORDS)
    table = given["sounds.weight"].copy()
    for pitch in range(128):
        table[FIRST_PITCH + pitch] += given["classes.weight"][pitch % 12] + given["octaves.weight"][pitch // 12]
    x = table[line.sounds] + given["durations.weight"][line.durations] + given["told.register.weight"][line.register]
    for name in ("intervals", "bar", "beat", "metres", "phrase", "tonics"):
        x = x + given[f"told.{name}.weight"][getattr(line, name)]
    x = gelu(linear(x, given, "mix"))
    said = lstm(lstm(x, given, "lstms.0"), given, "lstms.1")
    begun = np.append(10**12, line.onsets[:-1])
    bars = bars_away(line.onsets, begun, line.bars)
    size, heads = config.units // config.heads, config.heads
    asked, seen = linear(said, given, "asked"), linear(np.concatenate([said, x], 1), given, "seen")
    keys, values = seen[:, : config.units], seen[:, config.units :]
    time = len(x)
    looked, found = np.zeros((heads, time, time)), np.zeros((time, config.units))
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        for now in range(time):
            near = [then for then in range(now + 1) if now - then < config.reach]
            scores = np.array(
                [
                    asked[now, part] @ keys[then, part] / math.sqrt(size)
                    + given["notes_away"][head, now - then]
                    + given["bars_away"][head, bars[now, then]]
                    for then in near
                ]
            )
            looked[head, now, near] = softmax(scores)
            found[now, part] = looked[head, now, near] @ values[near, part]
    hidden = said + linear(found, given, "found")
    mean, spread = hidden.mean(1, keepdims=True), hidden.var(1, keepdims=True)
    hidden = (hidden - mean) / np.sqrt(spread + 1e-5) * given["norm.weight"] + given["norm.bias"]
    durations = linear(hidden, given, "duration")
    following = np.append(line.durations[1:], 0)
    wanted = gelu(linear(hidden, given, "answer") + given["chosen.weight"][following])
    return durations, linear(wanted, given, "sharpen") @ table.T + given["bias"], looked


@pytest.mark.parametrize("reach", [5, 64])
def test_attention_and_the_tied_answer_are_as_the_formulas_say(reach: int) -> None:
    made = network(reach=reach)
    durations, sounds, looked = by_hand(made)
    batch = batch_of([encode(tunes(4)[3], WORDS)])
    with torch.no_grad():
        hidden, found, table = made.hidden(batch.heard)
        have = made.durations_of(hidden), made.sounds_of(hidden, batch.durations.clamp(min=0), table), found
    for mine, wanted in zip(have, (durations, sounds, looked), strict=True):
        np.testing.assert_allclose(mine[0].numpy(), wanted, atol=2e-5)


def test_the_loss_is_the_mean_surprise_of_what_came() -> None:
    made = network()
    durations, sounds, _ = by_hand(made)
    line = encode(tunes(4)[3], WORDS)
    found = nats_of(made, batch_of([line]))
    places = np.arange(len(line))
    pitch = -np.log(softmax(sounds)[places, line.sounds[1:]]).sum()
    duration = -np.log(softmax(durations)[places, line.durations[1:]]).sum()
    assert found.pitch == pytest.approx(pitch, rel=1e-5)
    assert found.duration == pytest.approx(duration, rel=1e-5)
    assert found.ends == pytest.approx(-np.log(softmax(durations)[-1, 0]), rel=1e-4)
    assert found.notes == len(line)
    assert found.a_note == pytest.approx((pitch + duration) / len(line), rel=1e-5)


def test_lines_side_by_side_are_read_as_each_alone() -> None:
    made = network()
    lines = [encode(tunes(1, size)[0], WORDS) for size in (40, 9, 25)]
    together = nats_of(made, batch_of(lines))
    alone = [nats_of(made, batch_of([line])) for line in lines]
    assert together.pitch == pytest.approx(sum(one.pitch for one in alone), rel=1e-5)
    assert together.duration == pytest.approx(sum(one.duration for one in alone), rel=1e-5)


def test_what_comes_later_changes_nothing_before() -> None:
    made = network()
    line = encoded(1)[0]
    with torch.no_grad():
        whole, _, _ = made.hidden(batch_of([line]).heard)
        part, _, _ = made.hidden(batch_of([line.part(0, 20)]).heard)
    torch.testing.assert_close(whole[:, :20], part)


def test_a_chord_is_read_as_the_mean_of_its_notes_beside_its_own_numbers() -> None:
    made = network(vocabulary=CHORDS)
    given = weights(made)
    chord = CHORDS.sound_id((48, 52, 55))
    notes = [given["classes.weight"][pitch % 12] + given["octaves.weight"][pitch // 12] for pitch in (48, 52, 55)]
    wanted = given["sounds.weight"][chord] + np.mean(notes, axis=0)
    np.testing.assert_allclose(made.table()[chord].detach().numpy(), wanted, atol=1e-6)


def test_what_is_hidden_is_the_same_at_every_moment_and_comes_from_the_generator() -> None:
    made = network()
    one, other = (made.masks(3, Dropouts(), torch.Generator().manual_seed(4)) for _ in range(2))
    assert one.read is not None
    assert one.read.shape == (3, 1, 12)
    torch.testing.assert_close(one.read, other.read)
    assert made.masks(3, Dropouts(0, 0, 0), torch.Generator()).said is None


@pytest.mark.parametrize("sizes", [{"heads": 3}, {"units": 0}, {"embedding": 0}, {"reach": 0}])
def test_sizes_that_make_no_network_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        MelodyConfig(10, 5, **{"embedding": 4, "units": 8, "heads": 2, **sizes})


def test_padding_is_no_sound() -> None:
    batch = batch_of([encoded(1)[0], encoded(1, 10)[0]])
    assert batch.notes == 48 + 10
    assert int((batch.durations == PADDING).sum()) == 38
