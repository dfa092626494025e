"""The shop as a process of its own, to be killed: a WSGI server on the database that is named."""

from __future__ import annotations

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler

import django
from django.core.servers.basehttp import ThreadedWSGIServer


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main(database: str, port: int) -> None:
    os.environ["COMPTOIR_LOG_LEVEL"] = "ERROR"
    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database
    from comptoir.project.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
    server.set_app(application)
    server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
