"""What people do with goals: draft, lock, amend, close."""
