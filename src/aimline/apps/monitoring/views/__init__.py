"""Pages of goals: the studio, the goal page and what belongs to it."""
