from types import SimpleNamespace

import pytest


@pytest.fixture
def staff(world: SimpleNamespace, settings, tmp_path):
    """An administrator's browser, and pictures in a folder of the test's own."""
    from django.test import Client

    from comptoir.accounts.testing import log_in
    from comptoir.org.models import Account
    from comptoir.project.world import STAFF

    settings.MEDIA_ROOT = str(tmp_path)
    client = Client()
    log_in(client, Account.objects.get(email=STAFF))
    return client


@pytest.fixture
def house(world: SimpleNamespace) -> SimpleNamespace:
    """The world with its home pages, without blocks."""
    from comptoir.content import facade as content
    from comptoir.project import founding

    content.open_home(founding.STOREFRONT)
    return world
