"""HTTP only: what every route shares, and nothing of any one feature."""
