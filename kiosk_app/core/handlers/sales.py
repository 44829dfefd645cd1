"""What was sold: one closed question, counted by the store."""

from datetime import date
from decimal import Decimal

from kiosk_app.core.saying.phrases import show_day, show_money, show_quantity
from kiosk_app.core.situation import Reply, Situation, pick_product
from kiosk_app.core.types import Intent, Money, Row, SalesQuery, SalesReport, Table

_MOST_ROWS = 100
_ROWS = {"hour": 24, "day": 31}
"""All of them; of everything else, the largest."""
_FEW_ROWS = 10
_TIMELESS = ("hour", "day", "user")
"""Parts that a stock, which is what is there now, does not have."""


def query_sales(intent: Intent, situation: Situation) -> Reply:
    """A figure for a period, or its parts by product, category, hour, day or person."""
    group_by = str(intent.args.get("group_by", ""))
    metric = str(intent.args.get("metric", "units" if group_by == "product" else "revenue"))
    period = str(intent.args.get("period", "today"))
    if metric == "stock_value" and group_by in _TIMELESS:
        group_by = ""
    said_limit = Decimal(str(intent.args.get("limit", _ROWS.get(group_by, _FEW_ROWS))))
    limit = min(max(int(said_limit), 1), _MOST_ROWS)
    about, product_id, category = _about(str(intent.args.get("query", "")), situation)
    report = situation.store.sales(SalesQuery(metric, period, group_by, limit, product_id, category))
    sentence = situation.say(
        "sales_are_of" if about else "sales_are",
        metric=situation.say(f"metric_{metric}"),
        period=_shown_period(period, report, situation),
        total=_show(report.total, report, situation),
        about=about,
    )
    rows = tuple(Row(label, "", _show(value, report, situation)) for label, value in report.rows)
    table = _table(metric, group_by, report, situation) if rows else None
    return Reply(sentence, rows, report.definition, table)


def _table(metric: str, group_by: str, report: SalesReport, situation: Situation) -> Table:
    unit = {"money": f" ({situation.store.currency})", "percent": " (%)", "count": ""}[report.unit]
    headings = (f"group_{group_by}", f"metric_{metric}", "first_day", "last_day")
    what, figure, first, last = map(situation.say, headings)
    days = report.start if report.start == report.end else f"{report.start}_{report.end}"
    name = f"{metric}_{group_by}_{days}".replace("_", "-")
    return Table(name, (what, figure + unit, first, last), report.rows, report.start, report.end, report.definition)


def _shown_period(period: str, report: SalesReport, situation: Situation) -> str:
    """A period's name; of a range, its days as the store has counted them."""
    if "/" not in period:
        return situation.say(f"period_{period}")
    first, last = (show_day(date.fromisoformat(day), situation.language) for day in (report.start, report.end))
    return situation.say("period_days", first=first, last=last)


def _about(query: str, situation: Situation) -> tuple[str, str, str]:
    """What the question is about, as it is called, as a product's id, and as a category; empty for everything."""
    if not query:
        return "", "", ""
    kind = situation.catalogue.kind(query)
    category = kind[0].category if kind else ""
    if kind and kind == [product for product in situation.catalogue.products if product.category == category]:
        return category, "", category
    product = pick_product(query, situation)
    return product.name, product.id, ""


def _show(value: Decimal, report: SalesReport, situation: Situation) -> str:
    match report.unit:
        case "money":
            return show_money(Money(value, situation.store.currency), situation.language)
        case "percent":
            return f"{show_quantity(value, situation.language)} %"
        case "count":
            return show_quantity(value, situation.language)
