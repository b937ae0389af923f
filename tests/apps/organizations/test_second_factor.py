import pytest
from django.conf import settings

from tests.apps.conftest import World


@pytest.mark.parametrize(
    ("mode", "name", "first_page"),
    [
        ("production", "principal", "/account/2fa/totp/activate/"),
        ("production", "steward", "/account/2fa/totp/activate/"),
        ("production", "teacher", None),
        ("embedded", "principal", None),
    ],
)
def test_in_production_far_reaching_roles_set_up_a_second_factor_first(
    world: World, monkeypatch: pytest.MonkeyPatch, mode: str, name: str, first_page: str | None
) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update={"mode": mode}))

    response = world.client(name).get("/places/")

    assert response.headers.get("Location") == first_page


def test_the_second_factor_page_itself_opens(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update={"mode": "production"}))

    response = world.client("principal").get("/account/2fa/totp/activate/")

    assert response.status_code == 200
    assert "authenticator" in response.content.decode().lower()
