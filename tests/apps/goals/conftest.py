"""Drafts over real results: the same fixture as the results' own tests."""

from tests.apps.results.conftest import results

__all__ = ["results"]
