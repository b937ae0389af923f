"""A small CASE package of an invented framework, sound until a test changes it."""

import json
from pathlib import Path
from typing import Any


def package() -> dict[str, Any]:
    """Return a framework with a domain, two standards below it, and one that stands alone."""

    def item(key: str, code: str, text: str, *grades: str) -> dict[str, Any]:
        return {"identifier": key, "humanCodingScheme": code, "fullStatement": text, "educationLevel": list(grades),
                "CFItemType": "Standard", "uri": f"https://case.example.org/CFItems/{key}"}  # fmt: skip

    def child(key: str, parent: str) -> dict[str, Any]:
        return {"identifier": f"a-{key}", "associationType": "isChildOf", "originNodeURI": {"identifier": key},
                "destinationNodeURI": {"identifier": parent}}  # fmt: skip

    return {
        "CFDocument": {"identifier": "doc", "title": "Lark Mathematics", "subject": ["Mathematics"]},
        "CFItems": [
            item("i2", "4.NF.1", "Explain why two fractions are equal.", "04"),
            item("i1", "4.NF", "Number and fractions", "04"),
            item("i3", "4.NF.2", "Compare two fractions.", "04", "05"),
            item("i4", "K.CC.1", "Count to one hundred.", "KG"),
        ],
        "CFAssociations": [child("i1", "doc"), child("i2", "i1"), child("i3", "i1"), child("i4", "doc")],
    }


def write(path: Path, told: object) -> Path:
    """Write a package as a file."""
    path.write_text(json.dumps(told), encoding="utf-8")
    return path
