"""The networks a person can choose by name, and how each is taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engines.errors import BadInput
from engines.write.networks import Dropouts


@dataclass(frozen=True)
class WordRecipe:
    """How words are learnt: ``lines`` documents side by side, about ``window`` words of each a step.

    ``rate`` halves after ``halve_after`` looks at the held-out documents without progress; learning ends after
    ``patience`` of them. ``activation`` and ``change`` keep the hidden numbers small and steady (AR and TAR).
    """

    lines: int = 16
    window: int = 35
    rate: float = 2e-3
    weight_decay: float = 1e-4
    clip: float = 0.5
    dropouts: Dropouts = field(default_factory=Dropouts)
    activation: float = 1.0
    change: float = 0.5
    averaging: float = 0.99
    halve_after: int = 3
    patience: int = 8
    seed: int = 0


@dataclass(frozen=True)
class Tuning:
    """What a person changes of a recipe; None leaves it. ``dropout`` is the share hidden of all numbers in between."""

    lines: int | None = None
    rate: float | None = None
    dropout: float | None = None
    averaging: float | None = None

    def applied(self, recipe: WordRecipe) -> WordRecipe:
        """``recipe`` with these changes."""
        wanted = {"lines": self.lines, "rate": self.rate, "averaging": self.averaging}
        changed = replace(recipe, **{name: value for name, value in wanted.items() if value is not None})  # type: ignore[arg-type]
        if self.dropout is None:
            return changed
        share = self.dropout
        return replace(changed, dropouts=replace(recipe.dropouts, embedded=share, between=share, output=share))


@dataclass(frozen=True)
class BookRecipe:
    """How the book teaches its model: windows of 20 words, 32 at a time, RMSprop, nothing held back."""

    window: int = 20
    batch: int = 32
    rate: float = 1e-3
    patience: int = 8
    seed: int = 0


#: Below so many words (measured with 35,000) more has to be hidden.
LITTLE_TEXT = 100_000
LITTLE_DROPOUTS = Dropouts(word=0.15, embedded=0.5, between=0.4, output=0.5, recurrent=0.3)


@dataclass(frozen=True)
class Preset:
    """A named network and its recipe; ``book`` marks the plain model that ours are compared with."""

    name: str
    cell: str = "lstm"
    layers: int = 1
    units: int = 256
    embedding: int = 256
    recipe: WordRecipe = field(default_factory=WordRecipe)
    book: bool = False

    def recipe_for(self, words: int) -> WordRecipe:
        """Its recipe for ``words`` words to learn from: little text is learnt by heart unless more is hidden."""
        if words >= LITTLE_TEXT:
            return self.recipe
        return replace(self.recipe, dropouts=LITTLE_DROPOUTS, averaging=0.995, weight_decay=0.1)

    def changed(
        self,
        *,
        cell: str | None = None,
        layers: int | None = None,
        units: int | None = None,
        embedding: int | None = None,
    ) -> Preset:
        """The preset with other sizes; None keeps what it is.

        Raises:
            BadInput: it is the book's, whose point is to be as it was.
        """
        wanted = {"cell": cell, "layers": layers, "units": units, "embedding": embedding}
        changes = {name: value for name, value in wanted.items() if value is not None}
        if self.book and changes:
            raise BadInput("The book's model is kept as it was; choose another preset to change its sizes.")
        return replace(self, **changes)  # type: ignore[arg-type]


PRESETS = {
    preset.name: preset
    for preset in (
        Preset("small"),
        Preset("stacked", layers=2),
        Preset("gru", cell="gru"),
        Preset("book", embedding=100, book=True),
    )
}


def preset_named(name: str) -> Preset:
    """The preset of that name; raises BadInput when there is none."""
    if name not in PRESETS:
        raise BadInput(f"There is no preset “{name}”; choose one of {', '.join(PRESETS)}.")
    return PRESETS[name]
