"""The networks compute what their equations say, and hide what they are told to hide."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engines.errors import BadInput
from engines.write.networks import BookNetwork, Dropouts, NetworkConfig, Noise, Passages, WordNetwork
from engines.write.streams import packed

Doubles = NDArray[np.float64]
SIZES = {"words": 11, "units": 6, "embedding": 6}


def made(seed: int = 0, **changes: object) -> WordNetwork:
    torch.manual_seed(seed)
    network = WordNetwork(NetworkConfig(**{**SIZES, **changes}))  # type: ignore[arg-type]
    nn.init.normal_(network.bias)
    return network


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def passages(*lengths: int) -> Passages:
    rng = np.random.default_rng(3)
    return packed([rng.integers(0, SIZES["words"], length) for length in lengths])[0]


def sigmoid(x: Doubles) -> Doubles:
    return 1 / (1 + np.exp(-x))


def doubles(value: Tensor) -> Doubles:
    return value.detach().double().numpy()


def by_hand_lstm(layer: nn.Module, xs: Doubles, h: Doubles, c: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Hochreiter and Schmidhuber with forget gates, one word after the other, in 64 bits."""
    w, r = doubles(layer.get_parameter("weight_ih_l0")), doubles(layer.get_parameter("weight_hh_l0"))
    b = doubles(layer.get_parameter("bias_ih_l0")) + doubles(layer.get_parameter("bias_hh_l0"))
    said = []
    for x in xs:
        i, f, g, o = np.split(w @ x + r @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        said.append(h)
    return np.array(said), h, c


def by_hand_gru(layer: nn.Module, xs: Doubles, h: Doubles) -> tuple[Doubles, Doubles]:
    w, r = doubles(layer.get_parameter("weight_ih_l0")), doubles(layer.get_parameter("weight_hh_l0"))
    b, d = doubles(layer.get_parameter("bias_ih_l0")), doubles(layer.get_parameter("bias_hh_l0"))
    said = []
    for x in xs:
        (r1, z1, n1), (r2, z2, n2) = np.split(w @ x + b, 3), np.split(r @ h + d, 3)
        z = sigmoid(z1 + z2)
        h = (1 - z) * np.tanh(n1 + sigmoid(r1 + r2) * n2) + z * h
        said.append(h)
    return np.array(said), h


def test_two_lstm_layers_are_those_of_the_equations() -> None:
    network = made(layers=2, units=5, embedding=7)
    words = torch.tensor([[4, 0, 9, 9, 2]])
    state = tuple(torch.randn(each.shape) for each in network.fresh_state(1))
    logits, after = network(words, state)

    x = doubles(network.embedding.weight)[words[0].numpy()]
    for index, layer in enumerate(network.layers):
        x, h, c = by_hand_lstm(layer, x, doubles(state[0][index, 0]), doubles(state[1][index, 0]))
        np.testing.assert_allclose(doubles(after[0][index, 0]), h, atol=1e-6)
        np.testing.assert_allclose(doubles(after[1][index, 0]), c, atol=1e-6)
    assert isinstance(network.narrow, nn.Linear)
    x = x @ doubles(network.narrow.weight).T + doubles(network.narrow.bias)
    wanted = x @ doubles(network.embedding.weight).T + doubles(network.bias)
    np.testing.assert_allclose(doubles(logits[0]), wanted, atol=1e-5)


def test_a_gru_layer_is_that_of_the_equations() -> None:
    network = made(cell="gru")
    words = torch.tensor([[4, 0, 9, 2]])
    (start,) = (torch.randn(each.shape) for each in network.fresh_state(1))
    logits, (after,) = network(words, (start,))
    x = doubles(network.embedding.weight)[words[0].numpy()]
    x, h = by_hand_gru(network.layers[0], x, doubles(start[0, 0]))
    np.testing.assert_allclose(doubles(after[0, 0]), h, atol=1e-6)
    wanted = x @ doubles(network.embedding.weight).T + doubles(network.bias)
    np.testing.assert_allclose(doubles(logits[0]), wanted, atol=1e-5)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_packed_passages_are_read_as_each_one_alone(cell: str) -> None:
    network = made(cell=cell, layers=2)
    rng = np.random.default_rng(0)
    pieces = [rng.integers(0, 11, length) for length in (3, 7, 1, 7)]
    together, order = packed(pieces)
    state = tuple(torch.randn(each.shape) for each in network.fresh_state(4))
    reading = network.read(together, state)
    logits = network.answer(reading.hidden)
    for row, index in enumerate(order):
        alone = tuple(each[:, row : row + 1] for each in state)
        wanted, after = network(torch.from_numpy(pieces[index])[None], alone)
        torch.testing.assert_close(logits[together.rows == row], wanted[0])
        for have, want in zip(reading.state, after, strict=True):
            torch.testing.assert_close(have[:, row : row + 1], want)


def test_the_embedding_learns_from_reading_and_from_answering() -> None:
    network = made()
    given = passages(4, 2)
    reading = network.read(given, network.fresh_state(2))
    target = torch.randint(11, (6,), generator=chance())

    def gradient(hidden: Tensor, weight: Tensor) -> Tensor:
        logits = nn.functional.linear(hidden, weight, network.bias)
        nn.functional.cross_entropy(logits, target).backward(retain_graph=True)
        assert network.embedding.weight.grad is not None
        found = network.embedding.weight.grad.clone()
        network.zero_grad()
        return found

    weight = network.embedding.weight
    both = gradient(reading.hidden, weight)
    reading_alone = gradient(reading.hidden, weight.detach())
    answering_alone = gradient(reading.hidden.detach(), weight)
    assert reading_alone.abs().max() > 0
    assert answering_alone.abs().max() > 0
    torch.testing.assert_close(both, reading_alone + answering_alone)


def test_the_embedding_is_stored_once() -> None:
    assert sum(value.numel() for name, value in made().state_dict().items() if value.shape == (11, 6)) == 66


def test_the_gradients_of_answers_by_hand_are_torchs() -> None:
    network, same = made(), made()
    hidden = torch.randn(9, 6, generator=chance(), requires_grad=True)
    targets = torch.randint(11, (9,), generator=chance(1))
    (nn.functional.cross_entropy(same.answer(hidden), targets, reduction="sum") * 0.3).backward()
    wanted = nn.functional.cross_entropy(same.answer(hidden), targets, reduction="sum").item() * 0.3
    found = [network.pulled(part, target, 0.3) for part, target in zip(hidden.split(4), targets.split(4), strict=True)]
    assert sum(surprise for surprise, _ in found) == pytest.approx(wanted)
    torch.testing.assert_close(torch.cat([pull for _, pull in found]), hidden.grad)
    torch.testing.assert_close(network.embedding.weight.grad, same.embedding.weight.grad)
    torch.testing.assert_close(network.bias.grad, same.bias.grad)


def test_what_is_hidden_in_a_passage_stays_hidden_to_its_end() -> None:
    network = made()
    given = passages(5, 5, 3)
    noise = Noise(output=network.noise(3, Dropouts(output=0.5), chance()).output)
    assert noise.output is not None
    raw = network.read(given, network.fresh_state(3), noise)
    torch.testing.assert_close(raw.hidden, raw.raw * noise.output[given.rows])
    hidden = raw.hidden == 0
    for row in range(3):
        moments = hidden[given.rows == row]
        assert moments.any()
        assert (moments == moments[0]).all()
    assert (hidden[given.rows == 0][0] != hidden[given.rows == 1][0]).any()


def test_a_hidden_word_is_hidden_wherever_it_occurs() -> None:
    network = made()
    words = torch.zeros(11, 1)
    words[4] = 1.0
    given, _ = packed([np.array([4, 7, 4])])
    read = network.read(given, network.fresh_state(1), Noise(words=words))
    with torch.no_grad():
        network.embedding.weight[7] = 0.0
    torch.testing.assert_close(read.raw, network.read(given, network.fresh_state(1)).raw)


def test_hidden_weights_are_hidden_for_the_window_only() -> None:
    network = made()
    given = passages(6)
    before = network.layers[0].get_parameter("weight_hh_l0").clone()
    none = network.read(given, network.fresh_state(1), Noise(recurrent=(torch.zeros(24, 6),)))
    assert torch.equal(network.layers[0].get_parameter("weight_hh_l0"), before)
    with torch.no_grad():
        network.layers[0].get_parameter("weight_hh_l0").zero_()
    torch.testing.assert_close(none.raw, network.read(given, network.fresh_state(1)).raw)


def test_hidden_weights_learn_nothing() -> None:
    network = made()
    given = passages(6)
    mask = network.noise(1, Dropouts(recurrent=0.5), chance()).recurrent[0]
    assert mask is not None
    network.read(given, network.fresh_state(1), Noise(recurrent=(mask,))).raw.sum().backward()
    grad = network.layers[0].get_parameter("weight_hh_l0").grad
    assert grad is not None
    assert (grad[mask == 0] == 0).all()
    assert (grad[mask > 0] != 0).any()


def test_what_is_left_is_louder_so_that_the_mean_stays() -> None:
    noise = made(words=4000).noise(1, Dropouts(word=0.3, embedded=0, output=0), chance())
    assert noise.words is not None
    assert noise.words.unique().tolist() == pytest.approx([0, 1 / 0.7])
    assert float(noise.words.mean()) == pytest.approx(1, abs=0.05)
    assert noise.embedded is None
    assert noise.output is None


def test_the_same_noise_gives_the_same_reading() -> None:
    network = made(layers=2)
    given = passages(6, 4)
    drawn = [network.noise(2, Dropouts(recurrent=0.3), chance(5)) for _ in range(2)]
    readings = [network.read(given, network.fresh_state(2), noise).hidden for noise in drawn]
    assert torch.equal(*readings)
    other = network.read(given, network.fresh_state(2), network.noise(2, Dropouts(recurrent=0.3), chance(6)))
    assert not torch.equal(readings[0], other.hidden)


def test_the_books_window_starts_from_an_empty_memory() -> None:
    torch.manual_seed(0)
    network = BookNetwork(11, embedding=4, units=5)
    window = torch.randint(11, (3, 20), generator=chance())
    carried, _ = network(window, network.fresh_state(3))
    torch.testing.assert_close(network.last(window), carried[:, -1])


@pytest.mark.parametrize("changes", [{"cell": "rnn"}, {"layers": 0}, {"units": 5000}, {"embedding": 0}])
def test_sizes_that_make_no_network_are_refused_in_a_sentence(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        NetworkConfig(**{**SIZES, **changes})  # type: ignore[arg-type]
