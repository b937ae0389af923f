"""`aimline status`."""


def status() -> None:
    """Goals."""
