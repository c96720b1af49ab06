"""Runs the server with one of gunicorn's own workers, to be measured beside ours.

`bench.slow_phones --model` starts the server under it: `python -m bench._models gthread … serve`.
"""

from __future__ import annotations

import sys
from typing import Any

from webapp.cli import main
from webapp.config import Settings
from webapp.web import gunicorn_app

MODELS = ("gthread", "gevent")


def run(model: str, arguments: list[str]) -> None:
    """`hinghoi` with `arguments`, served by gunicorn's worker of that name."""
    ours = gunicorn_app.configuration

    def configuration(settings: Settings) -> dict[str, Any]:
        return {**ours(settings), "worker_class": model}

    gunicorn_app.configuration = configuration
    main(arguments)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[sys.argv.index("serve") :])
