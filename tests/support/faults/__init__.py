"""A reporter's phone, a network that fails on command, a server, and the law over all three."""
