"""What people and imports do with goals that are being watched."""
