"""Who belongs to a desk: inviting, joining, leaving, and being let back in."""
