"""What each word of another language plays in the grammar: literal texts in, working words out."""

import pytest

from aimline.domain.smart import passage
from aimline.domain.smart.languages import Language


def told(text: str, language: Language = Language.FR) -> str:
    return " ".join(token.low for token in passage.read(text, language=language).tokens)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("de 58 % à 72 %", "from 58 % to 72 %"),
        ("de septembre à juin", "from september to june"),
        ("du 3e cycle", "of 3 th grade"),
        ("le taux de 58 %, à 72 %", "the rate of 58 % , to 72 %"),
        ("augmenter de 5 points au 2e cycle", "increase by 5 points in 2 th grade"),
        ("Bilan. 5 points de 12 points", "assessment . 5 points of 12 points"),
        ("une note de 12 points", "a score of 12 points"),
        ("20 des 25 élèves", "20 of 25 students"),
        ("un élève sur deux", "one students of two"),
        ("2,8 sur 4", "2.8 of 4"),
        ("sur la grille", "on the rubric"),
        ("Sur 4", "on 4"),
        ("la moitié des élèves", "the half of of students"),
        ("les trois quarts", "the three quarters"),
        ("réduire d'un tiers", "reduce by one third of"),
        ("moins de 10 %", "less than 10 %"),
        ("moins de retards", "less of tardies"),
        ("des élèves anglophones de 4e année", "of students anglophones in 4 th grade"),
        ("des élèves anglophones de maternelle", "of students anglophones in kindergarten"),
        ("de la 4e année", "of the 4 th grade"),
        ("actuellement à 74 %", "currently at 74 %"),
    ],
)
def test_numbers_and_their_prepositions(text: str, words: str) -> None:
    assert told(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("d'ici quatre ans", "within four years"),
        ("d'ici 2 ans", "within 2 years"),
        ("d'ici juin 2026", "by june 2026"),
        ("d'ici la fin de juin", "by the end of june"),
        ("au 30 juin", "by 30 june"),
        ("au 1er mars", "by 1 th march"),
        ("au printemps", "by spring"),
        ("en 2026", "in 2026"),
        ("pour 2027", "by 2027"),
        ("pour les élèves", "for the students"),
        ("avant la relâche", "before the spring break"),
        ("première étape", "first term"),
        ("fin de l'année scolaire", "end of the school year"),
        ("au plus tard le 15 mars 2026", "by 15 march 2026"),
    ],
)
def test_dates(text: str, words: str) -> None:
    assert told(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("à l'épreuve", "on the exam"),
        ("à l'école", "at the school"),
        ("en lecture", "in reading"),
        ("en offrant", "by offering"),
        ("vingt-cinq", "twenty five"),
        ("vingt et un", "twenty one"),
        ("soixante-douze pour cent", "seventy two percent"),
        ("quatre-vingt-dix", "ninety"),
        ("4\u00a0500 stylos", "4500 stylos"),
        ("4 500 stylos", "4 500 stylos"),
        ("2,125", "2,125"),
        ("1, 5", "1 , 5"),
        ("aujourd'hui", "now"),
        ("les élèves atteindront", "the students will attain"),
        ("que les élèves atteignent", "that the students will attain"),
        ("Nous voulons que les élèves lisent.", "we wants that the students will read ."),
        ("Les élèves qui lisent", "the students who reads"),
        ("Que les élèves qui lisent", "that the students who reads"),
        ("afin que tous soient prêts", "so that all will be prêts"),
        ("les élèves ayant réussi", "the students having succeeding"),
        ("les élèves ont atteint", "the students have attained"),
        ("le taux sera réduit", "the rate will be reduced"),
        ("le taux réduit", "the rate reduces"),
        ("ils rempliront", "they will complete"),
    ],
)
def test_joints_numbers_in_words_and_verbs(text: str, words: str) -> None:
    assert told(text) == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("del 58 % al 72 %", Language.ES, "from 58 % to 72 %"),
        ("cuarenta y dos", Language.ES, "forty two"),
        ("resolverán", Language.ES, "will solve"),
        ("з 58 % до 72 %", Language.UK, "from 58 % to 72 %"),
        ("зросте на 15 %", Language.UK, "will increase by 15 %"),
        ("на тесті", Language.UK, "on test"),
        ("en la prueba", Language.ES, "on the test"),
        ("alumnos que", Language.ES, "students who"),
        ("за спільним тестом", Language.UK, "on common test"),
        ("за дверима", Language.UK, "for дверима"),
    ],
)
def test_other_languages_share_the_constructions(text: str, language: Language, words: str) -> None:
    assert told(text, language) == words


def test_words_that_a_phrase_adds_share_its_place_in_the_text() -> None:
    read = passage.read("Ils atteindront", language=Language.FR)

    assert [(token.low, read.source[token.start : token.end]) for token in read.tokens] == [
        ("they", "Ils"),
        ("will", "atteindront"),
        ("attain", "atteindront"),
    ]
