"""Starts the demo store: `python -m kiosk_app.demo_store --database FILE --port 0`, or on DATABASE_URL."""

import _thread
import argparse
import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare the database, say on standard output where the store is, and serve until told to stop.

    Exit codes: 0 stopped by the end of standard input, SIGTERM or Ctrl-C; 2 the database or the port cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m kiosk_app.demo_store", description=__doc__)
    parser.add_argument(
        "--database",
        type=Path,
        help="SQLite file, made and filled when it is not there; without it, the PostgreSQL database whose address is"
        " in the environment variable DATABASE_URL",
    )
    parser.add_argument(
        "--goods", choices=("cafe", "hardware"), default="cafe", help="what a new store sells (default %(default)s)"
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port (default)")
    parser.add_argument("--host", default="127.0.0.1", help="the demo passwords are public: stay on %(default)s")
    parser.add_argument(
        "--settings", default="kiosk_app.demo_store.settings", help="module of Django's settings (default %(default)s)"
    )
    options = parser.parse_args(arguments)
    if options.database is None and not os.environ.get("DATABASE_URL"):
        parser.error("give --database, or set DATABASE_URL")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _prepare(options.database, options.host, options.settings, options.goods)
        _serve(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"The demo store cannot start: {error}\n")
        return 2
    return 0


def _prepare(file: Path | None, host: str, settings: str, goods: str) -> None:
    """Set Django up on the file or on DATABASE_URL, and make the database what this version needs."""
    os.umask(0o077)  # tokens stand in the database, and the key beside it: files here are their owner's alone
    if file is None:
        os.environ.setdefault("KIOSK_STORE_SECRET_KEY", secrets.token_urlsafe(50))
    else:
        os.environ.pop("DATABASE_URL", None)  # whose it is, only a start without a file asks
        os.environ["KIOSK_STORE_DATABASE"] = str(file.resolve())
        os.environ["KIOSK_STORE_SECRET_KEY"] = _secret_key(file.resolve())
    os.environ["KIOSK_STORE_HOST"] = host
    os.environ["DJANGO_SETTINGS_MODULE"] = settings

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        django.setup()
        from kiosk_app.demo_store.idempotency.models import forget_old
        from kiosk_app.demo_store.seed import seed

        call_command("migrate", verbosity=0, skip_checks=True)
        seed(goods)
        forget_old()
    except (DatabaseError, ImproperlyConfigured) as error:
        (reason, *_) = str(error).splitlines()
        raise OSError(f"{file or 'DATABASE_URL'}: {reason}") from error
    connection.close()


def _secret_key(database: Path) -> str:
    """The database's own key, kept in a file beside it."""
    file = database.with_name(f"{database.name}.secret-key")
    if not file.exists():
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        fresh.replace(file)
    return file.read_text(encoding="ascii")


def _serve(host: str, port: int) -> None:
    """Accept connections, say so, and serve until SIGTERM, Ctrl-C or the end of standard input."""
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    from kiosk_app.demo_store.people import CASHIER, MANAGER

    listener = socket.create_server((host, port))
    server = create_server(get_wsgi_application(), sockets=[listener], threads=4)

    def stop_at_end_of_input() -> None:
        while os.read(0, 4096):
            pass
        _thread.interrupt_main(signal.SIGTERM)
        server.pull_trigger()

    ready = {"url": f"http://{host}:{server.effective_port}", "manager": MANAGER, "cashier": CASHIER}
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    Thread(target=stop_at_end_of_input, daemon=True).start()
    server.run()


if __name__ == "__main__":
    sys.exit(main())
