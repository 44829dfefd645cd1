"""The command line's arguments."""

import argparse
from collections.abc import Sequence
from pathlib import Path

OWN_SENTENCES = Path(__file__).parents[2] / "tests" / "data" / "understanding"
"""The measured sentences, where the program runs from its source code."""
OWN_QUESTIONS = OWN_SENTENCES.with_name("knowledge")
"""The measured questions, there too."""
OWN_SPEECH = Path(__file__).parents[1] / "data" / "speech" / "sentences.jsonl"
"""Labels of a few sentences that synthetic voices say."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; exits with 2 and a usage line where it is wrong."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--settings", type=Path, metavar="FILE", help="settings file (TOML)")
    common.add_argument("--models", type=Path, metavar="DIR", help="folder of models, searched first")
    common.add_argument("--language", choices=("en", "es"), help="language of the person at the till")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="one JSON object a line")
    demo = argparse.ArgumentParser(add_help=False)
    demo.add_argument("--demo", action="store_true", help="use the embedded demo store, fresh, for this run only")
    demo.add_argument(
        "--as", dest="role", choices=("manager", "cashier"), default="manager", help="who signs in to the demo store"
    )

    parser = argparse.ArgumentParser(
        prog="kiosk-app",
        description="A voice assistant for shop tills that listens, thinks and speaks on the till itself.",
        epilog="Exit codes: 0 done, 1 a bug, 2 wrong usage or settings, 3 refused or cancelled, 4 not understood,"
        " 5 the store said no or is away, 6 outcome unknown, 7 a model or device is missing.",
        parents=[common],
    )
    parser.set_defaults(command="window", json=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=False)

    def add(name: str, help_text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text, parents=[common, *parents])
        command.set_defaults(command=name)
        return command

    command = add("demo", "open the till on the embedded demo store; without a display, play a spoken demonstration")
    command.add_argument("--as", dest="role", choices=("manager", "cashier"), default="manager", help="who signs in")

    command = add("turn", "take one utterance, with every event and timing", as_json, demo)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--wav", type=Path, metavar="FILE", help="a recording (WAV or FLAC)")
    source.add_argument("--text", help="typed instead of spoken")
    command.add_argument(
        "--answer",
        metavar="A,B",
        help="answers to the questions in their order, such as 2,yes; a question without one means No."
        " Only with --demo: on any other store a person answers at the terminal",
    )

    add("parse", "read transcripts from standard input, one a line, and write one intent a line", as_json)

    command = add("listen", "transcribe recordings (WAV or FLAC)", as_json)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")

    command = add("say", "speak a sentence as the till would", as_json)
    command.add_argument("text")
    command.add_argument("--wav", type=Path, metavar="FILE", help="write the sound here instead of playing it")

    command = add("store", "the store: connect to one's own, sign in, check it, serve the demo store")
    stores = command.add_subparsers(title="commands", metavar="COMMAND", required=True)
    connect = stores.add_parser(
        "connect",
        help="find out how a store's API is shaped, and save it in the settings; changes nothing in the store",
        parents=[common, as_json],
    )
    connect.set_defaults(command="store connect")
    connect.add_argument("url", metavar="URL", help="scheme, host and port, such as https://shop.example:8443")
    connect.add_argument("--user", metavar="NAME", help="who signs in (default: the one in the settings)")
    connect.add_argument(
        "--schema", default="", metavar="PATH", help="its OpenAPI schema in JSON: a file, or a path in the store"
    )
    connect.add_argument(
        "--set",
        dest="said",
        action="append",
        type=_setting,
        default=[],
        metavar="NAME=VALUE",
        help="a setting under [store.api] that is known, such as product.price=net_price; may be repeated",
    )
    stores.add_parser(
        "sign-in", help="ask for user name, password and PIN, and remember them for the next starts", parents=[common]
    ).set_defaults(command="store sign-in")
    sign_out = stores.add_parser("sign-out", help="forget a password that is remembered", parents=[common])
    sign_out.set_defaults(command="store sign-out")
    sign_out.add_argument("user", nargs="?", default="", help="default: who signed in last")
    check = stores.add_parser(
        "check", help="what this person can do on the store in the settings, and why not", parents=[common, as_json]
    )
    check.set_defaults(command="store check")
    serve = stores.add_parser("serve", help="serve the demo store until interrupted", parents=[common])
    serve.set_defaults(command="store serve")
    serve.add_argument(
        "--database", type=Path, metavar="FILE", help="kept between runs; default: DATABASE_URL, or in the data folder"
    )
    serve.add_argument("--port", type=int, default=8000, help="loopback port, 0 for any (default: 8000)")

    journal = add("journal", "what this till has changed in its store").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    for name, help_text in (
        ("list", "one line a change: when, who, what, and what became of it"),
        ("verify", "check that no entry was changed since it was written"),
        ("export", "every entry with its digest, as CSV or with --json as JSON lines"),
    ):
        part = journal.add_parser(name, help=help_text, description=help_text, parents=[common, as_json])
        part.set_defaults(command=f"journal {name}")

    add("stats", "how well this till does: turns, successes and waits, intent by intent, of the last 90 days", as_json)
    aliases = add("aliases", "what this till has learnt that words mean").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    listed = aliases.add_parser("list", help="what was picked for which words", parents=[common, as_json])
    listed.set_defaults(command="aliases list")
    forget = aliases.add_parser("forget", help="unlearn some words", parents=[common, as_json])
    forget.set_defaults(command="aliases forget")
    forget.add_argument("words", help='as they stand in the list, such as "coke"')

    models = add(
        "models", "the local models: which there are, fetch, verify, measure, choose, import, remove"
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add_models(name: str, help_text: str) -> argparse.ArgumentParser:
        part = models.add_parser(name, help=help_text, description=help_text, parents=[common, as_json])
        part.set_defaults(command=f"models {name}")
        return part

    add_models("list", "one line a model, role by role: installed, in the settings, size, licence, when to choose it")
    add_models("fetch", "fetch a known model; one that was cut off goes on").add_argument("name", metavar="NAME")
    verified = add_models("verify", "check that the files of models are as they came")
    verified.add_argument("names", nargs="*", metavar="NAME", help="default: all that are installed")
    benched = add_models(
        "bench", "measure what is installed on this very till, each in a process of its own, and recommend"
    )
    benched.add_argument("names", nargs="*", metavar="NAME", help="default: all that are installed or built in")
    benched.add_argument(
        "--labels", type=Path, metavar="FILE", help="JSON lines of {file, text, lang}: recordings of people"
    )
    benched.add_argument(
        "--set",
        dest="sets",
        type=Path,
        action="append",
        metavar="FILE",
        help="JSON lines of {lang, text, intent, args} (default: the test set of the source code)",
    )
    benched.add_argument("--seed", type=int, default=0, help="of the sentences that are drawn (default: 0)")
    used = add_models("use", "try a model in a process of its own, and choose it in the settings where it works")
    used.add_argument("name", metavar="NAME", help="installed, or built in: sphinx, espeak")
    imported = add_models("import", "import the models that lie in a folder or a zip file, such as on a USB stick")
    imported.add_argument("source", type=Path, metavar="DIR|ZIP")
    add_models("remove", "delete a model that was fetched or imported").add_argument("name", metavar="NAME")
    _add_knowledge(add("kb", "the shop's documents, from which questions are answered"), [common, as_json])

    kept = add("recordings", "what was said at this till, kept for tuning where a manager wants that").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    for name, help_text in (
        ("on", "keep utterances from now on, sealed, for the days in the settings; the window shows a sign"),
        ("off", "keep no more; those that are kept go when their days are over"),
        ("list", "one line each: when, how long, what became of it, what was said"),
        ("delete", "delete them all, and the key that opens them"),
    ):
        part = kept.add_parser(name, help=help_text, description=help_text, parents=[common, as_json])
        part.set_defaults(command=f"recordings {name}")

    add("doctor", "check what this till has: devices, models, store", as_json)

    command = add("bench", "measure on this very till")
    benchmarks = command.add_subparsers(title="benchmarks", metavar="BENCHMARK", required=True)
    speech = benchmarks.add_parser(
        "speech", help="recorded orders through the whole path up to the plan", parents=[common, as_json]
    )
    speech.set_defaults(command="bench speech")
    measured = speech.add_mutually_exclusive_group(required=True)
    measured.add_argument("--labels", type=Path, metavar="FILE", help="JSON lines of {file, slots}; sound beside it")
    measured.add_argument(
        "--recordings", action="store_true", help="what was said at this till, where recordings are kept"
    )
    speech.add_argument("--noise", type=Path, metavar="FILE", help="sound to mix with the orders")
    speech.add_argument(
        "--snr",
        type=float,
        nargs="+",
        default=[6, 9, 12, 15, 18, 21, 24],
        metavar="DB",
        help="decibels between the orders and the noise (default: 6 to 24)",
    )
    speech.add_argument(
        "--outside",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="recordings that tell the till nothing; silence, and the noise alone, are taken anyway",
    )
    speech.add_argument(
        "--other-shop", action="store_true", help="by the till of a hardware shop, which must take none of the orders"
    )
    speech.add_argument("--sample", type=int, default=1, metavar="N", help="every so manieth order (default: 1)")
    speech.add_argument("--seed", type=int, default=0, help="of the stretches of noise (default: 0)")
    voice = benchmarks.add_parser(
        "voice",
        help="how soon the voice is heard, how even it is, and whether its prices are understood",
        parents=[common, as_json],
    )
    voice.set_defaults(command="bench voice")
    voice.add_argument("--seed", type=int, default=0, help="of the phrases and prices (default: 0)")
    understanding = benchmarks.add_parser(
        "understanding", help="labelled sentences to intents", parents=[common, as_json]
    )
    understanding.set_defaults(command="bench understanding")
    understanding.add_argument(
        "--model",
        dest="files",
        type=Path,
        action="append",
        metavar="FILE",
        help="a GGUF file; several are shown side by side (default: the model in the settings)",
    )
    understanding.add_argument(
        "--set",
        dest="sets",
        type=Path,
        action="append",
        metavar="FILE",
        help="JSON lines of {lang, text, intent, args}; several are one (default: the test set of the source code)",
    )
    understanding.add_argument("--errors", action="store_true", help="show every wrong answer")
    understanding.add_argument("--curve", action="store_true", help="show what other acting thresholds would do")
    understanding.add_argument("--seed", type=int, default=0, help="of the order of the sentences (default: 0)")

    catalogue = benchmarks.add_parser(
        "catalogue", help="searches in a shop of made-up products", parents=[common, as_json]
    )
    catalogue.set_defaults(command="bench catalogue")
    catalogue.add_argument("--names", type=int, default=100_000, help="products of the shop (default: 100000)")
    catalogue.add_argument("--seed", type=int, default=0, help="of names and searches (default: 0)")

    parsed = parser.parse_args(arguments)
    if getattr(parsed, "answer", None) is not None and not parsed.demo:
        parser.error("--answer is refused without --demo: on a real store, a person confirms every write")
    if parsed.command in ("bench understanding", "models bench") and not parsed.sets:
        parsed.sets = sorted(OWN_SENTENCES.glob("test_*.jsonl"))
        if not parsed.sets and parsed.command == "bench understanding":
            parser.error("--set is needed: the test set comes with the source code, not with the installed program")
    return parsed


def _add_knowledge(command: argparse.ArgumentParser, parents: list[argparse.ArgumentParser]) -> None:
    """The commands under `kb`."""
    parts = command.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        part = parts.add_parser(name, help=help_text, description=help_text, parents=parents)
        part.set_defaults(command=f"kb {name}")
        return part

    added = add("add", "read documents and keep what they say; what is kept already is left as it is")
    added.add_argument(
        "places",
        nargs="+",
        metavar="FILE",
        help="Markdown, text, HTML, PDF, DOCX, CSV, XLSX, a folder, or a page's address",
    )
    add(
        "sync", "bring what is kept to what the store, its catalogue, the watched folder, added files and pages say now"
    )
    add("list", "the documents that this till has, and what could not be read")
    for name, help_text in (("show", "what is kept of a document"), ("remove", "forget a document")):
        add(name, help_text).add_argument("document", help="its title, file name or whole source, as the list has it")
    asked = add("ask", "the passages that answer a question")
    asked.add_argument("question")
    asked.add_argument("--kind", default="", help="of the documents of this kind only, as the list has it")
    bench = add("bench", "labelled questions against the documents beside them")
    bench.add_argument(
        "--set",
        dest="folder",
        type=Path,
        required=True,
        metavar="DIR",
        help="documents and questions.jsonl of {lang, question, document, section, answer}; or folders of such",
    )
    bench.add_argument(
        "--chunks", type=int, nargs="*", default=[], metavar="N", help="ask again among so many, made-up ones added"
    )
    bench.add_argument("--half", choices=("odd", "even"), help="only these lines of the questions, counted from 1")
    bench.add_argument("--errors", action="store_true", help="show every wrong answer")
    bench.add_argument("--seed", type=int, default=0, help="of the made-up chunks (default: 0)")


def _setting(given: str) -> tuple[str, str]:
    """A setting's name and its value."""
    name, equals, value = given.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{given!r} is not NAME=VALUE")
    return name, value
