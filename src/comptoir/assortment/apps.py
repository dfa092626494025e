from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssortmentConfig(AppConfig):
    name = "comptoir.assortment"
    label = "assortment"
    verbose_name = _("Assortment")
