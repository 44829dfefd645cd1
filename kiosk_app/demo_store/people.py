"""Who works at the demo store, and what each may do."""

from django.contrib.auth.models import Group, Permission, User

MANAGER = {"username": "manager", "password": "manager-demo"}
CASHIER = {"username": "cashier", "password": "cashier-demo"}
KITCHEN = {"username": "kitchen", "password": "kitchen-demo"}

CASHIERS_RIGHTS = (
    "catalogue.view_product",
    "orders.add_order",
    "orders.change_order",
    "stock.add_movement",
    "customers.view_customer",
    "customers.add_customer",
    "customers.change_customer",
    "documents.view_document",
    "action_log.add_entry",
)
MANAGERS_RIGHTS_IN_THE_ADMIN = (
    "catalogue.add_product",
    *(
        f"catalogue.{action}_{model}"
        for model in ("category", "taxrate", "dietarytag", "allergen", "modifiergroup", "modifier", "mood")
        for action in ("view", "add", "change")
    ),
    "catalogue.delete_mood",
    "orders.view_orderline",
    "customers.delete_customer",
    "idempotency.view_storedanswer",
)
RIGHTS = {
    "cashier": CASHIERS_RIGHTS,
    "manager": (
        *CASHIERS_RIGHTS,
        "catalogue.change_product",
        "catalogue.view_pricechange",
        "orders.view_order",
        "orders.set_status",
        "stock.view_movement",
        "stock.move_much",
        "analytics.view_sales",
        "documents.add_document",
        "documents.change_document",
        "documents.delete_document",
        "action_log.view_entry",
        *MANAGERS_RIGHTS_IN_THE_ADMIN,
    ),
    "kitchen": ("catalogue.view_product", "orders.view_order", "orders.set_status", "documents.view_document"),
}
"""What each group may do; `orders.view_order` is for orders of other people."""


def employ(*people: dict[str, str]) -> None:
    """Give each one's group the rights that this version knows, and take the person in where the group is new."""
    for person in people:
        group, new = Group.objects.get_or_create(name=person["username"])
        rights = (right.split(".") for right in RIGHTS[group.name])
        group.permissions.set(
            [Permission.objects.get(content_type__app_label=app, codename=code) for app, code in rights]
        )
        if new:
            User.objects.create_user(**person).groups.add(group)
        group.user_set.update(is_staff=person is MANAGER)  # who may open the admin
