"""Parse arguments, load settings, choose a command."""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from multiprocessing import freeze_support

from kiosk_app.cli.arguments import parse_arguments
from kiosk_app.commands.bench import BENCH_COMMANDS
from kiosk_app.commands.knowledge import KNOWLEDGE_COMMANDS
from kiosk_app.commands.models import MODEL_COMMANDS
from kiosk_app.commands.records import RECORD_COMMANDS
from kiosk_app.commands.shared import Command
from kiosk_app.commands.store import STORE_COMMANDS
from kiosk_app.commands.till import TILL_COMMANDS
from kiosk_app.core.errors import KioskError
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.types import Language
from kiosk_app.settings import load_settings, place

COMMANDS: Mapping[str, Command] = {
    **TILL_COMMANDS,
    **STORE_COMMANDS,
    **RECORD_COMMANDS,
    **MODEL_COMMANDS,
    **KNOWLEDGE_COMMANDS,
    **BENCH_COMMANDS,
}

log = logging.getLogger("kiosk_app")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. A person never sees a traceback: it goes to the log."""
    freeze_support()
    parsed = parse_arguments(arguments)
    language: Language = getattr(parsed, "language", "en")
    try:
        _open_log()
        settings = load_settings(getattr(parsed, "settings", None))
        if hasattr(parsed, "language"):
            settings = replace(settings, till=replace(settings.till, language=parsed.language))
        language = settings.till.language
        return COMMANDS[parsed.command](parsed, settings)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our lines went away
        return 0
    except KioskError as error:
        failure = error
    except Exception:
        log.exception("command %s failed", parsed.command)
        failure = KioskError("internal")
    print(f"{explain(failure, language)} [{failure.code}]", file=sys.stderr)
    return failure.exit_code


def _open_log() -> None:
    """Codes, timings and ids; never what was said."""
    folder = place("data")
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "kiosk-app.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes whole addresses, a customer's name among them


if __name__ == "__main__":
    sys.exit(main())
