"""The API's addresses."""

from django.urls import path, re_path

from kiosk_app.demo_store.accounts.views import Me, SignIn
from kiosk_app.demo_store.action_log.views import EntryDetail, EntryList
from kiosk_app.demo_store.analytics.views import SalesReport
from kiosk_app.demo_store.catalogue.views import (
    CategoryList,
    ModifierGroupList,
    Prices,
    ProductDetail,
    ProductList,
    StockList,
)
from kiosk_app.demo_store.customers.views import CustomerDetail, CustomerList
from kiosk_app.demo_store.documents.views import DocumentDetail, DocumentList
from kiosk_app.demo_store.orders.views import CancelOrder, OrderDetail, OrderList, OrderStatus, PlaceOrder, TillOrder
from kiosk_app.demo_store.stock.views import MovementList

TILL = r"(?P<till>[A-Za-z0-9_-]{1,32})"

urlpatterns = [
    path("api/auth/token/", SignIn.as_view()),
    path("api/me/", Me.as_view()),
    path("api/categories/", CategoryList.as_view()),
    path("api/products/", ProductList.as_view()),
    path("api/products/prices/", Prices.as_view()),
    path("api/products/<int:pk>/", ProductDetail.as_view()),
    path("api/modifier-groups/", ModifierGroupList.as_view()),
    path("api/stock/", StockList.as_view()),
    path("api/sales/", SalesReport.as_view()),
    path("api/customers/", CustomerList.as_view()),
    path("api/customers/<int:pk>/", CustomerDetail.as_view()),
    path("api/stock/movements/", MovementList.as_view()),
    re_path(rf"^api/tills/{TILL}/order/\Z", TillOrder.as_view()),
    re_path(rf"^api/tills/{TILL}/order/place/\Z", PlaceOrder.as_view()),
    re_path(rf"^api/tills/{TILL}/order/cancel/\Z", CancelOrder.as_view()),
    path("api/orders/", OrderList.as_view()),
    path("api/orders/<int:pk>/", OrderDetail.as_view()),
    path("api/orders/<int:pk>/status/", OrderStatus.as_view()),
    path("api/documents/", DocumentList.as_view()),
    path("api/documents/<int:pk>/", DocumentDetail.as_view()),
    path("api/action-log/", EntryList.as_view()),
    path("api/action-log/<uuid:plan>/", EntryDetail.as_view()),
]

handler400 = "kiosk_app.demo_store.api.bad_request"
handler404 = "kiosk_app.demo_store.api.not_found"
handler500 = "kiosk_app.demo_store.api.server_error"
