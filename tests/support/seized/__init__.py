"""Somebody has taken the machine and looks for what was written: in files."""
