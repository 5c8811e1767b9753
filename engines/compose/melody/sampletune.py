"""A short melody by a network that is still learning, to hear how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.continuing import ContinueRequest, continue_melody
from engines.compose.melody.exporting import Network, graph_of
from engines.compose.melody.features import register_of
from engines.compose.melody.material import Material
from engines.compose.melody.model import REACH, WINDOW, MelodyModel
from engines.compose.melody.presets import BookRecipe
from engines.compose.melody.settings import Settings
from engines.compose.notes import Metre, Note
from engines.compose.score import Score
from engines.runtime import session_of
from engines.steps import finish

BARS = 4


def melody_sample(material: Material) -> Callable[[Network, int], tuple[Note, ...]]:
    """What makes a melody of BARS bars by a network after so many steps, in the metre and register of most lines."""
    metre, register = _usual(material)

    def sample(network: Network, step: int) -> tuple[Note, ...]:
        return sample_tune(network, material, metre, register, step)

    return sample


def sample_tune(network: Network, material: Material, metre: Metre, register: int, seed: int) -> tuple[Note, ...]:
    """A melody from nothing, through the graph that an export would write; some 50 milliseconds."""
    facts = {WINDOW: BookRecipe().window} if isinstance(network, BookNetwork) else {REACH: network.config.reach}
    model = MelodyModel("", material.vocabulary, session_of(graph_of(network.eval()), "sample", 1), facts)
    score = Score(metres=(metre,))
    settings = Settings(temperature=0.9, rhythm_temperature=0.9, seed=seed)
    request = ContinueRequest(score, 0, 0, BARS, (), settings, register)
    return finish(continue_melody(request, model)).best.notes


def _usual(material: Material) -> tuple[Metre, int]:
    metres = Counter((int(line.places[0, 1]), int(line.places[0, 2])) for line in material.training)
    (whole, beat), _ = metres.most_common(1)[0]
    registers = Counter(register_of(line.middle) for line in material.training)
    return Metre(0, max(1, whole // beat), 4 * 480 // beat), registers.most_common(1)[0][0]
