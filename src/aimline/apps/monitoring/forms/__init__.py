"""What people fill in about a goal that is being written or watched."""
