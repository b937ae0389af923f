"""What every template may use beyond Django's own tags."""
