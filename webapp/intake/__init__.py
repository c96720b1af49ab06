"""Packets come in here: tus 1.0 for phones, the list of desks, and whether all is well."""
