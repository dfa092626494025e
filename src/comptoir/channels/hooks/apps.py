from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "comptoir.channels.hooks"
    label = "hooks"
