"""Results as facts: staging, the log, `current`, and the questions asked of them."""
