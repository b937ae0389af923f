"""What a check found, for machines: plain JSON, and SARIF 2.1.0 for tools that show findings beside files."""

from collections.abc import Callable

from aimline.domain.words import Message
from aimline.exchange.oneroster.checking import Checked
from aimline.exchange.oneroster.finding import RULES, Finding, Weight

SARIF_VERSION = "2.1.0"
_LEVEL = {Weight.ERROR: "error", Weight.WARNING: "warning"}


def to_json(checked: Checked) -> dict[str, object]:
    """Give a check as plain data: version, mode and number of rows of each file, findings with their place."""
    return {
        "file": checked.path.name,
        "version": checked.version,
        "files": {name: {"mode": str(checked.modes[name]), "rows": n_rows} for name, n_rows in checked.n_rows.items()},
        "n_errors": checked.n_errors,
        "n_warnings": len(checked.findings) - checked.n_errors,
        "findings": [
            {
                "file": one.file or checked.path.name,
                "line": one.line or None,
                "column": one.column or None,
                "rule": one.rule,
                "severity": str(one.weight),
                "message": str(one.message),
                "hint": str(one.hint),
            }
            for one in checked.findings
        ],
    }


def to_sarif(checked: Checked, *, version: str, translate: Callable[[Message], str] = str) -> dict[str, object]:
    """Give a check as a SARIF log of one run; `version` is the program's own."""
    rules = sorted({one.rule for one in checked.findings})
    driver = {
        "name": "aimline oneroster check",
        "version": version,
        "rules": [
            {
                "id": rule,
                "defaultConfiguration": {"level": _LEVEL[RULES[rule].weight]},
                "help": {"text": in_general(RULES[rule].hint)},
            }
            for rule in rules
        ],
    }
    results = [_result(checked, one, rules, translate) for one in checked.findings]
    return {
        "version": SARIF_VERSION,
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def in_general(hint: str) -> str:
    """Say a rule's hint without a place: what a finding fills in is named in words."""
    words = {"column": "the column", "value": "NAME", "other": "the standard's own word", "file": "the file"}
    said = hint.format(**words)
    return said[:1].upper() + said[1:]


def _result(checked: Checked, one: Finding, rules: list[str], translate: Callable[[Message], str]) -> dict[str, object]:
    place: dict[str, object] = {
        "artifactLocation": {"uri": f"{checked.path.name}/{one.file}" if one.file else checked.path.name}
    }
    if one.line:
        place["region"] = {"startLine": one.line}
    column = f"{one.column}: " if one.column else ""
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": _LEVEL[one.weight],
        "message": {"text": f"{column}{translate(one.message)} {translate(one.hint)}"},
        "locations": [{"physicalLocation": place}],
    }
