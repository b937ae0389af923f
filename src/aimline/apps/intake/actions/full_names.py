"""Whether two full names of a roster can be those of one student; results are judged more loosely (domain)."""

from aimline.apps.accounts.models import plain
from aimline.domain import full_names

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
    """Tell whether two names have any word in common, other than a particle."""
    return not set(full_names.telling(words(one))).isdisjoint(full_names.telling(words(other)))


def words(name: tuple[str, ...]) -> list[str]:
    """Return the words of a name without accents, hyphens and apostrophes."""
    return full_names.words(plain(" ".join(name)))
