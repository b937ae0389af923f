"""Forms of the studio and the goal page."""
