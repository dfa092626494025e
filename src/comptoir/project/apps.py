from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "comptoir.project"
    label = "project"
    verbose_name = "Comptoir"
