from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "comptoir.channels.imports"
    label = "imports"
