"""Foreign files: what they are, and how their columns become our values."""
