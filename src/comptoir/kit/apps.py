from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "comptoir.kit"
    label = "kit"
    verbose_name = "Kit"
