"""How well does the checker read statements, compared with a person who labelled them from the definitions?

Reads JSON lines (id, text, language, layer, marks, slots) and prints, each with a 95 % Wilson interval: the layer,
goal against no goal, every mark (exact; "met or partly" against "not met"; "met"), every slot, both numbers read,
baseline and target exact, invented numbers. `--misses` lists the statements in which something differs.

    python -m benchmarks.statements [FILE ...] [--misses]

Without a file it reads `benchmarks/statements/developed.jsonl`, the statements to develop with.
"""

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimline.domain.smart import check, to_json
from benchmarks.agreement import Detection, Share, overlap
from tests.domain.year_2026 import CALENDAR, TODAY

STATEMENTS = Path(__file__).parent / "statements" / "developed.jsonl"
JUDGED = ("progress", "activity")
TEXTS = ("student_group", "result", "measure", "deadline_text")
LEVELS = ("baseline", "target")
NUMBERS = (*LEVELS, "change_amount")
WORDS = ("unit", "direction", "deadline")
ENOUGH = 0.5
_WHOLE = re.compile(r"(?:\b(?:of|in|sur)\b|/)\D*(\d+)$")

Row = dict[str, Any]


@dataclass
class Score:
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    found: dict[str, Detection] = field(default_factory=lambda: defaultdict(Detection))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="*", default=[STATEMENTS])
    parser.add_argument("--misses", action="store_true", help="list what differs, statement by statement")
    parser.add_argument("--language", help="only statements in this language")
    asked = parser.parse_args()
    rows = [row for path in asked.file for row in read(path) if asked.language in (None, row["language"])]
    print(f"{len(rows)} statements")
    for title, things in report(rows):
        print(title)
        for name, thing in things.items():
            print(f"  {name:<28}{thing}")
    if asked.misses:
        print_misses(rows)


def read(path: Path) -> list[Row]:
    """Read a set; where a labeller tells activities and no goals by their kind, the layer is written as we do."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row | {"layer": _layer(row)} for row in rows]


def _layer(row: Row) -> str:
    return "activity" if row.get("kind") == "activity" else row["layer"] or "no_goal"


def report(rows: list[Row]) -> list[tuple[str, dict[str, Any]]]:
    score = Score()
    for row in rows:
        given = to_json(check(row["text"], today=TODAY, calendar=CALENDAR))
        compare(score, row, given)
    return [("Shares that agree", dict(score.shares)), ("Found", dict(score.found))]


def compare(score: Score, row: Row, given: Row) -> None:
    name, layer = row["id"], row["layer"]
    score.shares["layer, five-way"].count(name, hit=given["layer"] == layer)
    score.found["a goal (not no_goal)"].count(name, wanted=layer != "no_goal", given=given["layer"] != "no_goal")
    score.found["no goal"].count(name, wanted=layer == "no_goal", given=given["layer"] == "no_goal")
    score.found["progress goal"].count(name, wanted=layer == "progress", given=given["layer"] == "progress")
    if layer not in JUDGED:
        return
    for letter, mark in row["marks"].items():
        told = given["marks"].get(letter, "none")
        score.shares[f"{letter} exact"].count(name, hit=told == mark)
        if letter == "M" and not _bare_gain(row):
            here = {"met", "partly"}
            score.found["M, bare gains aside"].count(name, wanted=mark in here, given=told in here)
        if letter != "A":
            here = {"met", "partly"}
            score.found[f"{letter} met or partly"].count(name, wanted=mark in here, given=told in here)
            score.found[f"{letter} met"].count(name, wanted=mark == "met", given=told == "met")
    compare_slots(score, row, given)


def _bare_gain(row: Row) -> bool:
    """Tell the size of a change without start and end: labellers differ on whether it fills the place of the target."""
    slots = row["slots"]
    return slots.get("change_amount") is not None and slots.get("baseline") is None and slots.get("target") is None


def compare_slots(score: Score, row: Row, given: Row) -> None:
    name, wanted = row["id"], row["slots"]
    told = values(given)
    for slot in (*TEXTS, *NUMBERS, *WORDS):
        score.shares[f"{slot}"].count(name, hit=same(slot, wanted.get(slot), told[slot]))
    for slot in ("student_group", "measure", "deadline_text"):
        score.found[slot].count(name, wanted=wanted.get(slot) is not None, given=told[slot] is not None)
    both = all(wanted.get(slot) is not None for slot in LEVELS)
    score.found["baseline and target"].count(
        name, wanted=both, given=told["baseline"] is not None and told["target"] is not None
    )
    for slot in LEVELS:
        if wanted.get(slot) is not None:
            hit = same(slot, wanted[slot], told[slot])
            score.shares[f"{slot} exact where said"].count(name, hit=hit)
            hit = hit or same(slot, wanted[slot], _counted(row["text"], given["slots"][slot]))
            score.shares[f"{slot}, 18 of 24 as 75%"].count(name, hit=hit)
    invented = any(wanted.get(slot) is None and told[slot] is not None for slot in LEVELS)
    score.shares["no number invented"].count(name, hit=not invented)


def values(given: Row) -> Row:
    """The values of all slots; a target that only "all" implies is read with a confidence of one half."""
    return {name: slot["value"] if slot else None for name, slot in given["slots"].items()}


def _counted(text: str, slot: Row | None) -> float | None:
    """Give the 18 of "18 of 24" and "18/24", which are read as 75 %: labellers differ on how to write them."""
    whole = _WHOLE.search(text[slot["span"][0] : slot["span"][1]]) if slot else None
    return round(slot["value"] * float(whole.group(1)) / 100, 1) if whole else None


def same(slot: str, wanted: Any, told: Any) -> bool:
    if wanted is None or told is None:
        return wanted is told
    if slot in TEXTS:
        return overlap(_words(wanted), _words(told)) >= ENOUGH
    if slot in NUMBERS:
        return abs(float(wanted) - float(told)) < 0.06
    if slot == "unit":
        return _unit(wanted) == _unit(told)
    return str(wanted) == str(told)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _unit(text: str) -> str:
    low = text.lower()
    return {"wcpm": "words per minute", "rubric": "points", "percent": "%"}.get(low, low)


def print_misses(rows: list[Row]) -> None:
    for row in rows:
        given = to_json(check(row["text"], today=TODAY, calendar=CALENDAR))
        differ = list(differences(row, given))
        if differ:
            print(f"\n{row['id']} {row['text']}")
            print("   " + "\n   ".join(differ))


def differences(row: Row, given: Row) -> list[str]:
    found = [] if given["layer"] == row["layer"] else [f"layer: {row['layer']}, read {given['layer']}"]
    if row["layer"] not in JUDGED:
        return found
    found += [
        f"{letter}: {mark}, read {given['marks'].get(letter)}"
        for letter, mark in row["marks"].items()
        if given["marks"].get(letter) != mark
    ]
    told = values(given)
    return found + [
        f"{slot}: {row['slots'].get(slot)!r}, read {told[slot]!r}"
        for slot in (*TEXTS, *NUMBERS, *WORDS)
        if not same(slot, row["slots"].get(slot), told[slot])
    ]


if __name__ == "__main__":
    main()
