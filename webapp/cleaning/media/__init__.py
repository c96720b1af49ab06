"""Sound and films: containers walked, rewritten around untouched streams, and judged."""
