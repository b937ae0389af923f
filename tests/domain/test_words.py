from datetime import date

from aimline.domain.words import say, translate


def test_a_sentence_writes_days_and_numbers_the_way_people_read_them() -> None:
    said = say("{value} on {on}", value=62.50, on=date(2026, 3, 27))

    assert str(said) == "62.5 on 27 March 2026"


def test_a_sentence_may_hold_another_one_and_a_format_of_its_own() -> None:
    said = say("{inner}, {share:.0%}", inner=say("{n} of 4", n=3), share=0.75)

    assert str(said) == "3 of 4, 75%"


def test_a_sentence_is_translated_with_the_sentences_inside_it() -> None:
    french = {"{inner} left": "reste {inner}", "{n} days": "{n} jours"}

    assert translate(say("{inner} left", inner=say("{n} days", n=3)), lambda text: french[text]) == "reste 3 jours"
