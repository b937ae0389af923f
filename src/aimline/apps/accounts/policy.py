"""Every route says who may come in before it says anything else."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


class Door(StrEnum):
    """The outer door of a route; what lies behind it is checked by the app's own policy."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


def door(kind: Door, policy: str) -> Callable[[View], View]:
    """Declare a view's door and the name of the policy behind it; a route without one does not open."""

    def declare(view: View) -> View:
        view.door = kind  # type: ignore[attr-defined]  # a plain function carries its declaration
        view.policy = policy  # type: ignore[attr-defined]  # likewise
        return view

    return declare
