"""Which language a text is written in, and that each language's own words fill the slots."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.goal import Layer
from aimline.domain.smart import Fields, SentenceLayer, check, parse, to_json
from aimline.domain.smart.languages import Language, is_mixed, tell
from aimline.domain.smart.lexicon import load

TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))
FRENCH = (
    "D'ici le 29 mai 2026, la proportion d'élèves de 5e année qui résolvent des problèmes de fractions passera de "
    "47 % à 63 %, selon l'épreuve commune de la division."
)
SPANISH = (
    "Para el 29 de mayo de 2026, el porcentaje de alumnos de 5.º grado que resuelve problemas de fracciones subirá "
    "del 47 % al 63 %, según la prueba común de unidad."
)
UKRAINIAN = (
    "До 29 травня 2026 року частка учнів 5 класу, які розв'язують задачі, зросте з 47 % до 63 % за спільним тестом."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("By May, 80% of Grade 3 students will read at grade level.", Language.EN),
        ("Read more", Language.EN),
        ("", Language.EN),
        ("French immersion students at École La Salle will reach 80% on the DELF by June.", Language.EN),
        (FRENCH, Language.FR),
        ("Améliorer l'assiduité", Language.FR),
        (SPANISH, Language.ES),
        ("Mejorar la lectura", Language.ES),
        (UKRAINIAN, Language.UK),
    ],
)
def test_a_language_shows_itself_by_its_small_words_and_letters(text: str, language: Language) -> None:
    assert parse(text, today=TODAY).language is language


def test_english_stays_english_beside_a_foreign_name() -> None:
    assert (
        tell(frozenset(["students", "in", "la", "jolla", "will", "read", "at", "the", "grade", "level"])) is Language.EN
    )


def test_two_languages_in_one_text_are_told_apart_sentence_by_sentence() -> None:
    text = (
        "La proportion d'élèves de 4e année qui réussissent passera de 50 % à 60 % d'ici juin 2026 selon l'épreuve "
        "commune de la division. The goal of the school is that all students will read."
    )

    assert is_mixed(frozenset(text.lower().split()))
    said = parse(text, today=TODAY)

    assert said.language is Language.FR
    assert (said.baseline and said.baseline.value, said.target and said.target.value) == (50.0, 60.0)


def test_a_measure_may_end_the_text() -> None:
    said = parse("Les élèves passeront de 45 % à 60 % à l'épreuve commune de fractions", today=TODAY)

    assert said.measure
    assert said.measure.value == "épreuve commune de fractions"


def test_a_text_may_end_before_its_number() -> None:
    assert parse("Los alumnos subirán de", today=TODAY).target is None


def test_a_language_that_is_stated_is_not_guessed() -> None:
    report = check("Plan de lecture", today=TODAY, fields=Fields(language=Language.FR))

    assert report.slots.language is Language.FR


@pytest.mark.parametrize("text", [FRENCH, SPANISH, UKRAINIAN])
def test_a_whole_goal_is_whole_in_every_language(text: str) -> None:
    report = check(text, today=TODAY, calendar=CALENDAR)
    said = report.slots

    assert report.layer is SentenceLayer.PROGRESS
    assert {letter: str(mark) for letter, mark in report.marks.items()} == dict.fromkeys("SMART", "met")
    assert (said.baseline and said.baseline.value, said.target and said.target.value) == (47.0, 63.0)
    assert said.deadline is not None
    assert said.deadline.value == date(2026, 5, 29)


@pytest.mark.parametrize(
    ("text", "group", "measure"),
    [
        (FRENCH, "élèves de 5e année", "l'épreuve commune de la division"),
        (SPANISH, "alumnos de 5.º grado", "la prueba común de unidad"),
        (UKRAINIAN, "учнів 5 класу", "спільним тестом"),
    ],
)
def test_slots_are_the_words_of_the_text_with_their_places(text: str, group: str, measure: str) -> None:
    said = parse(text, today=TODAY, calendar=CALENDAR)

    assert said.student_group is not None
    assert said.measure is not None
    assert said.student_group.value == group
    assert said.measure.value in measure
    for slot in (said.student_group, said.measure):
        assert text[slot.span[0] : slot.span[1]] == slot.value


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        (
            "70 % des élèves de 6e année réussiront l'évaluation commune de fractions en juin.",
            "évaluation commune de fractions",
        ),
        ("70 % des élèves de 6e année réussiront à l'épreuve de mars.", "épreuve de mars"),
        ("70 % des élèves de 6e année réussiront à l'épreuve commune du 12 juin.", "épreuve commune"),
        ("70 % des élèves de 6e année réussiront à l'épreuve en lecture.", "épreuve en lecture"),
    ],
)
def test_an_assessment_takes_the_words_that_follow_it(text: str, measure: str) -> None:
    said = parse(text, today=TODAY, calendar=CALENDAR)

    assert said.measure is not None
    assert said.measure.value == measure


@pytest.mark.parametrize(
    "text",
    [
        "Mettre en place un club de lecture dans toutes les classes.",
        "Offrir une formation aux enseignants d'ici le 31 octobre 2025.",
        "L'équipe élaborera un protocole de gestion de classe.",
        "Achat de livres pour la bibliothèque de la maternelle",
        "Crear un banco de lecturas.",
        "Los docentes asistirán a un taller.",
        "Створити банк спільних тестів.",
        "Учителі відвідають тренінг.",
    ],
)
def test_what_adults_do_is_an_activity_in_every_language(text: str) -> None:
    assert check(text, today=TODAY).layer is SentenceLayer.ACTIVITY


@pytest.mark.parametrize(
    "text",
    [
        "L'an dernier, 62 % des élèves de 6e année ont réussi l'épreuve.",
        "Ordre du jour : mot de bienvenue, varia",
        "Pourquoi nos élèves aiment-ils moins lire?",
        "El año pasado, el 61 % de los alumnos aprobó la prueba estatal.",
        "Торік 61 % учнів склали державний тест.",
    ],
)
def test_reports_agendas_and_questions_are_no_goals_in_every_language(text: str) -> None:
    assert check(text, today=TODAY).layer is SentenceLayer.NO_GOAL


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Les élèves francophones de 10e année progresseront.", "Les élèves francophones de 10e année"),
        ("Les élèves autochtones de la 12e année réussiront.", "Les élèves autochtones de la 12e année"),
        ("Les élèves anglophones progresseront.", "Les élèves"),
        ("Les élèves de la 4e à la 6e année liront.", "Les élèves de la 4e à la 6e année"),
    ],
)
def test_words_behind_students_say_which(text: str, group: str) -> None:
    said = parse(text, today=TODAY)

    assert said.student_group is not None
    assert said.student_group.value == group


def test_a_word_of_another_language_plays_one_part() -> None:
    for language in (Language.FR, Language.ES, Language.UK):
        natives = [native for listed in load(f"{language}.toml")["plays"].values() for native in listed]
        assert sorted(set(natives)) == sorted(natives)


def test_every_verb_of_a_pack_has_an_ending() -> None:
    for language in (Language.FR, Language.ES):
        lists = load(f"{language}.toml")
        verbs = [verb for listed in lists["verbs"].values() for verb in listed]
        assert [verb for verb in verbs if not verb.endswith(tuple(lists["endings"]))] == []


def test_a_layer_that_is_given_stands_in_every_language() -> None:
    assert check("Chaque enfant aime lire.", today=TODAY, layer=Layer.PURPOSE).layer is SentenceLayer.PURPOSE


_HEAP = (
    "de|à|au|des|du|d'ici|que|qui|sur|en|pour|élèves|à risque|4e|année|58 %|72|2,1|juin|2026|passera|atteignent|ont|"
    "atteint|l'épreuve|commune|moins de|la moitié|un élève sur|deux|selon|fin de|EHDAA|Mme|.|,|:|y|para|el|alumnos|"
    "5.º grado|a|del|mejorará|учнів|5|класу|до|з|зросте|на|за|тестом|травня|року"
)


@pytest.mark.parametrize("text", ["", "y"])
def test_a_text_of_which_no_word_plays_a_part_is_read(text):
    assert parse(text, today=TODAY, language=Language.FR).hints.n_words == 0


@given(st.lists(st.sampled_from(_HEAP.split("|")), max_size=30), st.sampled_from(list(Language)))
@settings(max_examples=400, deadline=None)
def test_any_heap_of_words_in_any_language_gives_spans_that_lie_in_the_text(
    words: list[str], language: Language
) -> None:
    text = " ".join(words)
    data = to_json(check(text, today=TODAY, fields=Fields(language=language)))
    assert isinstance(data["slots"], dict)
    slots = [slot for slot in data["slots"].values() if slot is not None]

    assert all(0 <= slot["span"][0] < slot["span"][1] <= len(text) for slot in slots)
    assert all(slot["value"] for slot in slots if isinstance(slot["value"], str))
