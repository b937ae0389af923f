import pytest

from aimline.domain import full_names


@pytest.mark.parametrize(
    ("name", "words", "telling"),
    [
        ("juan de souza", ["juan", "de", "souza"], ["juan", "souza"]),
        ("anne-marie o’brien", ["anne", "marie", "obrien"], ["anne", "marie", "obrien"]),
        ("van le", ["van", "le"], ["van", "le"]),  # a name of nothing else
        (" ", [], []),
    ],
)
def test_the_words_of_a_name_and_those_that_tell_a_family(name: str, words: list[str], telling: list[str]) -> None:
    assert full_names.words(name) == words
    assert full_names.telling(words) == telling
