"""How an application takes the desk in."""

from __future__ import annotations

from flask import Flask

from webapp.config import Settings
from webapp.desk.access import (
    account_routes,
    factor_routes,
    proof_routes,
    second_routes,
    sheet_routes,
)
from webapp.desk.blueprint import blueprint, configure
from webapp.desk.casework import case_routes, export_routes, handover_routes, note_routes
from webapp.desk.keyring import key_routes
from webapp.desk.post import letter_routes, packet_routes
from webapp.desk.reminding import push_routes, reminder_routes
from webapp.desk.team import people_routes, plea_routes

# Importing these hung their routes on the blueprint.
ROUTES = (
    account_routes,
    case_routes,
    export_routes,
    factor_routes,
    handover_routes,
    key_routes,
    letter_routes,
    note_routes,
    packet_routes,
    people_routes,
    plea_routes,
    proof_routes,
    push_routes,
    reminder_routes,
    second_routes,
    sheet_routes,
)


def register(app: Flask, settings: Settings) -> None:
    """Take the desk into `app`."""
    configure(app, settings)
    app.register_blueprint(blueprint)
