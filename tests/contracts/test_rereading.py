"""Every store gives its catalogue in pages and says what has changed; the demo store spares what is known already."""

from collections.abc import Iterable, Iterator, Sequence

import pytest

from kiosk_app.core.errors import NotOffered, StoreAway
from kiosk_app.core.ports import Store
from kiosk_app.core.store_api import Searches, StoreApi
from kiosk_app.core.types import Product
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from tests.contracts.acting import another_price, named, plan, price_change
from tests.demo_store import DemoStore
from tests.faulty_proxy import DROP_BEFORE, FaultyProxy


def flat(pages: Iterable[Sequence[Product]]) -> list[Product]:
    return [product for page in pages for product in page]


def reprice(store: Store, product: Product) -> None:
    store.apply(plan(store, price_change(product, another_price(product))))


def test_the_pages_are_the_whole_catalogue(store: Store) -> None:
    assert [product.id for product in flat(store.product_pages())] == [product.id for product in store.products()]


def test_what_has_changed_since_is_told(store: Store) -> None:
    coffee = named(store, "Coffee")
    everything = {product.id: product for product in flat(store.product_pages())}
    reprice(store, coffee)
    changed = flat(store.product_pages(changed=True))
    (again,) = (product for product in changed if product.id == coffee.id)
    assert again.price.amount != everything[coffee.id].price.amount


def test_a_store_that_cannot_tell_says_so(demo_store: DemoStore) -> None:
    person, api = demo_store.manager, StoreApi(searches=Searches(changed_since=""))
    store = DrfStore.sign_in(demo_store.url, person.username, person.password, "till-1", "en", Http, api)
    store.products()
    with pytest.raises(NotOffered):
        next(store.product_pages(changed=True))
    store.close()


@pytest.fixture
def through_proxy(demo_store: DemoStore, proxy: FaultyProxy) -> Iterator[DrfStore]:
    """The manager, with a client that has time."""
    person = demo_store.manager
    store = DrfStore.sign_in(proxy.url, person.username, person.password, "till-1", "en")
    proxy.seen.clear()
    yield store
    store.close()


def lists(proxy: FaultyProxy) -> list[str]:
    """The requests for products, and with which ETag."""
    found = [
        request.headers.get("if-none-match", "") for request in proxy.seen if request.path.startswith("/api/products/?")
    ]
    proxy.seen.clear()
    return found


def test_each_page_is_a_step_and_is_sent_again_only_where_it_has_changed(
    through_proxy: DrfStore, proxy: FaultyProxy
) -> None:
    steps = through_proxy.product_pages()
    first = [next(steps)]
    assert (first, lists(proxy)) == ([[]], [])  # the options' step
    for page in steps:
        first.append(page)
        assert len(lists(proxy)) == 1
    assert len(first) > 2
    again = list(through_proxy.product_pages())
    assert all(lists(proxy))
    assert all(page is before for page, before in zip(again[1:], first[1:], strict=True))
    coffee = named(through_proxy, "Coffee")
    reprice(through_proxy, coffee)
    anew = list(through_proxy.product_pages())
    assert [page is before for page, before in zip(anew[1:], again[1:], strict=True)] == [False] + [True] * (
        len(first) - 2
    )


def test_a_reading_that_fails_is_begun_again_and_asks_for_no_known_page_twice(
    through_proxy: DrfStore, proxy: FaultyProxy
) -> None:
    steps = through_proxy.product_pages()
    next(steps), next(steps)
    proxy.fail(DROP_BEFORE)
    with through_proxy.in_passing(), pytest.raises(StoreAway):
        next(steps)
    lists(proxy)
    with pytest.raises(NotOffered):  # nothing was read to its end yet
        next(through_proxy.product_pages(changed=True))
    assert len(flat(through_proxy.product_pages())) >= 250
    known = lists(proxy)
    assert known[0]
    assert not any(known[1:])


def test_changes_are_asked_for_by_a_moment(through_proxy: DrfStore, proxy: FaultyProxy) -> None:
    through_proxy.products()
    proxy.seen.clear()
    list(through_proxy.product_pages(changed=True))
    request, *_ = (each for each in proxy.seen if "updated_after" in each.path)
    assert request.path.startswith("/api/products/?updated_after=20")
    assert "if-none-match" not in request.headers
