"""`bench catalogue`: its figures, on a small shop."""

import io
import json
import random

from kiosk_app.cli import bench_catalogue as bench
from kiosk_app.cli.arguments import parse_arguments
from kiosk_app.engines.catalogue import ProductCatalogue


def printed(*, as_json: bool) -> str:
    out = io.StringIO()
    bench.bench_catalogue(ProductCatalogue("en"), 200, 1, out, as_json=as_json)
    return out.getvalue()


def test_as_json_it_is_one_object_whose_last_key_is_the_slowest_kind() -> None:
    (line,) = printed(as_json=True).splitlines()
    figures = json.loads(line)
    assert list(figures) == ["names", "seed", "load_s", "kinds", "p95_ms"]
    assert figures["p95_ms"] == max(kind["p95_ms"] for kind in figures["kinds"].values())
    found = {kind: each["found"] for kind, each in figures["kinds"].items()}
    assert found["exact"] == found["alias"] == found["barcode"] == found["plural"] == found["with size"] == 1
    assert found["misspelt"] > 0.9
    assert found["unknown"] < 0.5


def test_the_table_has_a_row_for_each_kind() -> None:
    rows = printed(as_json=False).splitlines()
    assert rows[0].startswith("200 names loaded in")
    assert {kind for kind in bench.KINDS if any(row.startswith(kind) for row in rows)} == bench.KINDS.keys()
    assert rows[-1].startswith("p95 of the slowest kind: ")


def test_a_seed_makes_the_same_shop_with_no_name_twice() -> None:
    shops = [bench.made_up(300, random.Random(7)) for _ in range(2)]
    assert shops[0] == shops[1]
    assert len({product.name for product in shops[0]}) == 300
    assert shops[0] != bench.made_up(300, random.Random(8))


def test_the_command_line_knows_it() -> None:
    parsed = parse_arguments(["bench", "catalogue", "--names", "50", "--seed", "3", "--json"])
    assert (parsed.command, parsed.names, parsed.seed, parsed.json) == ("bench catalogue", 50, 3, True)
