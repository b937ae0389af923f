"""Every address says who may come in; one that does not stays shut and breaks the build."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from aimline.apps.accounts.policy import Door
from aimline.web.middleware import FOREIGN


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        else:
            yield entry


def test_every_address_has_a_name() -> None:
    assert [str(route.pattern) for route in routes() if not route.name] == []


def test_every_address_declares_its_door() -> None:
    ours = [route for route in routes() if route.name not in FOREIGN]
    assert [route.name for route in ours if not isinstance(getattr(route.callback, "door", None), Door)] == []


def test_every_door_of_ours_names_the_policy_behind_it() -> None:
    ours = [route for route in routes() if hasattr(route.callback, "door")]
    assert [route.name for route in ours if not getattr(route.callback, "policy", "")] == []


def test_a_view_is_a_function() -> None:
    ours = [route for route in routes() if hasattr(route.callback, "door")]
    assert [route.name for route in ours if hasattr(route.callback, "view_class")] == []
