"""OneRoster 1.1 and 1.2 CSV bundles: what their files hold, and everything that is wrong with one."""
