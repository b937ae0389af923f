"""Whether two full names can be those of one student."""

import re

from aimline.apps.accounts.models import plain

APOSTROPHES = re.compile(r"['’‘`´ʼ]")
WORD = re.compile(r"[^\W_]+")
N_ENOUGH = 2  # a family name alone is that of brothers and sisters as well


def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names say the same: equal letters, or all words of one, two at least, are among the other's.

    "Ana Lark" is "Lark, Ana María" and "ANA LÁRK", and neither "Ana Finch" nor "Bo Lark".
    """
    left, right = words(one), words(other)
    if "".join(left) == "".join(right):
        return bool(left)
    few, many = sorted((set(left), set(right)), key=len)
    return len(few) >= N_ENOUGH and few <= many


def share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names have any word in common."""
    return not set(words(one)).isdisjoint(words(other))


def words(name: tuple[str, ...]) -> list[str]:
    """Return the words of a name without accents, hyphens and apostrophes, of which there are many kinds."""
    return WORD.findall(APOSTROPHES.sub("", plain(" ".join(name))))
