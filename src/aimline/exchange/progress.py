"""How far long work has come, told while it goes on."""

from collections.abc import Callable

Tell = Callable[[float], None]  # takes the share that is done, 0 to 1


def nobody(_share: float) -> None:
    """Tell nobody: where work is short, or nobody waits for it."""


def within(tell: Tell, begin: float, share: float) -> Tell:
    """Tell of a part of the work, which begins and takes as much of it, as of the whole."""
    return nobody if tell is nobody else lambda of_part: tell(begin + share * of_part)
