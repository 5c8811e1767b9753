"""A drive as a film: what is, what V sees and what M dreams side by side, by the session that the viewer runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engines.errors import BadInput
from engines.play.branches import COOLEST, HOTTEST
from engines.play.drivers import DriverChoice
from engines.play.film import GAME_FPS, Clip, Picture, check_film, write_film
from engines.play.instants import View
from engines.play.mind import Mind, open_mind
from engines.play.montage import captions, montage
from engines.play.session import Session
from engines.play.world import LIMIT, CarWorld
from engines.steps import Step, Task


@dataclass(frozen=True)
class RecordRequest:
    """``seconds`` of a drive on the track of ``seed``; the dream begins ``burn_in`` seconds before the film does.

    ``anchor_every``: steps after which the dream is brought back to what is real, 0 for never. ``scale``: pixels of
    the film for one of the game.
    """

    output: Path
    driver: DriverChoice
    seconds: float = 10.0
    seed: int = 0
    temperature: float = 1.0
    anchor_every: int = 0
    burn_in: float = 1.0
    scale: int = 4
    model: Path | None = None

    def __post_init__(self) -> None:
        if not COOLEST <= self.temperature <= HOTTEST:
            raise BadInput(f"The temperature of a dream is {COOLEST} to {HOTTEST}, not {self.temperature}.")
        if self.seconds <= 0 or self.burn_in < 0 or not 1 <= self.scale <= 16:
            raise BadInput("A film takes more than no seconds and 1 to 16 pixels for each of the game.")
        check_film(self.output)


def record_drive(request: RecordRequest, mind: Mind | None = None) -> Task[Clip]:
    """Drive and write the film; without V and M there is only what is real.

    Raises:
        MissingWeights: the models of ``request.model`` are not there.
        BadInput: the driver cannot drive.
        CannotWrite: the film could not be written.
    """
    if mind is None and (request.model is not None or request.driver.name == "controller"):
        mind = open_mind(request.model)
    with CarWorld() as world:
        session = Session(world, mind)
        session.anchor_every = request.anchor_every
        session.wheel.give_to(request.driver.name, **_settings(request.driver))
        session.begin(request.seed)
        views = yield from _driven(session, request)
    words = captions([request.temperature] if mind is not None else ())
    words = words if mind is not None else words[:1]

    def picture(place: int) -> Picture:
        return montage(pictures_of(views[place])[: len(words)], words, request.scale)

    return (yield from write_film(request.output, len(views), picture))


def pictures_of(view: View) -> list[Picture | None]:
    """What is, what V sees and every dream."""
    return [view.instant.frame, view.seen, *view.dreams]


def _driven(session: Session, request: RecordRequest) -> Task[list[View]]:
    views: list[View] = []
    before, wanted = round(request.burn_in * GAME_FPS), max(1, round(request.seconds * GAME_FPS))
    for number in range(min(before + wanted, LIMIT)):
        if number == before and session.mind is not None:
            session.dream([request.temperature])
        instant = session.step()
        if number >= before:
            views.append(session.view())
        yield Step(number + 1, before + wanted, "Driving")
        if instant.ended:
            break
    return views


def _settings(choice: DriverChoice) -> dict[str, object]:
    # The controller's model is the session's.
    return {} if choice.name == "controller" else dict(choice.settings)
