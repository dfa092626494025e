"""Pages: what shoppers see of them, and what the journal hears."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from comptoir.channels.backoffice.tests import people
from comptoir.channels.storefront import keeping
from comptoir.content import facade as content
from comptoir.content.models import HelpPage, HomePage, LandingPage, StoryPage
from comptoir.kit import clock, sql
from comptoir.segments import facade as segments

WORDS = "SELECT name, actor, payload ->> 'path' FROM journal_event WHERE name LIKE 'Page %%' ORDER BY position"


def campaign(house: SimpleNamespace, locale: str = "fr", **more: object) -> LandingPage:
    """A draft with an opening, a text, and products."""
    home = HomePage.objects.get(locale__language_code=locale)
    bowl, throw = str(house.products["bowl"]), str(house.products["throw"])
    body = [
        ("hero", {"title": "L’hiver à table", "text": "Trois choses.", "link": {}}),
        ("products", {"title": "Pour commencer", "products": [throw, bowl]}),
        ("category", {"title": "", "category": [], "sort": "price", "count": 2}),
    ]
    page = LandingPage(title="L’hiver à table", slug="hiver", live=False, locale=home.locale, body=body, **more)
    home.add_child(instance=page)
    page.save_revision()
    return page


def told() -> list[tuple[str, str, str]]:
    return sql.rows(WORDS)


def test_a_page_shows_its_goods_with_one_question_and_only_once_published(house: SimpleNamespace) -> None:
    page = campaign(house)
    before = len(told())
    assert content.page("hiver/", house.context) is None and Client().get("/fr/hiver/").status_code == 404
    page.get_latest_revision().publish()
    assert [word[0] for word in told()][before:] == ["Page Published"]

    found = content.page("hiver/", house.context)
    assert found is not None and found.shared and found.orders_by_price
    assert [block["kind"] for block in found.blocks] == ["hero", "products", "category"]
    assert found.blocks[2]["products"] == [str(house.products["bowl"]), str(house.products["book"])]
    html = Client().get("/fr/hiver/").content.decode()
    assert html.index("Plaid du Plateau") < html.index("Bol Matin") and "24,00\u202f€" in html and "En stock" in html
    with CaptureQueriesContext(connection) as captured:
        content.page("hiver/", house.context)
    offers = [query for query in captured if "pricing_listed" in query["sql"]]
    assert len(offers) <= 3  # the row by price lists and quotes itself, the others are asked for together


def test_the_help_that_the_brand_wrote_and_help_and_contact_lead_to_each_other(house: SimpleNamespace) -> None:
    contact = {"fr": "/fr/informations/aide/", "en": "/en/information/help/"}
    for home in HomePage.objects.select_related("locale"):
        home.add_child(instance=HelpPage(title="Questions", slug="questions", locale=home.locale))
    for language, path in contact.items():
        written = f"/{language}/questions/"
        assert f'href="{path}">' in Client().get(written).content.decode().partition("<footer")[0]
        shown = Client().get(path).content.decode().partition("<footer")[0]
        assert f'href="{written}"' in shown and 'href="tel:' in shown
        notice = Client().get(path.replace("aide", "mentions-legales").replace("help", "legal-notice"))
        phone = shown.partition('href="tel:')[2].partition('"')[0]
        assert f'href="tel:{phone}"' in notice.content.decode()


def test_what_wagtail_does_by_itself_is_told_in_the_same_transaction(house: SimpleNamespace, staff: Client) -> None:
    page = campaign(house)
    page.get_latest_revision().publish()
    # Its own button calls no method of the page, which is why the word stands in `save`.
    staff.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert told()[-1][0] == "Page Unpublished" and told()[-1][1].startswith("staff:")
    LandingPage.objects.get(pk=page.pk).save_revision().publish()
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    staff.post(f"{many}?id={page.pk}&next=/backoffice/")
    assert [name for name, _actor, _path in told()[-2:]] == ["Page Published", "Page Unpublished"]
    with pytest.raises(IntegrityError), CaptureQueriesContext(connection):
        sql.run("ALTER TABLE journal_subject ADD CONSTRAINT no_pages CHECK (kind <> 'page' OR version < 5)")
        page.get_latest_revision().publish()
    sql.run("ALTER TABLE journal_subject DROP CONSTRAINT no_pages")
    page.refresh_from_db()
    assert not page.live, "published although the journal could not be written"


def test_dates_publish_and_end_by_the_worker(house: SimpleNamespace) -> None:
    now = clock.now()
    page = campaign(house, go_live_at=now + timedelta(hours=1), expire_at=now + timedelta(hours=2))
    page.get_latest_revision().publish()
    assert content.page("hiver/", house.context) is None and content.publish_due(now) == 0
    sql.run("UPDATE wagtailcore_revision SET approved_go_live_at = %s WHERE approved_go_live_at IS NOT NULL", [now])
    sql.run("UPDATE wagtailcore_revision SET content = jsonb_set(content, '{go_live_at}', 'null')")
    assert content.publish_due(clock.now()) == 1 and content.page("hiver/", house.context) is not None
    sql.run("UPDATE wagtailcore_page SET expire_at = %s WHERE slug = 'hiver'", [now])
    assert content.publish_due(clock.now()) == 1 and content.page("hiver/", house.context) is None
    assert [(name, actor) for name, actor, _path in told()[-2:]] == [
        ("Page Published", "system:content"), ("Page Unpublished", "system:content"),
    ]  # fmt: skip


def test_a_changed_address_leads_on_and_languages_know_each_other(house: SimpleNamespace, staff: Client) -> None:
    page = campaign(house)
    page.get_latest_revision().publish()
    twin = page.copy_for_translation(Locale.objects.get(language_code="en"))
    twin.title, twin.slug = "Winter at table", "winter"
    twin.save_revision().publish()
    html = Client().get("/en/winter/").content.decode()
    assert 'hreflang="fr" href="http://testserver/fr/hiver/"' in html
    start = HomePage.objects.get(locale__language_code="en")
    start.body = [("pages", {"title": "Lire aussi", "pages": [page, twin]})]  # as a translation leaves it, and more
    start.save_revision().publish()
    part = Client().get("/en/").content.decode().split("Lire aussi")[1]
    assert part.count('href="/en/winter/"') == 1 and "/fr/hiver/" not in part
    page = LandingPage.objects.get(pk=page.pk)
    page.unpublish()
    assert 'href="/en/winter/"' in Client().get("/en/").content.decode().split("Lire aussi")[1]
    page.save_revision().publish()
    page = LandingPage.objects.get(pk=page.pk)
    page.slug = "table-hiver"
    page.save_revision().publish()
    answer = Client().get("/fr/hiver/")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/table-hiver/")
    assert Client().get("/fr/table-hiver")["Location"] == "/fr/table-hiver/"


def translated(page: Page, told: str, staff: Client) -> Page:
    """`page` in English under this title, written and published as in the translator's page."""
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, made = Translation.objects.get_or_create(source=source, target_locale=english)
    if made:
        translation.save_target(publish=False)
    twin = page.get_translation(english)
    title = source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=title.string, locale=english, context=title.context, defaults={"data": escape(told)}
    )
    staff.post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), {"action": "publish"})
    return Page.objects.get(pk=twin.pk, live=True)


