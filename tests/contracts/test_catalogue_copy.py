"""What every copy of the catalogue does; on the fake and on the file."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_app.core.ports import CatalogueCopy
from kiosk_app.core.types import Product
from kiosk_app.engines import catalogue_copy
from kiosk_app.engines.catalogue_copy import CatalogueFile
from tests.fake_copy import FakeCopy
from tests.fakes import MILK, SIZE, cafe, euro

AT = datetime(2026, 11, 7, 14, 5, 30, tzinfo=UTC)
SHOP = tuple(replace(product, version=None) for product in cafe())


@pytest.fixture(params=["fake", "disk"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> CatalogueCopy:
    return FakeCopy() if request.param == "fake" else CatalogueFile(tmp_path / "till" / "catalogue.json", "shop")


def kept(copy: CatalogueCopy) -> tuple[tuple[Product, ...], datetime]:
    found = copy.read()
    assert found is not None
    return tuple(found[0]), found[1]


def test_at_first_there_is_none(copy: CatalogueCopy) -> None:
    assert copy.read() is None


def test_the_last_one_is_kept(copy: CatalogueCopy) -> None:
    copy.write(SHOP, AT)
    assert kept(copy) == (SHOP, AT)
    copy.write(SHOP[:2], AT)
    assert kept(copy) == (SHOP[:2], AT)


products = st.lists(
    st.builds(
        Product,
        id=st.text(),
        name=st.text(),
        sku=st.text(),
        barcode=st.text(),
        category=st.text(),
        price=st.decimals(0, 10**6, places=2).map(lambda amount: euro(str(amount))),
        stock=st.none() | st.decimals(-100, 10**6, places=3),
        version=st.none(),
        modifier_groups=st.sampled_from(((), (SIZE,), (MILK,), (SIZE, MILK))),
        aliases=st.lists(st.text(), max_size=3).map(tuple),
        translation=st.text(),
        dietary=st.lists(st.text(), max_size=2).map(tuple),
    ),
    max_size=5,
)


@given(products, st.datetimes(timezones=st.just(UTC)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_read(tmp_path: Path, shop: Sequence[Product], as_of: datetime) -> None:
    file = CatalogueFile(tmp_path / "catalogue.json", "shop")
    file.write(shop, as_of)
    assert kept(file) == (tuple(shop), as_of)


def test_it_outlives_the_till_and_is_no_other_stores(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    CatalogueFile(path, "http://a").write(SHOP, AT)
    assert kept(CatalogueFile(path, "http://a")) == (SHOP, AT)
    assert CatalogueFile(path, "http://b").read() is None


def test_one_of_another_form_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = CatalogueFile(tmp_path / "catalogue.json", "shop")
    file.write(SHOP, AT)
    monkeypatch.setattr(catalogue_copy, "FORMAT", catalogue_copy.FORMAT + 1)
    assert file.read() is None
    file.write(SHOP, AT)
    assert file.read()


def signed(content: bytes, file: CatalogueFile) -> bytes:
    """A file that is whole, whatever is in it."""
    return json.dumps({"digest": file._digest(content)}).encode() + b"\n" + content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda *_: b"",
        lambda content, _: content[: len(content) // 2],
        lambda content, _: content.replace(b"1.10", b"0.10"),
        lambda content, _: b"[]\n" + content,
        lambda *_: b"\xff\xfe\n\x00",
        lambda _, file: signed(b"{}", file),
        lambda _, file: signed(b"[[[", file),
        lambda _, file: signed(b'{"as_of":"2026-11-07T14:05:30+00:00","groups":[],"products":[["1"]]}', file),
    ],
)
def test_one_that_is_broken_is_thrown_away(tmp_path: Path, spoil: Callable[[bytes, CatalogueFile], bytes]) -> None:
    path = tmp_path / "catalogue.json"
    file = CatalogueFile(path, "shop")
    file.write(SHOP, AT)
    path.write_bytes(spoil(path.read_bytes(), file))
    assert file.read() is None


def test_a_place_that_cannot_be_written_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = CatalogueFile(tmp_path / "file" / "catalogue.json", "shop")
    file.write(SHOP, AT)
    assert file.read() is None


def test_an_unfinished_copy_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = CatalogueFile(tmp_path / "catalogue.json", "shop")
    file.write(SHOP, AT)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    file.write((replace(SHOP[0], stock=Decimal(1)),), AT)
    assert kept(file) == (SHOP, AT)
