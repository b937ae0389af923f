"""Ask a service as the client it knows: sign in (OAuth 2.0 client credentials, RFC 6749 4.4), wait when told to."""

import base64
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any  # what a foreign service answers is any JSON
from urllib.parse import quote, urlencode

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.pull.outgoing import Answer, Client, Cut

N_TRIES = 5
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 120.0
BUSY = frozenset({429, 503})
Wait = Callable[[float], None]


class KeyRefused(AimlineError):
    """The other system does not accept the key and secret."""


class Unanswered(AimlineError):
    """The other system answers, but not with what was asked; `status` is its HTTP status."""

    def __init__(self, status: int, code: str, text: str, hint: str, *, what: str) -> None:
        super().__init__(code, say(text, what=what, status=status), say(hint))
        self.status = status


@dataclass(frozen=True, repr=False)
class Credentials:
    """Where to sign in and as whom; never shown, which is why it has no `repr`."""

    token_address: str
    key: str
    secret: str
    scope: str = ""


@dataclass(frozen=True)
class Page:
    """An answer as JSON, with its headers."""

    value: Any  # any JSON
    answer: Answer


class Service:
    """One signed-in service. `wait` sleeps for seconds; `now` tells the time as seconds since 1970."""

    def __init__(
        self, client: Client, credentials: Credentials, *, wait: Wait = time.sleep, now: Callable[[], float] = time.time
    ) -> None:
        self.client, self.credentials, self.wait, self.now = client, credentials, wait, now
        self._token = ""

    def get(self, url: str, *, what: str, n_tries: int = N_TRIES) -> Page:
        """Ask for JSON; an expired sign-in is renewed, a busy service waited for, a broken answer asked for again.

        `what` names what is asked in messages. Raises KeyRefused, Unanswered, Cut, AddressRefused, Redirected.
        """
        renewed = False
        for n_before in range(n_tries):
            is_last = n_before == n_tries - 1
            try:
                answer = self.client.ask("GET", url, {"Authorization": f"Bearer {self.token()}"})
            except Cut:
                if is_last:
                    raise
                self.wait(FIRST_WAIT_S * 2**n_before)
                continue
            if answer.status == 401 and not renewed:
                renewed, self._token = True, ""
                continue
            if not is_last and self.may_ask_again(answer, n_before):
                continue
            if answer.status == 200 and (page := read(answer)):
                return page
            raise unanswered(answer, what)
        raise unanswered(answer, what)

    def may_ask_again(self, answer: Answer, n_before: int) -> bool:
        """Wait where the service is busy, in trouble, or gave a broken page; False where asking again is no use."""
        if answer.status in BUSY:
            seconds = told_to_wait(answer, self.now())
            if seconds is not None and seconds > LONGEST_WAIT_S:
                return False
            self.wait(seconds if seconds is not None else FIRST_WAIT_S * 2**n_before)
            return True
        if answer.status >= 500 or (answer.status == 200 and read(answer) is None):
            self.wait(FIRST_WAIT_S * 2**n_before)
            return True
        return False

    def token(self) -> str:
        """Return the sign-in of this client, asked for once; raises KeyRefused."""
        if not self._token:
            self._token = self.sign_in()
        return self._token

    def sign_in(self) -> str:
        given = self.credentials
        pair = f"{quote(given.key, safe='')}:{quote(given.secret, safe='')}"
        asked = {"grant_type": "client_credentials"} | ({"scope": given.scope} if given.scope else {})
        headers = {
            "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        for n_before in range(N_TRIES):
            answer = self.client.ask("POST", given.token_address, headers, urlencode(asked).encode())
            if n_before == N_TRIES - 1 or not self.may_ask_again(answer, n_before):
                break
        page = read(answer) if answer.status in (200, 201) else None
        token = page.value.get("access_token") if page and isinstance(page.value, dict) else None
        if isinstance(token, str) and token and token.isascii() and token.isprintable():
            return token
        if answer.status in (400, 401, 403):
            raise KeyRefused(
                "key-refused",
                say("The other system does not accept this key and secret."),
                say("Type both in again as it gave them, and ask there whether the key is still valid."),
            )
        raise unanswered(answer, "the sign-in")


def read(answer: Answer) -> Page | None:
    """Read an answer as JSON; None for what is none."""
    try:
        return Page(json.loads(answer.body.decode("utf-8-sig")), answer)
    except (ValueError, RecursionError):
        return None


def told_to_wait(answer: Answer, now: float) -> float | None:
    """Read `Retry-After`, seconds or a date (RFC 9110 10.2.3); None where it says nothing."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return float(said)
    try:
        seconds = parsedate_to_datetime(said).timestamp() - now
    except (ValueError, TypeError):
        return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def unanswered(answer: Answer, what: str) -> Unanswered:
    """Say what an answer means that is not the one that was hoped for; its text is never repeated."""
    status = answer.status
    code, text, hint = SAID.get(status) or (OTHER if status >= 400 else NO_JSON)
    return Unanswered(status, code, text, hint, what=what)


SAID = {
    400: ("asked-wrongly", "The other system does not understand the question for {what} (status 400).",
          "Check the address: it may be of another version."),
    401: ("signed-out", "The other system does not accept our sign-in for {what} (status 401).",
          "Ask there whether the key may still be used."),
    403: ("not-permitted", "The key may not read {what} (status 403).",
          "Ask the people who keep the other system to let this key read it."),
    404: ("not-there", "The other system has no {what} at this address (status 404).",
          "Check the address, letter by letter."),
    429: ("too-busy", "The other system asks us to wait longer than we do at once (status 429).",
          "What came before is kept. Go on later."),
    503: ("too-busy", "The other system is closed for a while (status 503).",
          "What came before is kept. Go on later."),
}  # fmt: skip
OTHER = ("in-trouble", "The other system is in trouble with {what} (status {status}).",
         "What came before is kept. Go on later, or tell the people who keep it.")  # fmt: skip
NO_JSON = ("no-json", "The other system does not answer with data for {what} (status {status}).",
           "Check the address: it may be that of its pages for people.")  # fmt: skip
