"""The desk: its keys, its moderators and the packets that they open."""
