"""The apps: they remember, guard and show. Django lives here."""
