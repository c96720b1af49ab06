"""Cases and their sealed cards: states, changes, notes, retention, exports."""
