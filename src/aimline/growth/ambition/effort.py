"""What a strong effort adds: about the 70th percentile of published effects, in student spreads (growth.md 1.4)."""

from aimline.growth.references.shelf import Shelf


def broad_effect(years: float, shelf: Shelf) -> float:
    """Give the effect on a broad test after some years: in proportion to time, up to a cap."""
    return min(shelf.value("effort", "broad") * years, shelf.value("effort", "broad_most"))


def aligned_effect(shelf: Shelf) -> float:
    """Give the effect on a common assessment of what was just taught."""
    return shelf.value("effort", "aligned")
