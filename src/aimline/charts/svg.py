"""SVG from escaped text only: no style attribute, no script, colours by class with plain fallbacks."""

import re
from functools import lru_cache
from html import escape

INK = "#1d2730"
SOFT = "#5b6570"
TEAL = "#0b6e6e"
LINE = "#d9d4c8"
EDGE = "#8a867c"
CARD = "#ffffff"
TINT = "#f3f0e9"

TEAL_INK: dict[str, float | str] = {"color": TEAL, "stroke": "currentColor"}
SOFT_INK: dict[str, float | str] = {"color": SOFT, "stroke": "currentColor"}
HALO: dict[str, float | str] = {
    "stroke": CARD,
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}
"""A rim in the colour of the ground, drawn under letters, keeps them readable where they cross a line."""

_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text made safe for an SVG element or attribute; letters that XML forbids are left out."""
    return escape(_FORBIDDEN_IN_XML.sub("", text), quote=True)


def tag(name: str, content: str = "", /, **attributes: float | str) -> str:
    """An element; `content` is finished SVG. `stroke_width` becomes stroke-width, `class_` becomes class."""
    pairs = "".join(map(_pair, attributes.keys(), attributes.values()))
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


# Colours, classes and the places of rows and columns come again and again.
@lru_cache(maxsize=4096)
def _pair(key: str, value: float | str) -> str:
    return f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'


def words(text: str, /, **attributes: float | str) -> str:
    """A piece of lettering or a title: `text` is escaped here."""
    name = str(attributes.pop("element", "text"))
    return tag(name, clean(text) or " ", **attributes)


def line(x1: float, y1: float, x2: float, y2: float, /, **attributes: float | str) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def path(points: list[tuple[float, float]], /, **attributes: float | str) -> str:
    """A line through points."""
    return tag("path", d=_steps(points), fill="none", stroke="currentColor", **attributes)


def surface(points: list[tuple[float, float]], /, **attributes: float | str) -> str:
    """The surface that points enclose."""
    return tag("path", d=_steps(points) + "Z", **attributes)


def circle(x: float, y: float, r: float, content: str = "", /, **attributes: float | str) -> str:
    """A disc, or with `fill` and `stroke` given a ring."""
    return tag("circle", content, cx=x, cy=y, r=r, **attributes)


def ring(x: float, y: float, r: float, content: str = "", /, **attributes: float | str) -> str:
    """An open circle in the colour of its surroundings."""
    kind = " ".join(("open", str(attributes.pop("class_", "")))).strip()
    return circle(x, y, r, content, class_=kind, fill=CARD, stroke="currentColor", **attributes)


def picture(content: str, *, uid: str, width: float, height: float, size: float, title: str, description: str) -> str:
    """The whole drawing with its name and description for those who listen to it.

    `uid` must be unique on the page; the ids of title and description are made from it.
    """
    name = words(title, element="title", id=f"{uid}-title")
    told = words(description, element="desc", id=f"{uid}-desc")
    return tag(
        "svg",
        name + told + content,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_labelledby=f"{uid}-title",
        aria_describedby=f"{uid}-desc",
        color=INK,
        font_family="Inter, system-ui, sans-serif",
        font_size=size,
        font_weight=500,
    )


def _steps(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_value(x)} {_value(y)}" for x, y in points)


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return clean(value)
    return f"{value:.1f}".removesuffix(".0")
