"""The chain of events, and what vouches for it."""
