"""The entry point for WSGI servers other than `hinghoi serve`: `wsgi:app`."""

from webapp import create_app

app = create_app()
