"""The right to see figures. The figures themselves are counted from what the other apps hold."""

from django.db import models


class Sales(models.Model):
    """No table: what the right `analytics.view_sales` belongs to."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = (("view_sales", "Can view sales"),)
