"""A pull reads everything once, whatever the service does meanwhile; each test asks a real service on this machine."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.refusal import AimlineError
from aimline.exchange.oneroster import checking, reading
from aimline.exchange.oneroster.finding import Weight
from aimline.exchange.pull import oneroster, outgoing, wanted
from aimline.exchange.pull.asking import KeyRefused, Unanswered
from aimline.exchange.pull.asking import Service as Asking
from aimline.exchange.pull.ed_fi import Window
from aimline.exchange.pull.outgoing import Client, Cut, Doors, Redirected
from aimline.exchange.pull.paging import Incomplete
from aimline.exchange.pull.store import Store
from aimline.exchange.pull.wanted import Files, Kind, Wanted
from tests.exchange.pull import schools
from tests.exchange.pull.servers import KEY, SECRET, Service, served

SINCE = date(2025, 8, 1)


def pull(
    service: Service, folder: Path, waits: list[float] | None = None, *, secret: str = SECRET, **more: bool
) -> Files:
    """Pull everything a service has, into files."""
    asked = Wanted(Kind(service.kind), service.address, f"{service.address}/oauth/token", **more)
    store = Store(folder)
    with Client(Doors(asked.hosts, asked.hosts)) as client:
        asking = Asking(client, asked.credentials(KEY, secret), wait=(waits if waits is not None else []).append)
        wanted.collect(asking, asked, store, Window(last=wanted.newest_change(asking, asked)))
    return wanted.make_files(store, asked, folder, since=SINCE)


def rows_of(files: Files) -> list[dict[str, str]]:
    assert files.results is not None
    with files.results.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_roster_over_rest_is_a_sound_bundle_without_passwords_and_privileges_stay_words(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=7)) as service:
        files = pull(service, tmp_path, demographics=True)

    assert files.roster is not None
    checked = checking.check(files.roster)
    assert [one for one in checked.findings if one.weight is Weight.ERROR] == []
    assert checked.n_rows == {"orgs": 2, "academicSessions": 1, "courses": 1, "classes": 1, "users": 31, "roles": 32,
                              "enrollments": 31, "demographics": 30}  # fmt: skip
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [secret for secret in (b"dragon", b"2015-03-02", b"555-0100") if secret in kept] == []
    assert service.scopes[0].endswith("roster-demographics.readonly")


@pytest.mark.parametrize("trouble", ["cut", "hang_up", "busy", "in_trouble", "expired", "a_page_for_people"])
def test_every_row_comes_once_whatever_happens_on_the_way(tmp_path: Path, trouble: str) -> None:
    waits: list[float] = []
    with served(Service("oneroster", schools.oneroster(30), most=7)) as service:
        service.troubles = {7: trouble, 8: trouble} if trouble != "expired" else {7: trouble}
        files = pull(service, tmp_path, waits)

    roster, _ = reading.read(files.roster or tmp_path)
    assert len(roster.users.stand) == 31
    assert waits[:2] == ([7.0, 7.0] if trouble == "busy" else [] if trouble == "expired" else [1.0, 2.0])
    assert service.n_tokens == (2 if trouble == "expired" else 1)


def test_a_pull_that_stopped_goes_on_after_its_last_whole_page(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=7)) as service:
        service.troubles = dict.fromkeys(range(7, 12), "cut")
        with pytest.raises(Cut):
            pull(service, tmp_path)
        n_before = len(service.asked)
        (tmp_path / "users.jsonl").open("ab").write(b'["users", "half a row')  # what a crash left
        files = pull(service, tmp_path)

    assert service.asked[n_before].split("?")[0].endswith("/users")
    assert "offset=14" in service.asked[n_before]
    roster, _ = reading.read(files.roster or tmp_path)
    assert len(roster.users.stand) == 31


@pytest.mark.parametrize(("says_total", "says_links"), [(True, False), (False, True), (False, False)])
def test_the_end_is_found_by_whatever_the_service_says(tmp_path: Path, says_total: bool, says_links: bool) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=8)) as service:
        service.says_total, service.says_links = says_total, says_links
        roster, _ = reading.read(pull(service, tmp_path).roster or tmp_path)
    assert len(roster.users.stand) == 31


def test_a_resource_that_changes_meanwhile_is_read_again(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=8)) as service:
        page = service.page

        def moving(name: str, asked: dict[str, str]) -> tuple[list[dict[str, object]], int]:
            if name == "users" and asked["offset"] == "16" and len(service.held["users"]) == 32:
                del service.held["users"][0]  # everything after it moves up by one
            return page(name, asked)

        service.page = moving  # type: ignore[method-assign]  # a service in motion
        roster, _ = reading.read(pull(service, tmp_path).roster or tmp_path)
    assert set(roster.users.stand) == {f"u{n:04}" for n in range(1, 30)} | {"t1"}


def test_a_resource_that_never_stood_still_is_read_from_its_beginning_the_next_time(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=8)) as service:
        page, totals = service.page, iter(range(100, 110))
        service.page = lambda name, asked: (  # type: ignore[method-assign]  # a service in motion
            page(name, asked)[0], next(totals) if name == "users" else page(name, asked)[1]
        )  # fmt: skip
        with pytest.raises(Incomplete, match="kept changing"):
            pull(service, tmp_path)
        service.page = page  # type: ignore[method-assign]  # the night has come
        roster, _ = reading.read(pull(service, tmp_path).roster or tmp_path)
    assert len(roster.users.stand) == 31


def test_half_of_a_letter_in_a_name_does_not_stop_a_pull(tmp_path: Path) -> None:
    held = schools.oneroster(3)
    held["users"][0]["givenName"] = "Zo\ud83d"
    with served(Service("oneroster", held)) as service:
        roster, _ = reading.read(pull(service, tmp_path).roster or tmp_path)
    assert roster.users.stand[str(held["users"][0]["sourcedId"])].given_name == "Zo?"


@pytest.mark.parametrize("ending", ["", "/", "/ims/oneroster", "/ims/oneroster/", "/ims/oneroster/rostering/v1p2"])
def test_the_address_of_a_service_may_be_written_as_long_as_people_have_it(ending: str) -> None:
    named = oneroster.resources(f"https://sis.example.org{ending}", demographics=False, results=True)
    assert named[0].address == "https://sis.example.org/ims/oneroster/rostering/v1p2/orgs"
    assert named[-1].address == "https://sis.example.org/ims/oneroster/gradebook/v1p2/results"


def test_fewer_rows_than_the_service_says_bring_nothing_in(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(30), most=8)) as service:
        page = service.page
        service.page = lambda name, asked: (page(name, asked)[0], 40)  # type: ignore[method-assign]  # it cannot count
        with pytest.raises(Incomplete, match="says it has 40 orgs and gave 2"):
            pull(service, tmp_path)


def test_nothing_is_asked_of_a_host_that_nobody_typed(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster())) as service:
        service.troubles = {3: "elsewhere"}
        with pytest.raises(Redirected, match="sends us to elsewhere"):
            pull(service, tmp_path)
    doors = Doors(frozenset({"sis.example.org"}))
    for url in ("https://other.example.org/", "http://sis.example.org/", "https://sis.example.org:8443/"):
        with pytest.raises(AimlineError, match=r"does not (belong|begin)"):
            doors.parts(url)
    for url in (
        "ftp://sis.example.org/",
        "https://me:x@sis.example.org/",
        "https://sis.example.org/#x",
        "sis",
        "http://[",
    ):
        with pytest.raises(AimlineError, match="no web address"):
            doors.parts(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1%2", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"],
)  # fmt: skip
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not outgoing.is_public(address)


def test_a_private_address_is_asked_only_where_the_keeper_of_the_house_allows_it(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster())) as service:
        host = service.address.removeprefix("http://")
        with pytest.raises(AimlineError, match="https"), Client(Doors(frozenset({host}))) as client:
            client.ask("GET", service.address, {})
        secure = service.address.replace("http:", "https:")
        with pytest.raises(AimlineError, match="private network"), Client(Doors(frozenset({host}))) as client:
            client.ask("GET", secure, {})
    assert service.asked == []
    assert outgoing.is_public("8.8.8.8")


@pytest.mark.parametrize(("secret", "trouble", "refusal"), [
    ("wrong", "", KeyRefused), (SECRET, "very_busy", Unanswered), (SECRET, "elsewhere", Redirected),
])  # fmt: skip
def test_no_message_repeats_a_key_or_an_answer(
    tmp_path: Path, secret: str, trouble: str, refusal: type[AimlineError]
) -> None:
    with served(Service("oneroster", schools.oneroster())) as service:
        service.troubles = {1: trouble} if trouble else {}
        with pytest.raises(refusal) as refused:
            pull(service, tmp_path, secret=secret)
    said = f"{refused.value.message} {refused.value.hint} {refused.value!r} {refused.value.__cause__!r}"
    assert not any(word in said for word in (KEY, secret, SECRET, "Basic", "token-1"))


def test_a_key_that_may_not_read_demographics_still_brings_the_roster(tmp_path: Path) -> None:
    with served(Service("oneroster", schools.oneroster(), shut=frozenset({"demographics"}))) as service:
        roster, _ = reading.read(pull(service, tmp_path, demographics=True).roster or tmp_path)
        asked = Wanted(Kind.ONEROSTER, service.address, f"{service.address}/oauth/token", demographics=True)
        with Client(Doors(asked.hosts, asked.hosts)) as client:
            found = dict(wanted.try_out(Asking(client, asked.credentials(KEY, SECRET)), asked))
    assert (found["users"], "demographics" in found) == (14, False)
    assert (roster.modes["demographics"], len(roster.users.stand)) == ("absent", 13)


@pytest.mark.parametrize("standard", [4, 5])
def test_ed_fi_gives_a_roster_and_results_with_levels_and_parts(tmp_path: Path, standard: int) -> None:
    held = schools.ed_fi(520, standard=standard)
    with served(Service("ed_fi", held, newest_change=700)) as service:
        files = pull(service, tmp_path, roster=True, results=True)

    roster, findings = reading.read(files.roster or tmp_path)
    assert [one for one in findings if one.weight is Weight.ERROR] == []
    assert len(roster.users.stand) == 520
    assert roster.places.stand["255901001"].parent == "255901"
    rows = rows_of(files)
    assert rows[0] == {"Student": "600000", "Given name": "Given0", "Family name": "Family0", "School": "255901001",
                       "School name": "Meadow School", "Grade": "4", "Date": "2025-04-15", "Window": "Year",
                       "Test": "State Mathematics", "Score": "", "Level": "", "Status": "not tested"}  # fmt: skip
    assert [(row["Test"], row["Score"], row["Level"]) for row in rows[1:4]] == [
        ("State Mathematics", "310", "Basic"), ("State Mathematics (Percentile)", "50", ""),
        ("State Mathematics: Fractions", "41", ""),
    ]  # fmt: skip
    assert len(rows) == 1 + 3 * 519
    assert files.mapping is not None
    test = files.mapping.measures[0]
    assert (test.levels, test.proficient_from) == (("Below Basic", "Basic", "Proficient", "Advanced"), "Proficient")
    assert (test.metric, test.minimum, test.maximum, test.yearly) == ("percent_proficient", 200.0, 800.0, True)
    assert files.mapping.ignore_measures == ("State Mathematics (Percentile)",)


def test_ed_fi_reads_only_what_changed_when_told_from_where(tmp_path: Path) -> None:
    with served(Service("ed_fi", schools.ed_fi(40), newest_change=139)) as service:
        asked = Wanted(Kind.ED_FI, service.address, results=True)
        with Client(Doors(asked.hosts, asked.hosts)) as client:
            asking, store = Asking(client, asked.credentials(KEY, SECRET)), Store(tmp_path)
            wanted.collect(asking, asked, store, Window(first=130, last=wanted.newest_change(asking, asked)))
            found = wanted.try_out(asking, replace(asked, roster=False))
    assert [row.values["student"] for row in store.rows("studentAssessments")] == [f"60{n:04}" for n in range(30, 40)]
    assert dict(found)["studentAssessments"] == 40
