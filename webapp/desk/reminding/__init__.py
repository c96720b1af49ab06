"""A daily word, by e-mail or in a browser, that says nothing."""
