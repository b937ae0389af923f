"""What a check says to programs."""

from pathlib import Path

from aimline.exchange.oneroster.checking import check
from aimline.exchange.oneroster.report import to_json, to_sarif
from tests.exchange.oneroster.bundles import changed, pack


def test_json_gives_each_finding_its_place_rule_and_hint(tmp_path: Path) -> None:
    told = to_json(check(pack(tmp_path / "bundle.zip", changed("enrollments.csv", "e1,,,k1", "e1,,,k7"))))
    assert told["version"] == "1.1"
    assert told["n_errors"] == 1
    assert told["findings"] == [
        {
            "file": "enrollments.csv",
            "line": 2,
            "column": "classSourcedId",
            "rule": "pointer-dangling",
            "severity": "error",
            "message": "classSourcedId 'k7' is not in classes.csv.",
            "hint": "Add it there, or mend it here.",
        }
    ]


def test_sarif_points_to_the_line_inside_the_bundle(tmp_path: Path) -> None:
    checked = check(pack(tmp_path / "bundle.zip", changed("users.csv", "s1,student", "s1,pupil")))
    log = to_sarif(checked, version="1")
    run = log["runs"][0]  # type: ignore[index]  # plain data
    result = run["results"][0]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "value-word"
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bundle.zip/users.csv"}, "region": {"startLine": 2}}
