"""What templates may see, a dataclass a page."""
