"""Staff by verbs, and the journal as it is read by who answers for the shop."""

from __future__ import annotations

from django.urls import reverse
from wagtail.users.models import UserProfile

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import rows
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql


def test_somebody_is_invited_and_given_other_roles(admin) -> None:
    sent = {"email": "Nora@example.com", "name": "Nora <b>Petit</b>", "roles": ["reader"], "locale": "fr"}
    assert admin.post(reverse("people:add"), sent).status_code == 302
    person = rows.Account.objects.get(email="nora@example.com")
    page = admin.get(reverse("people:person", args=[person.pk])).content.decode()
    assert "Nora &lt;b&gt;Petit&lt;/b&gt;" in page and "<b>Petit" not in page and "missing" in page
    changed = admin.post(reverse("people:roles", args=[person.pk]), {"roles": ["accountant", "associate"]})
    assert changed.status_code == 302
    listed = admin.get(reverse("people:index_results"), {"q": "nora"}).content.decode()
    assert "accountant, shop associate" in listed
    assert [event.name for event in journal.timeline("account", person.pk)] == [
        "Account Opened", "Staff Invited", "Roles Given",
    ]  # fmt: skip


def test_an_e_mail_that_is_taken_is_told_at_the_form(admin) -> None:
    sent = {"email": "camille@example.com", "name": "", "roles": ["reader"], "locale": "fr"}
    answer = admin.post(reverse("people:add"), sent)
    assert answer.status_code == 200 and "exists already" in answer.content.decode()


def test_somebody_who_is_disabled_is_out_at_once(admin, log_in) -> None:
    operator = log_in("operations")
    person = rows.Account.objects.get(email="operations-en@example.com")
    assert operator.get(reverse("orders:index")).status_code == 200
    assert admin.post(reverse("people:disable", args=[person.pk])).status_code == 302
    answer = operator.get(reverse("orders:index"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("wagtailadmin_login"))
    assert admin.post(reverse("people:enable", args=[person.pk])).status_code == 302
    assert operator.get(reverse("orders:index")).status_code == 302  # the old session stays ended


def test_nobody_takes_their_own_rights_away(admin) -> None:
    myself = rows.Account.objects.get(email="administrator-en@example.com")
    for action, data in (("disable", {}), ("roles", {"roles": []}), ("second-factor", {})):
        answer = admin.post(reverse(f"people:{action}", args=[myself.pk]), data)
        assert answer.status_code == 200 and "your own account" in answer.content.decode()
    myself.refresh_from_db()
    assert myself.is_active and myself.is_superuser


def test_ones_own_settings_are_kept_without_names_that_no_account_has(admin) -> None:
    here = reverse("wagtailadmin_account")
    page = admin.get(here).content.decode()
    assert "name_email" not in page
    assert 'value="Europe/Paris"' in page and 'value="localtime"' not in page, "a zone that no browser knows"
    kept = {"locale-preferred_language": "fr", "theme-theme": "dark", "theme-contrast": "system",
            "theme-density": "default"}  # fmt: skip
    assert admin.post(here, kept).status_code == 302
    assert UserProfile.objects.get(user__email="administrator-en@example.com").theme == "dark"


def test_the_journal_says_who_did_what_and_is_narrowed(admin, place) -> None:
    order = place()
    number = rows.Order.objects.get(pk=order).number
    admin.post(reverse("orders:cancel", args=[order]), {"reason": "changed_mind"})

    def listed(**asked: str) -> str:
        return admin.get(reverse("journal:index_results"), asked).content.decode()

    assert "Order cancelled" in listed() and number in listed()
    found = listed(q=number, name="Order Cancelled")
    assert "Order cancelled" in found and "Administrator" in found and "Order placed" not in found
    me = rows.Account.objects.get(email="administrator-en@example.com")
    mine = listed(actor=f"staff:{me.pk}")
    assert "Order cancelled" in mine and "Order placed" not in mine
    assert "Order placed" in listed(by="guest", subject_kind="order")
    assert "Nothing matches" in listed(occurred_at_from="2001-01-01", occurred_at_to="2001-01-02")
    assert "camille@example.com" not in listed() and "3 rue des Lilas" not in listed()


def test_a_list_with_names_that_leaves_as_a_file_is_in_the_journal(admin, log_in, place) -> None:
    place()
    whole = b"".join(admin.get(reverse("orders:index"), {"export": "csv"}).streaming_content)
    (event,) = journal.latest(name="Personal Data Exported")
    assert (event.payload["screen"], event.payload["rows"], event.payload["form"]) == ("orders", 1, "csv")
    assert b"camille@example.com" in whole
    without = b"".join(log_in("merchant").get(reverse("orders:index"), {"export": "csv"}).streaming_content)
    assert b"camille@example.com" not in without and len(journal.latest(name="Personal Data Exported")) == 1
    b"".join(admin.get(reverse("stock:index"), {"export": "csv"}).streaming_content)
    assert len(journal.latest(name="Personal Data Exported")) == 1


def test_leaving_the_back_office_ends_the_session_itself(admin) -> None:
    me = rows.Account.objects.get(email="administrator-en@example.com")
    assert len(accounts.sessions(me.pk, clock.now())) == 1
    assert admin.get("/backoffice/logout/").status_code == 405
    assert admin.post("/backoffice/logout/").status_code == 302
    assert accounts.sessions(me.pk, clock.now()) == ()
    assert sql.row("SELECT end_reason FROM accounts_session WHERE account_id = %s", [me.pk]) == ("left",)
