"""A number with the noun it counts."""


def counted(n: int, one: str, several: str) -> str:
    """Write "1 file" and "2,000 files"."""
    return f"{n:,} {one if n == 1 else several}"
