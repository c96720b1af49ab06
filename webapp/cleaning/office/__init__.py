"""Office documents: archives of XML, rewritten part by part by an allow-list, and judged."""
