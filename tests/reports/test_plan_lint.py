"""The sheet of a plan lint: one tagged page, our fonts, and people's words as words only."""

import hashlib
import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from aimline.domain.plan_lint import Line, Mend, Summary, summarise
from aimline.domain.smart import SentenceLayer
from aimline.reports import plan_lint, setting, typesetter

ROOM = Path(plan_lint.__file__).parent
DAY = date(2025, 9, 1)
HOSTILE = '#import "@preview/cetz:0.2.0" #read("/etc/passwd") *bold* $x$ `raw` <label> @ref \\ " ] } // — ђ é'


def plan(n: int = 3, text: str = "Students will read more", mends: tuple[Mend, ...] = (Mend.NO_START,)) -> Summary:
    return summarise(
        [Line(f"{text} {at}", SentenceLayer.PROGRESS, mends, dict.fromkeys(mends, text)) for at in range(n)]
    )


def put(summary: Summary, **known: str) -> PdfReader:
    return PdfReader(io.BytesIO(plan_lint.put(summary, judged_on=DAY, **known)))


def words(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def test_the_sheet_shows_first_what_is_good_then_bars_then_offers() -> None:
    ready = Line("Fine as it is", SentenceLayer.PROGRESS, ())
    said = words(put(summarise([ready, *(Line("Bare", SentenceLayer.PROGRESS, (Mend.NO_START,)) for _ in range(2))])))
    places = [
        said.index(part) for part in ("Goals that need nothing more: 1 of 3", "Of the 3 progress goals", "Look up the")
    ]
    assert places == sorted(places)
    assert "Judged as of 1 September 2025" in said


def test_the_page_is_tagged_and_named_and_its_picture_is_told() -> None:
    reader = put(plan())
    root = reader.trailer["/Root"]
    packed = plan_lint.put(plan(), judged_on=DAY)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "What to mend in our plan"
    assert b"pdfuaid:part" in packed
    assert "Have no start: 3/3" in alt_texts(root["/StructTreeRoot"])


def alt_texts(node: object) -> str:
    """Every alternative text of the tree of tags."""
    found = []
    waiting = [node]
    while waiting:
        here = waiting.pop()
        here = here.get_object() if hasattr(here, "get_object") else here
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            found.append(str(here.get("/Alt", "")))
            waiting += [here["/K"]] if "/K" in here else []
    return " ".join(found)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
@pytest.mark.parametrize("n", [1, 400])
def test_everything_fits_one_page_of_either_paper(paper: str, size: tuple[int, int], n: int) -> None:
    summary = plan(n, "A long statement of a plan " * 40, tuple(Mend))
    reader = put(summary, paper=paper, title="The plan of our school " * 4)
    assert len(reader.pages) == 1
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == size
    assert len(summary.groups) == len(Mend)


def test_offers_that_do_not_fit_are_counted() -> None:
    said = words(put(plan(5, "A long statement of a plan " * 40, tuple(Mend))))
    assert re.search(r"\d+ more on the list\.", said)


def test_words_of_people_stay_words() -> None:
    said = words(put(plan(2, HOSTILE), title=HOSTILE))
    assert HOSTILE.replace(" ", "") in said.replace(" ", "")


def test_a_plan_with_nothing_to_mend_says_so() -> None:
    said = words(put(summarise([Line("Fine", SentenceLayer.PROGRESS, ())])))
    assert "there is nothing to mend" in said
    assert "What would mend it" not in said


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_lint.put(plan(), judged_on=DAY) == plan_lint.put(plan(), judged_on=DAY)


def test_only_our_fonts_are_used() -> None:
    fonts = put(plan(2, "Їжак é ñ")).pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[1] for font in fonts.values()}
    assert names <= {"Inter-Regular", "Inter-SemiBold"}


def test_the_fonts_are_those_that_were_checked() -> None:

    told = dict(
        re.findall(r"\| (Inter-\w+\.ttf) \| `([0-9a-f]{64})`", (ROOM / "fonts" / "FONTS.md").read_text("utf-8"))
    )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOM / "fonts").glob("*.ttf")}
    assert told == found
    assert "SIL Open Font License" in (ROOM / "fonts" / "LICENSE").read_text("utf-8")


def test_no_template_takes_anything_from_outside() -> None:
    for path in (ROOM / "templates").glob("*.typ"):
        text = path.read_text("utf-8")
        assert re.findall(r"@preview|#?import|#?include|read\(|https?:", text) == [], path.name


def test_a_page_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "SECONDS", 0.01)
    with pytest.raises(setting.ReportRefused) as caught:
        plan_lint.put(plan(), title="Not set before", judged_on=DAY)
    assert caught.value.code == "report-slow"


def test_a_template_that_is_wrong_is_a_bug_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match="lead"):
        setting.put("plan_lint", {"title": "x", "language": "en", "paper": "a4", "foot": ""}, made_on=DAY)


def test_a_page_too_many_stops_typst() -> None:
    data = {"title": "x", "language": "en", "paper": "a4", "foot": "", "lead": ["long " * 40] * 60, "picture": ""}
    template = (ROOM / "templates" / "plan_lint.typ").read_bytes()
    with pytest.raises(typst.TypstError, match="more than one page"):
        typesetter.typeset(template, data | {"offers": []}, made_on=DAY)


@pytest.mark.parametrize(
    "asks", ["#read({path})", "#image({path})", "#include {path}", '#read("../../../../../{bare}")']
)
def test_even_a_template_of_an_attacker_reads_no_file(tmp_path: Path, asks: str) -> None:
    (tmp_path / "secret.typ").write_text("secret", encoding="utf-8")
    template = asks.format(path=f'"{tmp_path / "secret.typ"}"', bare=str(tmp_path / "secret.typ").lstrip("/"))
    with pytest.raises(typst.TypstError, match=r"not found|escape"):
        typesetter.typeset(template.encode(), {}, made_on=DAY)


def test_typst_is_loaded_only_in_its_own_process() -> None:
    code = (
        "import sys\nfrom datetime import date\nfrom aimline.domain.plan_lint import summarise\n"
        "from aimline.reports import plan_lint\nplan_lint.put(summarise([]), judged_on=date(2025, 9, 1))\n"
        "print([m for m in ('typst', 'django', 'duckdb', 'numpy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
