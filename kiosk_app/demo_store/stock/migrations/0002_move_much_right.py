from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('stock', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='movement',
            options={
                'default_permissions': ('add', 'view'),
                'ordering': ('id',),
                'permissions': (('move_much', 'Can move any quantity at once'),),
            },
        ),
    ]
