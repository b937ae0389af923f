"""Keeping house: results are packed together, people are erased, and what is kept long enough goes."""
