"""Statements of goals in the files schools keep them in: tables, workbooks, documents and plain text."""
