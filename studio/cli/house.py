"""`reverie doctor` and `reverie models`: what runs where, and whether everything is as it should be."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from studio.cli.answers import Exit, print_json, table

if TYPE_CHECKING:
    from engines.cards import Card
    from studio.cli.examination import Finding


def add_verbs(verbs: Any) -> None:
    """Register `doctor` and `models`."""
    doctor = verbs.add_parser("doctor", help="look at this computer and at Reverie's own parts")
    doctor.add_argument("--json", action="store_true", help="answer for a program")
    doctor.set_defaults(run=run_doctor)
    models = verbs.add_parser("models", help="list the models that are installed")
    models.add_argument("--json", action="store_true", help="answer for a program")
    models.set_defaults(run=run_models)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Examine everything; fails when something that Reverie needs is broken."""
    from studio import hardware
    from studio.cli import examination

    versions = examination.versions()
    machine = hardware.describe()
    findings = examination.examine()
    healthy = all(finding.ok for finding in findings if finding.needed)
    if arguments.json:
        print_json({"healthy": healthy, "versions": versions, "hardware": machine, "findings": findings})
    else:
        print(_report(versions, machine, findings))
        print()
        print(
            "Everything Reverie needs is here." if healthy else "Something that Reverie needs is broken: see ✗ above."
        )
    return Exit.WELL if healthy else Exit.FAILED


def _report(versions: dict[str, str], machine: Any, findings: list[Finding]) -> str:
    memory = "unknown" if machine.memory_total is None else f"{machine.memory_total / 2**30:.1f} GB"
    if machine.memory_free is not None:
        memory += f", {machine.memory_free / 2**30:.1f} GB free"
    facts = [
        ("Computer", f"{machine.cpu}, {machine.cores} {'core' if machine.cores == 1 else 'cores'}"),
        ("Memory", memory),
        ("System", machine.system),
        *versions.items(),
    ]
    width = max(len(name) for name, _ in facts)
    lines = [f"{name.ljust(width)}  {fact}" for name, fact in facts]
    return "\n".join([*lines, "", *[f"{_mark(finding)} {finding.sentence}" for finding in findings]])


def _mark(finding: Finding) -> str:
    if finding.ok:
        return "✓"
    return "✗" if finding.needed else "–"


def run_models(arguments: argparse.Namespace) -> int:
    """List every model's card and whether its files are what the card says."""
    from engines.cards import all_cards

    entries = [_entry(card) for card in all_cards()]
    if arguments.json:
        print_json(entries)
    elif not entries:
        print("No models are installed.")
    else:
        rows = [
            [entry["name"], entry["kind"], "yes" if entry["verified"] else "NO", entry["licence"], entry["title"]]
            for entry in entries
        ]
        print(table(["name", "kind", "verified", "licence", "title"], rows))
        for entry in entries:
            if not entry["verified"]:
                print(f"\n{entry['sentence']}")
    return Exit.WELL


def _entry(card: Card) -> dict[str, Any]:
    from engines.cards import verify

    verdict = verify(card)
    return {
        "name": card.name,
        "kind": card.kind,
        "title": card.title,
        "summary": card.summary,
        "licence": card.licence,
        "version": card.version,
        "verified": verdict.ok,
        "sentence": verdict.sentence,
        "folder": card.folder,
        "files": dict(card.files),
        "figures": dict(card.figures),
        "data": list(card.data),
    }
