"""What the method says: plain functions on frozen values, standard library only."""
