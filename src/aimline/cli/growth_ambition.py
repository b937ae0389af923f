"""`aimline growth ambition`: how likely a target is if nothing changes, and with a strong effort."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import growth_rows
from aimline.cli.growth_rows import CannotRead
from aimline.domain.measure import Direction
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.ambition.asking import Question
    from aimline.growth.ambition.chances import Chances
    from aimline.growth.ambition.judging import Suggestion
    from aimline.growth.references.shelf import Shelf


class Comparison(StrEnum):
    """Who is compared with whom."""

    COHORTS = "cohorts"
    UNIT = "unit"
    WORDS = "words"
    SCALE = "scale"
    BENCHMARK = "benchmark"


Compare = Annotated[
    Comparison,
    typer.Option(
        help="cohorts: this year's group beside last year's; unit: before and after a unit; words: words a minute; "
        "scale: a growth scale; benchmark: the share at a benchmark."
    ),
]
Baseline = Annotated[str, typer.Option(metavar="49/75|VALUE", help="Students of students, else the value.")]
Target = Annotated[float, typer.Option(help="The target: percent, or points, or words.")]
Students = Annotated[int, typer.Option(min=0, help="How many students will be counted, if not as many.")]
Earlier = Annotated[
    list[str] | None, typer.Option(metavar="49/75", help="Earlier years, oldest first; may be repeated (cohorts).")
]
Own = Annotated[
    list[float] | None, typer.Option(help="Own earlier gains; may be repeated (unit: shares of what was possible).")
]
Years = Annotated[float, typer.Option(help="Time to the result in years.")]
Grade = Annotated[str, typer.Option(help="Grade (words; for a scale the grade reached).")]
Subject = Annotated[str, typer.Option(help="reading or math (scale).")]
Spread = Annotated[float, typer.Option(help="Spread of students (scale; unit on a rubric).")]
Top = Annotated[float, typer.Option(help="The highest rubric point (unit); 0 for percent.")]
Begins = Annotated[str, typer.Option("--from", metavar="SEASON", help="fall or winter (words).")]
Ends = Annotated[str, typer.Option("--to", metavar="SEASON", help="winter or spring (words).")]
Lower = Annotated[bool, typer.Option("--lower-is-better", help="For absence, incidents and the like.")]
Packs = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="Reference tables of your own, asked before the shipped.")
]
Output = Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")]


def ambition(
    *,
    compare: Compare = Comparison.COHORTS,
    baseline: Baseline,
    target: Target,
    students: Students = 0,
    earlier: Earlier = None,
    own: Own = None,
    years: Years = 1.0,
    grade: Grade = "",
    subject: Subject = "reading",
    sd: Spread = 0.0,
    top: Top = 0.0,
    begins: Begins = "fall",
    ends: Ends = "spring",
    lower: Lower = False,
    packs: Packs = None,
    output: Output = "text",
) -> None:
    """Say how likely a target is if nothing changes and with a strong effort, and which targets would be realistic.

    Example: aimline growth ambition --baseline 49/75 --target 75 --earlier 46/77 --earlier 43/71
    """
    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    direction = Direction.DOWN if lower else Direction.UP
    match compare:
        case Comparison.COHORTS:
            question = _cohorts(baseline, earlier or [], target, years, students, direction)
        case Comparison.UNIT:
            question = _unit(_value(baseline), target, students, own or [], top, sd, direction)
        case Comparison.WORDS:
            question = _words(_value(baseline), target, grade, begins, ends, students)
        case Comparison.SCALE:
            question = _scale(_value(baseline), target, students, sd, grade, subject, years, own or [])
        case Comparison.BENCHMARK:
            question = _benchmark(baseline, target, years, own or [], direction)
    _answer(question, _shelf(packs), step=0.1 if top else 1.0, in_json=output == "json")


def _answer(question: "Question", shelf: "Shelf", *, step: float, in_json: bool) -> None:
    from aimline.growth.ambition import judging
    from aimline.growth.ambition.asking import ask

    found, marks = judging.judge(question, shelf=shelf), judging.suggest(question, shelf=shelf, step=step)
    in_percent = ask(question, shelf).counts
    scale = 100 if in_percent else 1
    suggested = {name: _mark(getattr(marks, name), scale) for name in ("floor", "realistic", "stretch")}
    if in_json:
        told = {**vars(found), "notes": [str(note) for note in found.notes], "suggested": suggested}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(found, suggested, unit=" %" if in_percent else "", scale=scale)


def _show(found: "Chances", suggested: dict[str, dict[str, float] | None], *, unit: str, scale: int) -> None:
    from aimline.growth.ambition import wording

    low, high = (f"{scale * edge:.1f}" for edge in found.band)
    typer.echo(f"{found.rating.replace('_', ' ').capitalize()}. {wording.chances(found)}")
    typer.echo(f"  {100 * found.p_same:.0f} % and {100 * found.p_strong:.0f} %. {wording.rating(found)}")
    if found.needed is not None:
        typer.echo(f"  The target means {found.needed} of {found.n} students.")
    typer.echo(f"  If nothing changes, 8 of 10 such groups come out between {low} and {high}{unit}.")
    names = {"floor": "too easy below", "realistic": "realistic up to", "stretch": "a stretch up to"}
    marks = [f"{words} {suggested[name]['target']:g}{unit}" for name, words in names.items() if suggested[name]]  # type: ignore[index] # filtered
    typer.echo(f"  {', '.join(marks).capitalize()}.")
    for note in found.notes:
        typer.echo(f"  {note}")
    typer.echo(f"  {wording.evidence(found)}")


def _mark(suggestion: "Suggestion | None", scale: int) -> dict[str, float] | None:
    if suggestion is None:
        return None
    found: dict[str, float] = {"target": round(scale * suggestion.target, 1)}
    return found if suggestion.needed is None else {**found, "needed": suggestion.needed}


def _shelf(packs: list[Path] | None) -> "Shelf":
    from aimline.growth.references import shelf

    own = [pack for path in packs or [] for pack in shelf.read(path)]
    return shelf.shipped().with_packs(*own) if own else shelf.shipped()


def _value(words: str) -> float:
    try:
        return float(words.replace(",", "."))
    except ValueError as problem:
        raise CannotRead(
            "number", say("The baseline {words} is no number.", words=f"“{words}”"), say("Write it like 62.")
        ) from problem


def _cohorts(
    baseline: str, earlier: list[str], target: float, years: float, students: int, direction: Direction
) -> "Question":
    from aimline.growth.ambition import cohorts
    from aimline.growth.ambition.level import Year

    counts = [growth_rows.counted(each, option="--earlier") for each in earlier]
    counts.append(growth_rows.counted(baseline, option="--baseline"))
    seen = tuple(Year(at, reached / max(n, 1), n) for at, (reached, n) in enumerate(counts))
    return cohorts.Question(seen, target / 100, years, students or None, direction=direction)


def _unit(
    before: float, target: float, students: int, own: list[float], top: float, sd: float, direction: Direction
) -> "Question":
    from aimline.growth.ambition import same_content

    scale = 1 if top else 100
    return same_content.Question(
        before / scale, target / scale, students, students=not top, top=top or 1.0,
        own_gains=tuple(own), student_sd=sd or None, direction=direction,
    )  # fmt: skip


def _words(before: float, target: float, grade: str, begins: str, ends: str, students: int) -> "Question":
    from aimline.growth.ambition import fluency

    return fluency.Question(before, target, grade, begins, ends, students or 1)


def _scale(
    before: float, target: float, students: int, sd: float, grade: str, subject: str, years: float, own: list[float]
) -> "Question":
    from aimline.growth.ambition import scale

    gains = tuple(scale.OwnGain(gain, students) for gain in own)
    return scale.Question(before, target, students, sd, grade, subject, years, own=gains)


def _benchmark(baseline: str, target: float, years: float, own: list[float], direction: Direction) -> "Question":
    from aimline.growth.ambition import benchmark

    reached, n = growth_rows.counted(baseline, option="--baseline")
    changes = tuple(each / 100 for each in own)
    return benchmark.Question(reached / max(n, 1), target / 100, n, years, own_changes=changes, direction=direction)
