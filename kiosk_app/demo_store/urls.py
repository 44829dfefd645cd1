"""The store's addresses: its API, and the admin."""

from django.contrib import admin
from django.contrib.staticfiles.views import serve
from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from kiosk_app.demo_store.accounts.views import Login, Logout, Me, SignIn
from kiosk_app.demo_store.action_log.views import EntryDetail, EntryList
from kiosk_app.demo_store.analytics.views import Figures, Manifest
from kiosk_app.demo_store.catalogue.views import (
    CategoryList,
    ModifierGroupList,
    MoodList,
    PriceChangeList,
    Prices,
    ProductDetail,
    ProductList,
    StockList,
    TaxRateList,
)
from kiosk_app.demo_store.customers.views import CustomerDetail, CustomerList
from kiosk_app.demo_store.documents.views import DocumentDetail, DocumentList
from kiosk_app.demo_store.orders.views import CancelOrder, OrderDetail, OrderList, OrderStatus, PlaceOrder, TillOrder
from kiosk_app.demo_store.stock.views import MovementList

TILL = r"(?P<till>[A-Za-z0-9_-]{1,32})"

urlpatterns = [
    path("admin/", admin.site.urls),
    # Without a web server in front, the process itself serves the admin's few files, and says "insecure" to that.
    re_path(r"^static/(?P<path>.+)\Z", serve, {"insecure": True}),
    path("api/schema/", SpectacularJSONAPIView.as_view()),
    path("api/auth/token/", SignIn.as_view()),
    path("api/auth/login/", Login.as_view()),
    path("api/auth/logout/", Logout.as_view()),
    path("api/me/", Me.as_view()),
    path("api/categories/", CategoryList.as_view()),
    path("api/products/", ProductList.as_view()),
    path("api/products/prices/", Prices.as_view()),
    path("api/price-changes/", PriceChangeList.as_view()),
    path("api/tax-rates/", TaxRateList.as_view()),
    path("api/products/<int:pk>/", ProductDetail.as_view()),
    path("api/modifier-groups/", ModifierGroupList.as_view()),
    path("api/moods/", MoodList.as_view()),
    path("api/stock/", StockList.as_view()),
    path("api/analytics/manifest/", Manifest.as_view()),
    path("api/analytics/query/", Figures.as_view()),
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
