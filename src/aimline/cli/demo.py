"""`aimline demo`."""


def demo() -> None:
    """Demo."""
