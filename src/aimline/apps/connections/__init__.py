"""Connections: other systems that a district's rosters and results are pulled from."""
