"""A value that is worked out when it is first asked for and kept with its object."""

from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


class once(Generic[S, T]):
    """Like `functools.cached_property`, without the lock that Python 3.11 takes for each value of each object."""

    def __init__(self, work_out: Callable[[S], T]) -> None:
        self.work_out = work_out
        self.name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, subject: S, owner: type[S]) -> T:
        """Work the value out; the object's own dictionary answers from then on."""
        found = self.work_out(subject)
        setattr(subject, self.name, found)
        return found
