"""`reverie play score`: what a driver is worth on tracks that are the same for everybody."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, print_json
from studio.cli.paintprogress import shown
from studio.cli.playwords import add_driver_options, add_workers_option, chosen_driver
from studio.cli.writewords import count

if TYPE_CHECKING:
    from engines.play.scoring import Score

EPISODES = 100
FIRST_SEED = 100_000


def add_score(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `score`."""
    verb = actions.add_parser("score", help="mean reward of a driver over whole episodes on fixed tracks")
    add_driver_options(verb)
    verb.add_argument("--episodes", type=count(1), default=EPISODES, metavar="N", help="(default: %(default)s)")
    verb.add_argument(
        "--seed", type=count(0), default=FIRST_SEED, metavar="S", help="the first track's; then S + 1 and so on"
    )
    verb.add_argument("--stock", action="store_true", help="show gymnasium's own pictures instead of ours (slow)")
    add_workers_option(verb)
    verb.add_argument("--json", action="store_true", help="print an object with every episode")
    verb.set_defaults(run=_score)


def _score(args: argparse.Namespace) -> int:
    from engines.play.scoring import ScoreRequest, score

    request = ScoreRequest(chosen_driver(args), args.episodes, args.seed, args.workers, args.stock)
    found = shown(score(request), "Driving", unit="episode")
    if args.json:
        print_json(found.to_dict())
    else:
        _tell(found)
    return Exit.WELL


def _tell(found: Score) -> None:
    seeds = [each.seed for each in found.per_seed]
    ends = Counter(each.ended for each in found.per_seed)
    reasons = ", ".join(f"{number} by {reason}" for reason, number in ends.most_common())
    worst = min(found.per_seed, key=lambda each: each.score)
    print(f"{found.driver}: {found.mean:.1f} ± {found.deviation:.1f} over {_counted(len(seeds), 'episode')}")
    print(f"the least {found.least:.1f} (seed {worst.seed}); {found.frames:,} steps; ended: {reasons}")
    pictures = ", with its own pictures" if found.stock else ""
    print(f"CarRacing-v3 of gymnasium {found.gymnasium}{pictures}, seeds {seeds[0]} to {seeds[-1]}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
