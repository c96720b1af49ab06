"""Reporters' mailboxes: letters out, to whoever holds the token."""
