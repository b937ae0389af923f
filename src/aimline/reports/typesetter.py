"""The process that sets a page: JSON on standard input, the PDF on standard output (see `setting`)."""

import json
import sys
import tempfile
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any

from aimline.reports import setting

FONTS = resources.files("aimline.reports") / "fonts"


def main() -> None:
    """Read what is asked, set it, write the PDF."""
    _hold_back()
    asked = json.load(sys.stdin.buffer)
    made_on = date.fromisoformat(asked["made_on"])
    template = resources.files("aimline.reports") / "templates" / f"{asked['template']}.typ"
    sys.stdout.buffer.write(typeset(template.read_bytes(), asked["data"], made_on=made_on))


def typeset(template: bytes, data: dict[str, Any], *, made_on: date) -> bytes:  # Any: whatever the template names
    """Set a template with its data as PDF/UA-1. Typst stops on a page too many, because the templates ask it to."""
    import typst

    moment = datetime.combine(made_on, time(12), tzinfo=UTC)
    with tempfile.TemporaryDirectory() as empty, resources.as_file(FONTS) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(folder)])
        compiler = typst.Compiler(
            template,
            root=empty,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            package_path=empty,
            package_cache_path=empty,
        )
        packed = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    if not isinstance(packed, bytes):
        raise TypeError("Typst gave no single PDF")
    return packed


def _hold_back() -> None:
    """Limit memory and processor time where the operating system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of `setting` holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (setting.MEMORY_BYTES, setting.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (setting.SECONDS, setting.SECONDS))


if __name__ == "__main__":
    main()
