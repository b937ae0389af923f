"""`aimline oneroster check`: what it says, and its exit status."""

import json
from pathlib import Path

from typer.testing import CliRunner

from aimline.cli import app
from tests.exchange.oneroster.bundles import FILES_1_1, changed, pack

RUN = CliRunner()


def test_a_sound_bundle_ends_with_0_and_says_so(tmp_path: Path) -> None:
    answer = RUN.invoke(app, ["oneroster", "check", str(pack(tmp_path / "b.zip", dict(FILES_1_1)))])
    assert answer.exit_code == 0
    assert "Nothing to mend." in answer.output


def test_an_error_ends_with_1_and_names_file_line_and_rule(tmp_path: Path) -> None:
    bundle = pack(tmp_path / "b.zip", changed("enrollments.csv", "e1,,,k1", "e1,,,k7"))
    answer = RUN.invoke(app, ["oneroster", "check", str(bundle)])
    assert answer.exit_code == 1
    assert (
        "Mend: pointer-dangling (1)\n  enrollments.csv:2  classSourcedId 'k7' is not in classes.csv." in answer.output
    )


def test_many_places_of_a_rule_are_counted_not_listed(tmp_path: Path) -> None:
    bundle = pack(tmp_path / "b.zip", FILES_1_1 | {"users.csv": FILES_1_1["users.csv"].replace(",true,", ",yes,")})
    answer = RUN.invoke(app, ["oneroster", "check", str(bundle), "--most", "1"])
    assert "... and 2 more places; --format json lists all." in answer.output


def test_programs_get_json_and_sarif(tmp_path: Path) -> None:
    bundle = str(pack(tmp_path / "b.zip", changed("users.csv", "bo.finch@example.org", "bo.finch")))
    plain = RUN.invoke(app, ["oneroster", "check", bundle, "--format", "json"])
    log = RUN.invoke(app, ["oneroster", "check", bundle, "--format", "sarif"])
    assert plain.exit_code == log.exit_code == 0
    assert json.loads(plain.output)["findings"][0]["rule"] == "value-email"
    assert json.loads(log.output)["runs"][0]["results"][0]["level"] == "warning"


def test_a_file_that_cannot_be_opened_is_one_finding_for_programs(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04garbage")
    plain, log = (
        RUN.invoke(app, ["oneroster", "check", str(tmp_path / "b.zip"), "--format", form]) for form in ("json", "sarif")
    )
    assert plain.exit_code == log.exit_code == 2
    told = json.loads(plain.output)
    assert (told["n_errors"], told["findings"][0]["rule"], told["findings"][0]["file"]) == (1, "bundle-no-zip", "b.zip")
    [result] = json.loads(log.output)["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "b.zip"}}}]
