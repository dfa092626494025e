"""A promotion is typed, said in words, refused, used, and ended by staff; its codes leave as a file."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.kit import sql
from comptoir.project import founding
from comptoir.promotions import facade as promotions

TYPED = {
    "name": "Table d’automne", "shown_fr": "Automne à table", "shown_en": "Autumn at table", "effect": "percent",
    "percent": "10", "scope": "categories", "least": "50", "trigger": "code", "code": "table10", "segment": "",
    "starts_at": "2026-11-01T00:00", "ends_at": "2026-12-31T23:00", "is_on": "on", "combines": "yes",
}  # fmt: skip


def table() -> str:
    return str(sql.rows("SELECT id FROM catalog_category WHERE slug ->> 'en' = 'tableware'")[0][0])


def made(admin: Any, **changed: str) -> UUID:
    answer = admin.post(reverse("promotions:make"), TYPED | {"categories": table()} | changed)
    assert answer.status_code == 302, re.findall(r'error-message"[^>]*>(.*?)<', answer.content.decode())
    return rows.Promotion.objects.order_by("-created_at").values_list("id", flat=True).first()


def test_what_is_typed_is_said_in_words_kept_and_changed(admin) -> None:
    typed = TYPED | {"categories": table()}
    said = admin.post(reverse("promotions:make"), typed, headers={"X-Part": "sentence"}).content.decode()
    assert "−10% on Tableware from €50.00, with the code TABLE10, until" in said
    assert not rows.Promotion.objects.exists()
    promotion = made(admin)
    terms = promotions.get(promotion).terms
    assert (terms.percent_bp, terms.least_minor, terms.code, len(terms.ids)) == (1_000, 5_000, "TABLE10", 1)
    assert "−10% on Tableware" in admin.get(reverse("promotions:index")).content.decode()
    form = admin.get(reverse("promotions:change", args=(promotion,))).content.decode()
    assert 'value="10.00"' in form or 'value="10,00"' in form or 'value="10"' in form
    changed = typed | {"percent": "15", "version": "1"}
    assert admin.post(reverse("promotions:change", args=(promotion,)), changed).status_code == 302
    assert promotions.get(promotion).terms.percent_bp == 1_500
    again = admin.post(reverse("promotions:change", args=(promotion,)), changed | {"percent": "20"})
    assert "Somebody changed this promotion" in again.content.decode()
    assert promotions.get(promotion).terms.percent_bp == 1_500


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"trigger": "automatic", "least": ""}, "announce the reduction there"),
        ({"percent": ""}, "too small or too large"),
        ({"effect": "bundle", "amount": "40", "scope": "all"}, "two to ten of them"),
        ({"scope": "products", "products": "bowl\nnothing\nnone"}, "Nothing has these numbers: nothing, none."),
        ({"ends_at": "2026-10-01T00:00"}, "too small"),
    ],
)
def test_what_may_not_be_offered_is_refused_where_it_stands(admin, wrong, told) -> None:
    answer = admin.post(reverse("promotions:make"), TYPED | {"categories": table()} | wrong)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert not rows.Promotion.objects.exists()


def test_it_is_switched_filtered_and_ended_and_its_codes_leave_as_a_file(admin) -> None:
    promotion = made(admin, code="")
    page = reverse("promotions:promotion", args=(promotion,))
    admin.post(reverse("promotions:codes", args=(promotion,)), {"count": "1000", "beginning": "Noel"})
    assert "1,000 codes, 0 used" in admin.get(page).content.decode()
    file = admin.post(reverse("promotions:file", args=(promotion,)))
    told = list(csv.reader(io.StringIO(file.content.decode())))
    assert len(told) == 1_001 and told[1][0].startswith("NOEL-")
    admin.post(reverse("promotions:off", args=(promotion,)))
    listed = admin.get(reverse("promotions:index"), {"state": "off"}).content.decode()
    assert "Table d’automne" in listed
    assert "Table d’automne" not in admin.get(reverse("promotions:index"), {"state": "live"}).content.decode()
    admin.post(reverse("promotions:end", args=(promotion,)))
    assert "over" in admin.get(page).content.decode()
    assert "cannot be changed" in admin.post(reverse("promotions:on", args=(promotion,))).content.decode()


def test_who_may_only_look_sees_no_code(log_in, admin) -> None:
    promotion = made(admin, code="")
    promotions.make_codes(promotion, 3, origin=founding.origin(), now=promotions.get(promotion).created_at)
    code = promotions.codes(promotion)[0].code
    reader = log_in("reader")
    page = reader.get(reverse("promotions:promotion", args=(promotion,))).content.decode()
    assert "Table d’automne" in page and code not in page
