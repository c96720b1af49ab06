"""Wiring only: settings in, a Flask application with its blueprints out."""

from __future__ import annotations

import os
from dataclasses import replace

from flask import Flask

from webapp.config import Settings
from webapp.desk import routes as desk
from webapp.intake import plain_routes as plain_form
from webapp.intake import public, routes
from webapp.intake.override import MethodOverride
from webapp.intake.promises import Signer
from webapp.mailbox import plain_routes as plain_letters
from webapp.mailbox import routes as mailbox
from webapp.models import db
from webapp.models.engine import driver_url, engine_options, prepare
from webapp.relay import routes as relay
from webapp.web import errors_page, share_page
from webapp.web.assets import Assets
from webapp.web.headers import SecurityHeaders
from webapp.web.pages import read_build
from webapp.web.problems import register_problems
from webapp.web.secret_files import load_secrets
from webapp.web.sessions import DeskSessions, is_desk


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings` (by default, those of the process environment)."""
    settings = settings or Settings.from_env(os.environ)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Flask("webapp", static_folder=None)
    app.session_interface = DeskSessions()
    app.extensions["hinghoi.settings"] = settings
    _configure(app, settings)
    _connect(app)
    _register(app, settings)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_chunk_bytes,
        SQLALCHEMY_DATABASE_URI=driver_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url, settings.web_threads),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.https,
    )


def _connect(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _register(app: Flask, settings: Settings) -> None:
    register_problems(app)
    for blueprint in (
        errors_page.blueprint,
        share_page.blueprint,
        public.blueprint,
        routes.blueprint,
    ):
        app.register_blueprint(blueprint)
    if settings.relay_url:
        relay.register(app)
    else:
        _register_signing(app, settings)


def _register_signing(app: Flask, settings: Settings) -> None:
    """What only a server with secrets has: receipts of its own, and a desk."""
    secrets = load_secrets(settings)
    app.extensions["hinghoi.secrets"] = secrets
    app.extensions["hinghoi.promises"] = Signer(secrets.receipt_key)
    app.config["SECRET_KEY"] = secrets.session_key
    app.register_blueprint(public.key_list)
    app.register_blueprint(mailbox.blueprint)
    if settings.max_plain_bytes:
        app.register_blueprint(plain_form.blueprint)
        app.register_blueprint(plain_letters.blueprint)
    desk.register(app, settings)


def _wrap(app: Flask, settings: Settings) -> None:
    """From the outside in: headers on everything, then files, then the application."""
    build = read_build()
    if settings.relay_url:
        pages = {path: page for path, page in build.pages.items() if not is_desk(path)}
        build = replace(build, pages=pages)
    app.extensions["hinghoi.build"] = build
    files = Assets(MethodOverride(app.wsgi_app), build)
    wrapped = SecurityHeaders(
        files, build.pages, https=settings.https, player=build.player, onion=settings.onion_url
    )
    app.wsgi_app = wrapped  # type: ignore[assignment, method-assign]
