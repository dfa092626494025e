"""What readers see of reviews, and what who bought may write."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptoir.channels.storefront.languages import address
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.reviews import facade as reviews
from comptoir.reviews.tests import people

OURS = {"HTTP_ORIGIN": "http://testserver"}
WORDS = {"rating": "4", "title": "Lourd <b>", "text": "Il tient bien.", "author": "Zoé M."}


def form(world: SimpleNamespace) -> tuple[str, UUID, str]:
    """The address of the form of somebody who received a bowl, their right, and the page of their order."""
    order = shop.paid(world, "BOWL-OCHRE")
    right = people.bought(world, customer=order.customer_id, order=order.id)
    here = address("order_review", "fr", link=order.link, purchase=right)
    return here, right, address("order", "fr", link=order.link)


def page(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(path: str, status: int = 302, **given: object) -> str:
    answer = Client().post(path, given, **OURS)
    assert answer.status_code == status
    return answer.content.decode()


def test_who_bought_writes_from_the_order_changes_and_withdraws(world) -> None:
    here, right, order = form(world)
    assert here in page(order) and "Écrire un avis" in page(order)
    assert 'value="Léa M."' in page(here) and 'name="fit"' not in page(here), "a bowl comes in no size"
    sql.run("UPDATE catalog_variant SET options = options || '{\"size\": \"38\"}'", [])
    assert "Comment taille-t-il" in page(here)
    wrong = send(here, 422, **WORDS | {"rating": "9", "text": " "})
    assert "Zoé M." in wrong and wrong.count('class="wrong"') == 2
    broken = SimpleUploadedFile("x.jpg", b"no picture")
    assert "ne pouvons pas lire cette photographie" in send(here, 422, **WORDS | {"photos": broken})
    assert reviews.purchase(right).review_id is None
    send(here, **WORDS | {"photos": SimpleUploadedFile("a.jpg", people.photograph())})
    made = reviews.get(reviews.purchase(right).review_id)
    (photo,) = made.photos
    assert "en cours de lecture" in page(order)
    assert "Il tient bien." not in page("/fr/produit/bol-matin/")
    page(f"/review-photo/{photo.id}-small.jpg", 404)
    reviews.publish([made.id], origin=world.context.origin(), now=world.now)
    shown = page("/fr/produit/bol-matin/")
    assert "Lourd &lt;b&gt;" in shown and "4,0 sur 5, 1 avis" in shown and "Achat vérifié" in shown
    assert Client().get(f"/review-photo/{photo.id}-small.jpg")["Content-Type"] == "image/jpeg"
    assert "half-8" in page("/fr/rayon/table/")
    send(here, **WORDS | {"text": "Il a cassé.", "rating": "1", "no_photos": "1"})
    assert reviews.get(made.id).photos == () and reviews.get(made.id).state == "waiting"
    reviews.refuse(made.id, reason="insult", origin=world.context.origin(), now=world.now)
    assert "Il insulte ou menace" in page(here)
    send(here, do="withdraw")
    assert reviews.get(made.id).text == "" and "Écrire un avis" in page(order)
    assert Client().post(here, WORDS, HTTP_ORIGIN="http://evil.example").status_code == 403
    elsewhere = address("order_review", "fr", link=orders.link(shop.paid(world, "BOOK").id), purchase=right)
    page(elsewhere, 404)


def test_readers_sort_filter_doubt_and_ask(world) -> None:
    good, bad = people.shown(world), people.shown(world, people.GOOD)
    origin, now = world.context.origin(), world.now
    reviews.change(bad.id, people.bad(), origin=origin, now=now)
    reviews.publish([bad.id], origin=origin, now=now)
    reviews.answer(bad.id, "Nous le remplaçons.", origin=origin, now=now)
    everything = "/fr/produit/bol-matin/avis/"
    worst = page(everything + "?sort=worst")
    assert worst.index("Cassé.") < worst.index("Il tient bien en main.") and "Nous le remplaçons." in worst
    assert "Cassé." not in page(everything + "?rating=4") and "noindex" in page(everything + "?rating=4")
    switch = 'href="/en/product/morning-bowl/reviews/?sort=worst&amp;rating=4" hreflang="en"'
    assert switch in page(everything + "?rating=4&sort=worst"), "what was chosen goes along with the language"
    assert "Personne n’en a encore parlé" in page("/fr/produit/cahier-de-table/avis/")
    assert page(everything + "?rating=x&sort=y&page=z")
    doubt = address("review_report", "fr", review=good.id)
    assert 'class="wrong"' in send(doubt, 422, reason="x")
    send(doubt, reason="fake", text="Copié.")
    assert reviews.get(good.id).reports == 1
    reviews.refuse(bad.id, reason="insult", origin=origin, now=now)
    page(address("review_report", "fr", review=bad.id), 404)
    asks = "/fr/produit/bol-matin/questions/"
    assert 'class="wrong"' in send(asks, 422, text="Au four ?", author="Léa", email="x")
    send(asks, text="Au four ?", author="Léa", email="lea@example.com")
    assert "Au four" not in page(asks)
    here, right, _order = form(world)
    (asked,) = people.questions()
    reviews.publish_question(asked, origin=origin, now=now)
    assert "Au four" in page(asks) and "lea@example.com" not in page(asks) and "Au four" in page(here)
    send(here, question=str(asked), answer="Oui.", answerer="Zoé")
    assert [each.text for each in reviews.get_question(asked).answers] == ["Oui."]
    assert " style=" not in page(everything) + page(here) + page(doubt) + page(asks)
