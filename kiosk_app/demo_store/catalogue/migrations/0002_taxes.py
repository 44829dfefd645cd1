"""Gives each product its tax rate; what a store has already gets the rate of its shelf."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import kiosk_app.demo_store.catalogue.models

RATES = (
    ("super-reduced", "superreducido", Decimal(4), ("BRE", "DAI", "FRU")),
    ("reduced", "reducido", Decimal(10), ()),
    ("general", "general", Decimal(21), ("BER", "SOF")),
)


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    products = apps.get_model("catalogue", "Product").objects.all()
    if not products.exists():
        return
    for name, name_es, rate, shelves in RATES:
        tax = apps.get_model("catalogue", "TaxRate").objects.create(name=name, name_es=name_es, rate=rate)
        if name == "reduced":
            products.filter(tax=None).update(tax=tax)
        for shelf in shelves:
            products.filter(sku__startswith=shelf).update(tax=tax)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='pricechange',
            options={'default_permissions': ('view',), 'ordering': ('id',)},
        ),
        migrations.AlterField(
            model_name='product',
            name='aliases',
            field=models.JSONField(blank=True, default=list, validators=(kiosk_app.demo_store.catalogue.models.require_names,)),
        ),
        migrations.AlterField(
            model_name='product',
            name='stock',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=10, null=True),
        ),
        migrations.AlterField(
            model_name='product',
            name='allergens',
            field=models.ManyToManyField(blank=True, related_name='products', to='catalogue.allergen'),
        ),
        migrations.AlterField(
            model_name='product',
            name='dietary',
            field=models.ManyToManyField(blank=True, related_name='products', to='catalogue.dietarytag'),
        ),
        migrations.AlterField(
            model_name='product',
            name='modifier_groups',
            field=models.ManyToManyField(blank=True, to='catalogue.modifiergroup'),
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, unique=True)),
                ('name_es', models.CharField(max_length=30)),
                ('rate', models.DecimalField(decimal_places=2, max_digits=4)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('rate__gte', 0)), name='rate_not_below_zero')],
            },
        ),
        migrations.AddField(
            model_name='product',
            name='tax',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.taxrate'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
