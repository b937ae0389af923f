"""Offers on French sentences are French, and taking one silences the finding that made it."""

from datetime import date

import pytest

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.smart import Fields, check
from aimline.domain.smart.draft import Draft
from aimline.domain.smart.languages import Language

TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))
WORDS = {
    "deadline": "le 14 novembre 2025",
    "group": "les élèves de 5e année",
    "skill": "la comparaison des fractions",
    "measure": "l'épreuve commune",
}
STATEMENTS = (
    "Les élèves de 4e année amélioreront leur compréhension de lecture de 58,5 % à 72 % selon l'épreuve commune.",
    "Les élèves de 2e année liront couramment un texte d'ici juin 2026.",
    "Réduire l'absentéisme chronique de 22 % à 15 % en 9e année.",
    "Mettre en place des centres de littératie.",
    "Nous voulons que les élèves lisent mieux.",
    "Améliorer les mathématiques.",
    "70 % des élèves de 6e année réussiront à l'épreuve commune de fractions en juin.",
    "Que tous les élèves sachent lire.",
)


def written(draft: Draft) -> str:
    low, high = ("66", "48") if "réduire" in draft.pattern else ("48", "66")
    start = draft.values.get("baseline") or low
    end = draft.values.get("target") or high
    return draft.filled(**{**WORDS, "baseline": start, "target": end, **draft.values})


@pytest.mark.parametrize("text", STATEMENTS)
def test_an_offer_is_french_and_silences_its_finding(text: str) -> None:
    found = check(text, today=TODAY, calendar=CALENDAR).findings
    offers = [(one.code, draft) for one in found if one.rewrite for draft in one.rewrite.drafts]
    assert offers

    for code, draft in offers:
        assert "By" not in str(draft)
        after = check(written(draft), today=TODAY, calendar=CALENDAR, fields=Fields(language=Language.FR))
        assert code not in {one.code for one in after.findings}, str(draft)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        (
            STATEMENTS[0],
            "D'ici __, les élèves de 4e année vont maîtriser leur compréhension de lecture, selon l'épreuve commune, "
            "en passant de 58,5\u00a0% à 72\u00a0%.",
        ),
        (
            "Les élèves de 2e année liront couramment un texte.",
            "D'ici __, les élèves de 2e année liront couramment un texte, selon __, en passant de __ à __.",
        ),
        (
            "Amener les élèves de 2e année à lire un texte.",
            "D'ici __, les élèves de 2e année vont lire un texte, selon __, en passant de __ à __.",
        ),
        (
            STATEMENTS[2],
            "D'ici __, les élèves de 9e année vont réduire l'absentéisme chronique, selon __, "
            "en passant de 22\u00a0% à 15\u00a0%.",
        ),
        (
            "Que les élèves de 3e année lisent mieux.",
            "D'ici __, les élèves de 3e année : lisent mieux, selon __, en passant de __ à __.",
        ),
    ],
)
def test_the_formula_keeps_the_words_of_the_sentence(text: str, offer: str) -> None:
    found = {one.code: one for one in check(text, today=TODAY).findings}

    assert found["T-01"].rewrite is not None
    assert str(found["T-01"].rewrite.drafts[0]) == offer
