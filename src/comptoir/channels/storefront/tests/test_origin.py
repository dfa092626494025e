from __future__ import annotations

import pytest
from django.test import RequestFactory

from comptoir.channels.storefront.middleware import is_own_form


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"origin": "http://testserver"}, True),
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, True),
        ({"referer": "http://testserver/fr/panier/"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "https://elsewhere.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://testserver.elsewhere.example"}, False),
        ({"origin": "http://testserver", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "http://testserver", "sec-fetch-site": "same-site"}, False),
        ({"referer": "https://elsewhere.example/testserver"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_may_change_anything(headers: dict[str, str], own: bool) -> None:
    assert is_own_form(RequestFactory().post("/fr/panier/ajouter/", headers=headers)) is own
