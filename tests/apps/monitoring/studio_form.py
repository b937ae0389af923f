"""Fill in a studio page the way a browser would."""

import uuid
from datetime import date

from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client

from aimline.apps.monitoring.pages.studio import StudioPage
from aimline.apps.results.models import Measure


def sent_form(page: StudioPage) -> dict[str, object]:
    """Return what a browser would send if nobody changed anything on a studio page."""
    forms = page.forms
    sent = fields_of(forms.draft)
    for rows in (forms.notes, forms.areas, forms.strategies, forms.looks, forms.stops):
        sent |= fields_of(rows.management_form)
        for row in rows:
            sent |= fields_of(row)
    return sent


def fields_of(form: BaseForm) -> dict[str, object]:
    return {bound.html_name: plain(bound.value()) for bound in form if is_sent(bound.value())}


def is_sent(value: object) -> bool:
    """An empty field and a box without a tick are not sent; a zero is."""
    return value is not None and value is not False


def plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def open_studio(client: Client, unit_uuid: uuid.UUID) -> str:
    """Start a goal and return the address of its studio."""
    start = f"/goals/new/{unit_uuid}/"
    client.get(start)
    return str(client.post(start, {"key": str(uuid.uuid4()), "layer": "progress"}).url)


def send(client: Client, address: str, then: str, **changes: object) -> HttpResponse:
    """Change some fields of a studio page and press a button."""
    page = client.get(address).context["page"]
    names = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, sent_form(page) | names | {"then": then})


def whole_goal(measure: Measure) -> dict[str, object]:
    """Return what a team types in the six steps, when the program prefills the rest."""
    return {
        "notes__1__text": "Most students add fractions well",
        "areas__0__name": "Fractions",
        "areas__0__essential": "3",
        "priority_row": "0",
        "measure": str(measure.uuid),
        "result": "solve fraction problems at grade level",
        "target": "80",
        "strategies__0__text": "Number talks with fraction strips",
        "strategies__1__text": "A common fractions check every four weeks",
        "proxy_name": "Grade 4 fractions check",
    }
