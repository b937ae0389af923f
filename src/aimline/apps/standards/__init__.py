"""Standards: what students are to learn, which of it is essential, and which measures test it."""
