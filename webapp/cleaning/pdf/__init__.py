"""PDF: rebuilt from its pages, and judged by its keys and its bytes."""
