"""Aimline: goals that school teams keep."""

__version__ = "0.1.0"
