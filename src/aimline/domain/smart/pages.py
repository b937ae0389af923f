"""The reference pages of the rules, made from the rules themselves: one page a criterion, and an index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aimline.domain.smart import around, catalogue
from aimline.domain.smart.checking import check
from aimline.domain.smart.report import Finding, Severity
from aimline.domain.smart.rule import Rule, Sample

SHOWN_ON = date(2025, 9, 1)
AnyRule = Rule[Any]  # a page does not look into what its rules are about

_SEVERITIES = {
    Severity.REDIRECT: "At home elsewhere: the words are kept and moved",
    Severity.BLOCK: "To be mended before the goal begins",
    Severity.WARN: "To be mended or explained",
    Severity.ADVISE: "Worth a thought",
}
_MADE = "<!-- Made by `aimline rule --write docs/reference/rules`; change the rules, not this page. -->"


@dataclass(frozen=True)
class Criterion:
    """A page: file name, title, the question it stands for, and the section that it follows."""

    name: str
    title: str
    asks: str
    source: str


CRITERIA = {
    "S": Criterion("specific", "Specific", "Exactly what will improve, and for which students?", "domain.md 4.2"),
    "M": Criterion("measurable", "Measurable", "Which data, from where, to where?", "domain.md 4.3"),
    "A": Criterion("achievable", "Achievable", "Is it ambitious and yet within reach?", "domain.md 4.4"),
    "R": Criterion("results", "Results-oriented", "Is it about what students learn?", "domain.md 4.5"),
    "T": Criterion("timed", "Time-bound", "By which day?", "domain.md 4.6"),
    "X": Criterion(
        "cross", "Cross-checks", "Does the sentence agree with itself and with the fields?", "domain.md 4.7"
    ),
    "P": Criterion("purpose", "Purpose", "Why does it matter, and for whom?", "domain.md 4.7"),
    "PR": Criterion("practice", "Practice", "What do we do ourselves, how often?", "domain.md 4.7"),
    "RF": Criterion("elsewhere", "At home elsewhere", "Where do these words belong?", "domain.md 3.11"),
    "PL": Criterion("plan", "Plan and monitoring", "How will it happen, and when do we look?", "domain.md 4.8"),
    "TR": Criterion("tree", "Tree", "How do the goals of all levels hang together?", "domain.md 4.8"),
    "MW": Criterion("wish", "Wish", "Is anybody's daily work behind it?", "domain.md 4.8, settled.md 16"),
}


def every_rule() -> tuple[AnyRule, ...]:
    """Give the rules of sentences, plans, tree and wish, in the order of the pages."""
    rules: tuple[AnyRule, ...] = (*catalogue.RULES, *around.PLAN, *around.TREE, *around.WISH)
    order = list(CRITERIA)
    return tuple(sorted(rules, key=lambda rule: (order.index(rule.criterion), rule.code)))


def pages() -> Mapping[str, str]:
    """Write all pages: file name to Markdown."""
    rules = every_rule()
    made = {f"{each.name}.md": _page(letter, each, rules) for letter, each in CRITERIA.items()}
    return {"index.md": _index(rules), **made}


def explain(rule: AnyRule) -> str:
    """Write what one rule looks for, why, how it speaks, and its two samples."""
    return "\n".join(_explained(rule))


def finding_of(rule: AnyRule, sample: Sample[Any]) -> Finding | None:
    """Judge a sample: sentences by the whole checker, everything else by the rule alone."""
    if sample.subject is not None:
        return rule.check(sample.subject)
    report = check(sample.text, today=SHOWN_ON, calendar=sample.calendar, layer=sample.layer, fields=sample.fields)
    ours = (one for one in report.findings if one.code == rule.code and one.message.text == rule.message)
    return next(ours, None)


def _explained(rule: AnyRule) -> Iterator[str]:
    found = finding_of(rule, rule.sample)
    yield f"{rule.what}\n"
    yield f"- **How much it weighs:** {_SEVERITIES[rule.severity]}."
    yield f"- **Why it matters to students:** {rule.why}"
    if found is not None:
        yield f"- **It says:** “{found.message} {found.question}”"
    if rule.guard:
        yield f"- **When it keeps silent:** {rule.guard}"
    yield f"- **A sample that it asks about:** {_shown(rule.sample)}"
    yield f"- **A better one:** {_shown(rule.better)}"
    if found is not None and found.rewrite is not None:
        drafts = [f"“{draft}”" for draft in found.rewrite.drafts] or [f"“{found.rewrite}”"]
        yield f"- **It offers:** {' or '.join(drafts) if not found.rewrite.all_of_them else ' and '.join(drafts)}"
        if found.rewrite.place is not None:
            yield f"- **Today's words are kept as:** {found.rewrite.place.replace('_', ' ')}"
    yield f"- **Source:** {CRITERIA[rule.criterion].source}"


def _shown(sample: Sample[Any]) -> str:
    return f"{sample.text} *({sample.note})*" if sample.note else sample.text


def _page(letter: str, criterion: Criterion, rules: tuple[AnyRule, ...]) -> str:
    lines = [_MADE, "", f"# {criterion.title}", "", criterion.asks, ""]
    for rule in rules:
        if rule.criterion == letter:
            lines += [f"## {rule.code}", "", explain(rule), ""]
    return "\n".join(lines).rstrip() + "\n"


def _index(rules: tuple[AnyRule, ...]) -> str:
    lines = [_MADE, "", "# Rules of the SMART checker", ""]
    lines += [
        "Each rule names the words or fields it looks at, asks one question and makes one offer. "
        f"Samples are judged as of {SHOWN_ON.day} September {SHOWN_ON.year}, in a school year with usual dates.",
        "",
    ]
    for letter, criterion in CRITERIA.items():
        lines += [f"## [{criterion.title}]({criterion.name}.md)", "", criterion.asks, ""]
        lines += ["| Rule | Looks for | Weight |", "|---|---|---|"]
        for rule in rules:
            if rule.criterion == letter:
                link = f"[{rule.code}]({criterion.name}.md#{rule.code.lower()})"
                lines.append(f"| {link} | {rule.what} | {rule.severity} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
