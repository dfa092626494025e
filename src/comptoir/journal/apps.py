from django.apps import AppConfig

from comptoir.journal import vocabulary


class JournalConfig(AppConfig):
    name = "comptoir.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        vocabulary.load()
