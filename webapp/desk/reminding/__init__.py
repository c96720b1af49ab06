"""A daily word by e-mail that says nothing."""
