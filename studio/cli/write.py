"""`reverie write …`: models, suggest, generate, evaluate, train, export."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, print_json, table
from studio.cli.writeevaluate import add_evaluate
from studio.cli.writetraining import add_training
from studio.cli.writewords import (
    add_model_option,
    add_text_options,
    between,
    chosen_model,
    chosen_text,
    count,
    own_models,
)

if TYPE_CHECKING:
    from engines.steps import Step
    from engines.write.generating import GenerateRequest
    from engines.write.predicting import Predictor

_BAR = 30


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `write` with its own verbs to the command line."""
    write = verbs.add_parser("write", help="suggest words, write on, and learn from texts")
    actions = write.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_models(actions)
    _add_suggest(actions)
    _add_generate(actions)
    add_evaluate(actions)
    add_training(actions)


def _add_models(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listed = actions.add_parser("models", help="list the models at hand")
    listed.add_argument("--json", action="store_true", help="print a list of objects")
    listed.set_defaults(run=_models)


def _models(args: argparse.Namespace) -> int:
    from engines.write.catalogue import word_models

    cards = word_models([own_models()])
    if args.json:
        print_json(
            [{"name": card.name, "title": card.title, "folder": card.folder, "figures": card.figures} for card in cards]
        )
    elif not cards:
        print("No models for writing are installed. Train one of your own with “reverie write train”.")
    else:
        rows = [[card.name, card.title, card.summary] for card in cards]
        print(table(["name", "title", "what it is"], rows))
    return Exit.WELL


def _add_suggest(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    suggest = actions.add_parser("suggest", help="list the likeliest next words")
    add_text_options(suggest)
    add_model_option(suggest)
    suggest.add_argument("--prefix", default="", metavar="LETTERS", help="letters of the next word that are there")
    suggest.add_argument("--top", type=count(1, 1000), default=10, metavar="N", help="how many words (default 10)")
    suggest.add_argument("--temperature", type=between(0, 10), default=1.0, metavar="X", help="below 1 is surer")
    suggest.add_argument("--json", action="store_true", help="print a list of objects")
    suggest.set_defaults(run=_suggest)


def _suggest(args: argparse.Namespace) -> int:
    """With --prefix each probability is of the words that begin so, else of everything that may come."""
    from engines.write.predicting import Predictor, SuggestRequest

    *blocks, before = chosen_text(args).split("\n")
    request = SuggestRequest(tuple(blocks), before, args.prefix, args.top, args.temperature)
    found = Predictor(chosen_model(args)).suggest(request)
    if args.json:
        print_json([{"word": row.word, "probability": row.probability} for row in found.words])
    elif not found.words:
        print(f"No word that is known begins with “{args.prefix}”.")
    else:
        width = max(len(row.word) for row in found.words)
        for row in found.words:
            bar = "█" * max(1, round(row.probability * _BAR))
            print(f"{row.word:<{width}}  {row.probability:6.1%}  {bar}")
    return Exit.WELL


def _add_generate(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    generate = actions.add_parser("generate", help="write on")
    add_text_options(generate)
    add_model_option(generate)
    number = generate.add_argument
    number("--words", type=count(1, 10_000), required=True, metavar="N", help="how many words")
    number("--temperature", type=between(0, 10), metavar="X", help="0 takes the likeliest (default 0.8)")
    number("--top-k", type=count(0), metavar="K", help="only the K likeliest (default all)")
    number("--top-p", type=between(0, 1, above=True), metavar="P", help="the likeliest with this share (default 0.95)")
    number("--no-repeat", type=count(0), metavar="N", help="no N words twice (default 4; 0: they may)")
    number("--seed", type=count(0), metavar="S", help="the same seed writes the same (default 0)")
    number("--candidates", type=count(1, 16), metavar="N", help="how many at once (default 1)")
    generate.add_argument("--json", action="store_true", help="print an object with each word's alternatives")
    generate.set_defaults(run=_generate)


def _generate(args: argparse.Namespace) -> int:
    from engines.write.generating import GenerateRequest, generate
    from engines.write.predicting import Predictor
    from studio.cli.paintprogress import shown

    names = ("temperature", "top_k", "top_p", "no_repeat", "seed", "candidates")
    given = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    request = GenerateRequest(chosen_text(args), args.words, **given)
    predictor = Predictor(chosen_model(args))
    if not args.json and request.candidates == 1:
        _say_aloud(request, predictor)
        return Exit.WELL
    made = shown(generate(request, predictor), "Writing", unit="word")
    if args.json:
        candidates = [{"text": one.text, "ended": one.ended, "words": one.words} for one in made.candidates]
        print_json({"seed": made.seed, "candidates": candidates})
    else:
        print("\n\n".join(f"{at}. {request.text_before}{one.text}" for at, one in enumerate(made.candidates, start=1)))
    return Exit.WELL


def _say_aloud(request: GenerateRequest, predictor: Predictor) -> None:
    """Print the text and what follows it as it is written; Ctrl-C leaves what is there."""
    from engines.steps import finish
    from engines.write.generating import generate

    sys.stdout.write(request.text_before)
    said = 0

    def say(step: Step) -> None:
        nonlocal said
        if step.preview is None:
            return
        words = step.preview.candidates[0].words
        for word in words[said:]:
            sys.stdout.write(word.glue + word.text)
        sys.stdout.flush()
        said = len(words)

    try:
        finish(generate(request, predictor), say)
    finally:
        sys.stdout.write("\n")
