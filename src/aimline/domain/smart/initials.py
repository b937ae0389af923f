"""Names of tests by their letters: initials, listed names, and names with a capital inside."""

from functools import lru_cache

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_NO_TESTS = listed("measures", "no_tests")
_NAMES_LIKE_WORDS = listed("measures", "names_like_words")
_OTHER_INITIALS = frozenset({"self_metric", "programme", "student", "course", "not_assessment"})
_UNQUALIFIED = frozenset(
    {
        "stop",
        "generic",
        "assessment",
        "broad",
        "dated",
        "modal",
        "verb_up",
        "verb_down",
        "target_cue",
        "change_noun",
    }
)
_SHORTEST = 5
_SYSTEM_LEADS = frozenset({"on", "in", "per", "via", "using", "by"})
CLOSERS = frozenset({")", ",", ";", ".", "–", "—", "-", "dated"})


def is_name(passage: Passage, at: int) -> bool:
    """Tell whether this token can only be the name of an assessment."""
    if not 0 <= at < passage.n:
        return False
    listed_name = "assessment_name" in passage.classes[at]
    if listed_name and "assessment_name" in passage.classes[at - 1]:
        return True
    if passage.texts[at] == passage.lows[at]:
        return False
    return _surely(passage, at) if listed_name else _acronym(passage, at) or _product(passage, at)


def _product(passage: Passage, at: int) -> bool:
    """Tell the name of a system by its capital inside: "in PowerSchool", "OurSCHOOL:", "(MyBlueprint)"."""
    if passage.classes[at] or not _has_inner_capital(passage.texts[at]):
        return False
    return passage.lows[at - 1] in _SYSTEM_LEADS or passage.lows[at + 1] in CLOSERS


@lru_cache(maxsize=4096)
def _has_inner_capital(text: str) -> bool:
    inside = text.isalpha() and not text.isupper() and not text[1:].islower() and text[1:] != text[1:].upper()
    return inside and len(text) > _SHORTEST and not text.startswith(("Mc", "Mac", "De"))


def _surely(passage: Passage, at: int) -> bool:
    """Words such as "map", "star", "fast", "access" are names only when written as names."""
    text = passage.texts[at]
    if passage.lows[at] in _NAMES_LIKE_WORDS:
        return (text.isupper() and len(text) > 2) or (text.istitle() and at > 0 and passage.lows[at - 1] not in (".",))
    return True


def _acronym(passage: Passage, at: int) -> bool:
    if (
        not _is_initials(passage.texts[at])
        or passage.source.isupper()
        or passage.is_of(at, _OTHER_INITIALS)
        or passage.lows[at + 1] in _NO_TESTS
        or _qualifies(passage, at + 1)
    ):
        return False
    around = [
        passage.texts[place]
        for place in (at - 1, at + 1)
        if 0 <= place < passage.n and len(passage.texts[place]) > 1 and not passage.has(place, "broad")
    ]
    return not any(word.isupper() and word.isalpha() for word in around) or passage.has(at, "assessment_name")


@lru_cache(maxsize=4096)
def _is_initials(text: str) -> bool:
    if (
        text.startswith("KS")
        or not (text.isalnum() and text[0].isalpha())
        or (not text.isalpha() and text[-1].isalpha())
    ):
        return False
    bare = text.removesuffix("s")
    return 2 <= len(bare) <= 7 and bare.isupper()


def _qualifies(passage: Passage, at: int) -> bool:
    """Tell whether initials only describe the next word: the CVC of "CVC words"."""
    if at >= passage.n or passage.kinds[at] != "word" or passage.texts[at][0].isupper():
        return False
    return not (passage.glued[at] or passage.is_of(at, _UNQUALIFIED))