def test_a_translation_takes_its_address_from_its_title(house: SimpleNamespace, staff: Client) -> None:
    home = HomePage.objects.get(locale__language_code="fr")

    def story(slug: str, parent: Page = home) -> Page:
        return parent.add_child(instance=StoryPage(title="L’hiver à table", slug=slug, locale=home.locale))

    page = story("hiver")
    assert translated(page, "Winter, bread & table", staff).slug == "winter-bread-table"
    StringTranslation.objects.filter(context__path="slug").delete()
    assert translated(page, "A winter at table", staff).slug == "winter-bread-table", "shoppers know it by now"
    assert translated(story("pain"), "Winter bread table", staff).slug == "winter-bread-table-1"
    assert set(StringTranslation.objects.filter(context__path="slug").values_list("data", flat=True)) == {
        "winter-bread-table", "winter-bread-table-1",
    }  # fmt: skip
    assert translated(story("corbeille"), "Basket", staff).slug == "basket-page", "the shop's own page is there"
    assert translated(story("panier", page), "Basket", staff).slug == "basket"


def test_who_publishes_a_half_translated_page_is_asked_and_one_for_later_is_said_to_be_scheduled(
    house: SimpleNamespace, staff: Client
) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    page = StoryPage(title="L’hiver à table", slug="hiver", locale=home.locale, live=False)
    page.go_live_at = clock.now() + timedelta(days=2)
    home.add_child(instance=page)
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
    edit = reverse("wagtailadmin_pages:edit", args=[page.get_translation(english).pk])
    staff.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    asked = staff.post(edit, {"action": "publish"}).content.decode()
    assert "2 texts have no translation" in asked
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    said = staff.post(edit, {"action": "publish", "half": "yes"}, follow=True).content.decode()
    assert "Scheduled: “L’hiver" in said
    assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_is_for_some_is_not_shown_to_others_and_not_kept(house: SimpleNamespace) -> None:
    page = campaign(house)
    page.body = [
        ("text", {"audience": "professional, segment:parents", "text": "<p>Prix de gros</p>"}),
        ("text", {"audience": "", "text": "<p>Pour tous</p>"}),
    ]
    page.save_revision().publish()
    found = content.page("hiver/", house.context)
    assert found is not None and not found.shared and [block["html"] for block in found.blocks] == ["<p>Pour tous</p>"]
    assert len(content.shown(page, house.context, everything=True).blocks) == 2
    assert keeping.OFFER not in Client().get("/fr/hiver/").wsgi_request.META

    # Whoever writes it sees it as somebody of a segment does, and a segment knows the pages that it is used by.
    parents = {"version": 1, "rule": {"trait": "children", "test": "known"}}
    who = house.context.origin()
    segments.define("parents", name={"fr": "Parents"}, definition=parents, origin=who, now=house.context.now)
    assert "segment:parents" in dict(page.preview_modes)
    request = Client().get("/fr/hiver/").wsgi_request
    for mode, shown in (("segment:parents", True), ("segment:parent", False), ("", False)):
        seen = page.serve_preview(request, mode).content.decode()
        assert ("Prix de gros" in seen) is shown and "Pouvons-nous enregistrer" not in seen
        del request.shopper
    assert [each.title for each in content.pages_for("parents")] == [page.title]
    assert content.pages_for("parent") == []
    page.body = [("text", {"audience": "", "text": "<p>Pour tous</p>"})]
    page.save_revision().publish()
    assert keeping.OFFER in Client().get("/fr/hiver/").wsgi_request.META


