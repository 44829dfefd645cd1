"""Keeps each line's tax rate as it was then; lines that are there already get their product's."""

from decimal import Decimal

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rate = apps.get_model("catalogue", "Product").objects.filter(pk=models.OuterRef("product_id")).values("tax__rate")
    apps.get_model("orders", "OrderLine").objects.update(tax_rate=models.Subquery(rate))


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_every_product_has_a_tax_rate'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='tax_rate',
            field=models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=4),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
