"""Measurements of speed and memory, each one command: `python -m benchmarks.<name>`."""
