"""What a web process loads before the first page."""

import subprocess
import sys


def test_the_pages_load_no_heavy_package() -> None:
    program = (
        "import sys, django; django.setup(); import aimline.web.urls;"
        "print(sorted({'duckdb', 'numpy', 'scipy', 'python_calamine', 'rapidfuzz'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "[]"
