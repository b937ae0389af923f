"""Results as facts: staged files, Parquet segments, and questions in SQL."""
