"""Pack, erase, retain; the parts that work with files are imported where the work begins."""
