"""Closes what 0002 has filled: PostgreSQL does not do both in one transaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_taxes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='product',
            name='tax',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.taxrate'),
        ),
    ]
