"""The four sample bundles, with the usual flaws of real exports, as the check sees them."""

from collections import Counter
from pathlib import Path

import pytest

from aimline.exchange.oneroster.checking import check

EXPECTED = {
    "Test_full_data_set": ("1.1", {"pointer-dangling": 3, "value-word": 1}, 20),
    "Test_minimal_data_set": ("1.1", {}, 20),
    "oneroster_test_data": ("1.2", {}, 9),
}


@pytest.mark.real
@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_bundle_shows_its_known_errors_and_no_others(shared: Path, name: str) -> None:
    version, errors, n_rows = EXPECTED[name]
    checked = check(shared / "data" / "oneroster-moodle" / f"{name}.zip")
    told = Counter(one.rule for one in checked.findings if one.weight == "error")
    assert (checked.version, dict(told)) == (version, errors)
    assert sum(checked.n_rows.values()) == n_rows


@pytest.mark.real
def test_misspelt_columns_and_a_misnamed_file_are_read_as_meant(shared: Path) -> None:
    checked = check(shared / "data" / "oneroster-moodle" / "v1p2_full_dataset.zip")
    misspelt = {(one.file, one.value) for one in checked.findings if one.rule == "header-misspelt"}
    assert ("users.csv", "prefferedGivenName") in misspelt
    assert ("roles.csv", "dataLastModified") in misspelt
    assert [one.other for one in checked.findings if one.rule == "file-name-case"] == ["userProfiles.csv"]
    assert checked.n_rows["roles"] == 7
