"""The desk's key: how it is handed on, rotated, and shown to people."""
