"""Does it add up? If every school hits its target, what does the district reach? Counted in students."""
