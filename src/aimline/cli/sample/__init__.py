"""The sample district "Prairie Rose": invented people, invented results, and goals that went a real way."""
