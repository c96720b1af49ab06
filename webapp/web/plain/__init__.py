"""What the pages without JavaScript have in common: bodies in memory, a queue, HTML answers."""
