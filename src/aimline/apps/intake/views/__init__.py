"""Pages on the way of a file, and of what is typed in instead of one."""
