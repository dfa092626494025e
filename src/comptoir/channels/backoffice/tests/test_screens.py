"""Every list and page answers in both languages, is refused to the wrong role, and asks few questions."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
import wagtail_localize
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import translation

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.wagtail_hooks import GROUPS, InsightsGroup
from comptoir.content import facade as content
from comptoir.project import founding

# The insights are pages of figures, with tests of their own.
LISTS = [each.name for group in GROUPS if group is not InsightsGroup for each in group.items]
# Sessions, account, permissions and Wagtail's own furniture are about ten of them.
MOST_QUERIES = 26


def test_no_list_stands_at_an_address_of_wagtails_own() -> None:
    named = {f"{each.name}:index" for group in GROUPS for each in group.items}
    assert {name: resolve(reverse(name)).view_name for name in named} == {name: name for name in named}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_list_and_page_answers_an_administrator(log_in, place, world, locale: str) -> None:
    order = place()
    client = log_in("administrator", locale)
    level = rows.StockLevel.objects.first().pk
    price = rows.ListPrice.objects.first().pk
    pages = [reverse("wagtailadmin_home"), reverse("desk_find"), *(reverse(f"{name}:index") for name in LISTS)]
    pages += [reverse(f"{name}:index_results") for name in LISTS]
    pages += [reverse(f"orders:{page}", args=[order]) for page in ("order", "ship", "cancel", "deliver", "ready")]
    pages += [reverse(f"stock:{page}", args=[level]) for page in ("level", "adjust", "safety")]
    pages += [reverse(f"prices:{page}", args=[price]) for page in ("price", "set")]
    product = world.products["bowl"]
    of_product = ("product", "edit", "publish", "withdraw", "address", "variants", "pictures", "nature", "properties")
    pages += [reverse(f"products:{page}", args=[product]) for page in of_product]
    forms = ("stock:check", "stock:add", "prices:add", "keys:add", "letters:lag", "stored_values:add", "ledger:check")
    pages += [reverse(name) for name in forms]
    pages += [reverse(name) for name in ("webhooks:add", "systems:add", "systems:owners", "systems:set_owner")]
    home = rows.DeliveryMethod.objects.get(code="home").pk
    pages += [reverse(f"delivery:{page}", args=[home]) for page in ("method", "change", "rates", "paste", "off", "on")]
    pages += [reverse(name) for name in ("delivery:add", "synonyms:add", "redirects:add", "feeds:add", "sources:add")]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        if "results" not in page:
            assert f'lang="{locale}"' in answer.content.decode(), page


# Who is sent away from where. A merchant sees what is sold, not whose letters are dead.
REFUSED = {
    "merchant": (
        "webhooks:index", "systems:index", "letters:index", "letters:lag", "keys:index", "keys:add", "stock:add",
        "stored_values:add",
    ),
    "operations": ("systems:add", "systems:set_owner", "prices:index", "prices:add", "keys:index"),
}


@pytest.mark.parametrize("role", REFUSED)
def test_a_role_is_refused_where_it_has_no_right(log_in, role: str) -> None:
    client = log_in(role)
    for name in REFUSED[role]:
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and answer.url == reverse("wagtailadmin_home"), name
    seen = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in REFUSED[role]:
        assert f'"{reverse(name)}"' not in seen, name


def test_someone_without_a_role_reaches_no_list(world) -> None:
    client = Client()
    for known in (False, True):
        assert client.login(username="camille@example.com", password=world.password) if known else True
        for name in LISTS:
            answer = client.get(reverse(f"{name}:index"))
            assert answer.status_code == 302 and answer.url.startswith(reverse("wagtailadmin_login")), name


def test_a_merchant_does_not_see_a_buyers_address(log_in, place) -> None:
    page = reverse("orders:order", args=[place()])
    assert "3 rue des Lilas" in log_in("operations").get(page).content.decode()
    assert "3 rue des Lilas" not in log_in("merchant").get(page).content.decode()


def test_a_list_asks_as_much_for_many_rows_as_for_few(admin, place) -> None:
    place()
    few = {name: queries(admin, name) for name in LISTS}
    place(), place()
    many = {name: queries(admin, name) for name in LISTS}
    assert {name: count for name, count in many.items() if count > few[name] or count > MOST_QUERIES} == {}


def queries(client: Client, name: str) -> int:
    """The least of three: what is remembered for three seconds may be read again in between."""
    page, counts = reverse(f"{name}:index"), []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    return min(counts)


def test_a_list_is_exported_as_csv_and_xlsx(admin, place) -> None:
    place()
    for name in LISTS:
        rows_of = b"".join(admin.get(reverse(f"{name}:index"), {"export": "csv"}).streaming_content)
        assert b"," in rows_of.splitlines()[0], name
        book = b"".join(admin.get(reverse(f"{name}:index"), {"export": "xlsx"}).streaming_content)
        assert book.startswith(b"PK"), name
    orders = b"".join(admin.get(reverse("orders:index"), {"export": "csv"}).streaming_content).decode()
    assert "camille@example.com" in orders and "Confirmed" in orders


def test_filters_and_search_stay_in_the_address_and_narrow_the_list(admin, place) -> None:
    place()
    number = rows.Order.objects.get().number

    def listed(name: str, **asked: str) -> str:
        return admin.get(reverse(f"{name}:index_results"), asked).content.decode()

    assert number in listed("orders", state="confirmed", q="camille@")
    assert number in listed("orders", q=number[:5].lower())
    assert number not in listed("orders", state="delivered")
    assert "Website" in listed("orders", q=number)
    assert number not in listed("orders", q="nobody@")
    assert number in listed("payments", state="paid", q=number)
    assert "Morning bowl" in listed("products", q="BOWL-O")
    assert "Morning bowl" in listed("products", shown="published", q="bowl")
    assert "Morning bowl" not in listed("products", shown="hidden")
    assert "BOWL-BLUE" in listed("stock", left="some") and "BOWL-BLUE" not in listed("stock", left="nowhere")
    assert "Nothing matches" in listed("stock", q="no such thing")
    assert "BOOK" in listed("movements", q="notebook")


def test_an_empty_list_teaches_the_first_step(admin) -> None:
    assert "Orders appear here as soon as somebody buys" in admin.get(reverse("orders:index")).content.decode()


def test_nothing_of_another_host_is_loaded_and_the_policy_says_so(admin) -> None:
    answer = admin.get(reverse("wagtailadmin_home"))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert 'src="http' not in answer.content.decode()


def test_a_kind_of_page_is_written_as_french_writes_it(log_in, world) -> None:
    content.open_home(founding.STOREFRONT)
    html = log_in("administrator", "fr").get(reverse("wagtailadmin_reports:page_types_usage")).content.decode()
    assert "Page d’accueil" in html and "D’Accueil" not in html


def test_what_we_say_for_the_translators_page_is_what_it_asks_for() -> None:
    """Word by word, blanks too: after an upgrade its English would be back."""
    bundle = Path(wagtail_localize.__file__).parent / "static/wagtail_localize/js/wagtail-localize.js"
    script, told = bundle.read_text("utf-8"), Path(__file__).parents[1] / "locale/fr/LC_MESSAGES/djangojs.po"
    asked = [each for each in re.findall(r'^msgid "(.+)"$', told.read_text("utf-8"), re.M) if "%(" not in each]
    assert asked and [each for each in asked if f'"{each}"' not in script] == []
    assert re.search(r"\} to \$\{[\w.]+\} translation`", script)


def test_the_librarys_sentences_with_a_language_in_them_are_ours_in_french() -> None:
    """Word by word as it asks for them: after an upgrade its “en English” would be back."""
    asked = {
        "Translation of %(instance)s into %(locale)s",
        "The page '{page_title}' was successfully submitted for translation into {locales}",
        "Published '{object}' in {locale}.",
        "Published '{object}' in {locale} with missing translations - see below.",
    }
    known = gettext.translation("django", Path(wagtail_localize.__file__).parent / "locale", ["fr"])
    with translation.override("fr"):
        for sentence in asked:
            assert known.gettext(sentence) != sentence, f"the library no longer says: {sentence}"
            assert " en {" not in translation.gettext(sentence) and " en %" not in translation.gettext(sentence)
