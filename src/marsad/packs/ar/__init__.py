"""Door-plate to come."""
