"""A basket shared with friends, by browsers without JavaScript."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from comptoir.channels.storefront.tests.test_set_aside import client, page
from comptoir.kit import sql

OWN, OWN_CHANGE = "/fr/panier/ensemble/", "/fr/panier/ensemble/changer/"


@pytest.fixture
def owner(world: SimpleNamespace) -> Client:
    made = client()
    made.post("/fr/panier/ajouter/", {"variant": world.variants["BOWL-OCHRE"]})
    return made


def test_friends_join_propose_and_comment_and_the_owner_decides(world: SimpleNamespace, owner: Client) -> None:
    said = owner.post("/fr/panier/partager/", {"friends": "1"}, follow=True).content.decode()
    path = re.findall(r'href="http://127.0.0.1(/fr/partage/[\w-]+/)"', said)[0]
    friend, book, bowl = client(), world.variants["BOOK"], world.variants["BOWL-OCHRE"]
    assert "Votre prénom" in page(friend, path) and friend.get(path)["Cache-Control"] == "no-store"
    assert "problem" in friend.post(f"{path}dire/", {"comment": "1", "text": "Oui"}, follow=True).content.decode()
    joined = friend.post(f"{path}dire/", {"join": "1", "name": "<b>Léa</b>"}, follow=True).content.decode()
    assert "&lt;b&gt;Léa&lt;/b&gt;" in joined and "<b>Léa" not in joined
    assert "proposé" in friend.post(
        f"{path}dire/", {"propose": "1", "variant": book, "quantity": "2"}, follow=True
    ).content.decode()  # fmt: skip
    friend.post(f"{path}dire/", {"comment": "1", "variant": bowl, "text": "<script>x</script> joli"})
    friend.post(f"{path}dire/", {"opinion": "yes", "variant": bowl})
    for wrong in ({"propose": "1", "variant": "nonsense"}, {"propose": "1", "variant": book, "quantity": "-1"}):
        assert "problem" in friend.post(f"{path}dire/", wrong, follow=True).content.decode()
    assert "1 proposition de vos proches attend" in page(owner, "/fr/panier/")
    own = page(owner, OWN)
    assert "&lt;script&gt;" in own and "<script>x" not in own and "J’aime" in own
    (proposal,) = re.findall(r'name="proposal" value="([\w-]+)"', own)
    owner.post(OWN_CHANGE, {"proposal": proposal, "take": "1"})
    owner.post(OWN_CHANGE, {"comment": "1", "text": "Merci"})
    seen = page(friend, path)
    assert "dans le panier maintenant" in seen and "Merci" in seen
    token = path.split("/")[3]
    stranger = client()
    stranger.post("/fr/panier/ajouter/", {"variant": book})
    stranger.post(OWN_CHANGE, {"end": token})
    assert friend.get(path).status_code == 200
    assert "effacé" in owner.post(OWN_CHANGE, {"end": token}, follow=True).content.decode()
    assert friend.get(path).status_code == 404
    assert sql.rows("SELECT count(*) FROM checkout_friend")[0][0] == 0


def test_a_page_of_friends_says_nothing_of_its_owner(world: SimpleNamespace) -> None:
    camille = client()
    camille.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    from_checkout = {"name": "Camille Roux", "email": "camille@example.com", "street": "3 rue des Lilas", "update": "1"}
    camille.post("/fr/commander/", from_checkout)
    said = camille.post("/fr/panier/partager/", {"friends": "1"}, follow=True).content.decode()
    path = re.findall(r'href="http://127.0.0.1(/fr/partage/[\w-]+/)"', said)[0]
    friend = client()
    friend.post(f"{path}dire/", {"join": "1", "name": "Léa"})
    for each in (page(friend, path), page(client(), path)):
        assert not any(secret in each for secret in ("Camille", "camille@", "Lilas"))