def test_shops_own_addresses_are_refused_and_a_live_page_is_not_deleted(house: SimpleNamespace, staff: Client) -> None:
    page = campaign(house)
    home = HomePage.objects.get(locale__language_code="fr")
    create = reverse("wagtailadmin_pages:add", args=["content", "landingpage", home.pk])
    sent = {"title": "Panier", "slug": "panier", "lead": "", "body-count": "0"}
    html = staff.post(create, sent).content.decode()
    assert "page à cette adresse" in html and LandingPage.objects.count() == 1
    page.get_latest_revision().publish()
    assert staff.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code in (302, 403)
    assert LandingPage.objects.filter(pk=page.pk).exists()


def test_an_editor_writes_and_asks_and_a_merchant_publishes(house: SimpleNamespace) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    create = reverse("wagtailadmin_pages:add", args=["content", "storypage", home.pk])
    sent = {"title": "Un récit", "slug": "recit", "lead": "", "body-count": "0"}
    editor, merchant = people.log_in("editor"), people.log_in("merchant")
    editor.post(create, sent | {"action-publish": "1"})
    page = StoryPage.objects.get()
    assert not page.live, "published without the right"
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent | {"action-submit": "1"})
    state = StoryPage.objects.get().current_workflow_state
    task = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    editor.post(task, {"comment": ""})
    assert not StoryPage.objects.get().live
    merchant.post(task, {"comment": ""})
    assert StoryPage.objects.get().live and told()[-1][0] == "Page Published"
