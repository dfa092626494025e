"""The legal notice (LCEN, article 1-1); who sells stands below it, from the company's own identity."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("p", _("This shop is published by the company that sells in it:")),
)
