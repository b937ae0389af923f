"""Services on this machine that speak the specifications: OAuth 2.0 sign-in, paging, headers, every kind of trouble.

`troubles` says what goes wrong at which question, counted from 1; everything else is answered as the standard says.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

KEY, SECRET = "lark-key", "s3cret/of:lark"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2/"
ROSTERING, DATA = "/ims/oneroster/rostering/v1p2/", "/data/v3/ed-fi/"
CHANGES = "/changeQueries/v1/availableChangeVersions"


@dataclass
class Service:
    """What a service holds by resource, how it behaves, and what it was asked."""

    kind: str
    held: dict[str, list[dict[str, Any]]]
    most: int = 1000
    newest_change: int | None = None
    says_total: bool = True
    says_links: bool = True
    troubles: dict[int, str] = field(default_factory=dict)
    shut: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    n_tokens: int = 0
    address: str = ""

    def page(self, name: str, asked: Mapping[str, str]) -> tuple[list[dict[str, Any]], int]:
        rows = self.held[name]
        if "minChangeVersion" in asked or "maxChangeVersion" in asked:
            first, last = int(asked.get("minChangeVersion", 0)), int(asked.get("maxChangeVersion", 1 << 60))
            rows = [row for row in rows if first <= row.get("_change", 0) <= last]
        if self.kind == "oneroster":
            rows = sorted(rows, key=lambda row: row[asked["sort"]])
        offset, limit = int(asked["offset"]), min(int(asked["limit"]), self.most)
        plain = [{name: said for name, said in row.items() if name != "_change"} for row in rows]
        return plain[offset : offset + limit], len(rows)


@contextmanager
def served(service: Service) -> Iterator[Service]:
    """Serve on a free port of this machine until the test is over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Answers,), {"service": service}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Answers(BaseHTTPRequestHandler):
    """Answers one question after the other."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    service: Service

    def log_message(self, *_: object) -> None:
        """A test says nothing."""

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        pair = base64.b64encode(f"{quote(KEY, safe='')}:{quote(SECRET, safe='')}".encode()).decode()
        if self.path != "/oauth/token" or sent["grant_type"] != ["client_credentials"]:
            return self.tell(404, {})
        if self.headers["Authorization"] != f"Basic {pair}":
            return self.tell(401, {"error": "invalid_client", "echo": self.headers["Authorization"]})
        self.service.scopes += sent.get("scope", [])
        self.service.n_tokens += 1
        token = f"token-{self.service.n_tokens}"
        return self.tell(200, {"access_token": token, "token_type": "Bearer", "expires_in": 1800})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.service.asked.append(self.path)
        trouble = self.service.troubles.pop(len(self.service.asked), "")
        if self.headers["Authorization"] != f"Bearer token-{self.service.n_tokens}" or trouble == "expired":
            return self.tell(401, {})
        if trouble:
            return getattr(self, trouble)()
        if parts.path == CHANGES and self.service.newest_change is not None:
            return self.tell(200, {"oldestChangeVersion": 0, "newestChangeVersion": self.service.newest_change})
        base = ROSTERING if self.service.kind == "oneroster" else DATA
        if self.service.kind == "oneroster" and parts.path.startswith(GRADEBOOK):
            base = GRADEBOOK
        name = parts.path.removeprefix(base)
        if not parts.path.startswith(base) or name not in self.service.held:
            return self.tell(404, {})
        if name in self.service.shut:
            return self.tell(403, {})
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if self.service.kind == "ed_fi" and int(asked["limit"]) > 500:
            return self.tell(400, {"message": "Limit must be at most 500."})
        return self.give(name, asked)

    def give(self, name: str, asked: Mapping[str, str]) -> None:
        rows, total = self.service.page(name, asked)
        if self.service.kind == "ed_fi":
            headers = {"Total-Count": str(total)} if asked.get("totalCount") == "true" else {}
            return self.tell(200, rows, headers)
        headers = {"X-Total-Count": str(total)} if self.service.says_total else {}
        if self.service.says_links:
            base, offset = f"{self.service.address}{ROSTERING}{name}", int(asked["offset"]) + len(rows)
            links = [f'<{base}?offset=0>; rel="first"']
            links += [f'<http://elsewhere.example/{name}?offset={offset}>; rel="next"'] if offset < total else []
            headers["Link"] = ", ".join(links)
        return self.tell(200, {name: rows}, headers)

    def tell(self, status: int, value: object, headers: Mapping[str, str] | None = None, *, keep: int = 0) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        for key, said in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(key, said)
        self.send_header("Content-Length", str(len(body) + keep))
        self.end_headers()
        self.wfile.write(body)

    def cut(self) -> None:
        """Announce more than is sent, and hang up in the middle of the page."""
        self.tell(200, {"users": [{"sourcedId": "half"}]}, keep=500)
        self.close_connection = True

    def hang_up(self) -> None:
        self.close_connection = True

    def busy(self) -> None:
        self.tell(429, {}, {"Retry-After": "7"})

    def very_busy(self) -> None:
        self.tell(429, {}, {"Retry-After": "3600"})

    def in_trouble(self) -> None:
        self.tell(500, {"error": "boom"})

    def a_page_for_people(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"<p/>")

    def elsewhere(self) -> None:
        self.tell(302, {}, {"Location": "https://elsewhere.example/users"})
