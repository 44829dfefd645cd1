"""What to say of a write that the store has done, and the value as it is there now."""

from typing import cast

from kiosk_app.core.actions import CustomerCreation, CustomerUpdate, Plan, PriceChange, PriceChanges, StockMovement
from kiosk_app.core.errors import StoreError
from kiosk_app.core.ports import Store
from kiosk_app.core.saying.phrases import sentence, show_quantity
from kiosk_app.core.types import Customer, Language, Order


def confirmed(agreed: Plan, result: Order | Customer | None, store: Store, language: Language) -> tuple[str, object]:
    """The sentence, and the value read back (None where the store did not answer)."""
    match agreed.action:
        case PriceChange(product_id=product_id, product_name=name, new=new):
            try:
                product = store.product(product_id)
            except StoreError:
                return sentence("done_unread", language, product=name, price=new), None
            return sentence("done_price", language, product=product.name, price=product.price), product.price
        case PriceChanges(changes):
            try:
                prices = {change.product_name: store.product(change.product_id).price for change in changes}
            except StoreError:
                return sentence("done_prices_unread", language, count=len(changes)), None
            return sentence("done_prices", language, count=len(changes)), prices
        case StockMovement(product_id=product_id, product_name=name, new=new):
            try:
                stock = store.product(product_id).stock
            except StoreError:
                return sentence("done_stock_unread", language, product=name, stock=show_quantity(new, language)), None
            shown = show_quantity(stock if stock is not None else new, language)
            return sentence("done_stock", language, product=name, stock=shown), stock
        case CustomerCreation() | CustomerUpdate() as action:
            customer = cast(Customer, result)
            code = "done_customer_new" if isinstance(action, CustomerCreation) else "done_customer"
            return sentence(code, language, name=customer.name), customer
    order = cast(Order, result)
    code = {"placed": "done_place", "cancelled": "done_cancel_order"}.get(order.status, "done_order")
    return sentence(code, language, number=order.number, total=order.total), order
