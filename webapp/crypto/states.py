"""The states of a case, in the order of its life; letters tell them and desks set them."""

from __future__ import annotations

STATES = (
    "received",
    "screening",
    "more_info",
    "verified",
    "referred",
    "accepted",
    "in_progress",
    "resolved",
    "confirmed",
    "not_eligible",
    "duplicate",
    "closed",
    "reopened",
)
