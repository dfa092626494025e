"""Many products on one sheet, from the back office."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.urls import reverse

from comptoir.channels.backoffice import access, cells, rows
from comptoir.channels.backoffice.cells import Unreadable

SHEET = reverse("products:sheet")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("24", 2400), ("24,5", 2450), (" 1 249,90 € ", 124990), ("1,249.90", 124990), ("1.249,90", 124990),
        ("1 249,90", 124990), ("0.05", 5), ("", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_and_spreadsheets_write_it(text: str, minor: int | None) -> None:
    assert cells.read("price", text, precision=2) == minor


@pytest.mark.parametrize("text", ["1,249", "1.249", "24,905", "-3", "abc", "1,24,90"])
def test_an_amount_that_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        cells.read("price", text, precision=2)


def test_what_is_written_reads_back() -> None:
    for locale in ("fr", "en"):
        for minor in (0, 5, 2400, 124990):
            written = cells.write("price", minor, locale=locale, precision=2)
            assert cells.read("price", written, precision=2) == minor
        assert cells.read("price", cells.write("price", 700, locale=locale, precision=0), precision=0) == 700
    assert cells.write("price", 2400, locale="fr", precision=2) == "24,00"


def form_of(page: str) -> dict[str, list[str]]:
    """What a browser without a script would send back."""
    inside = page[page.index('id="sheet"'):]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", inside):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            fields.setdefault(name[1], []).append(html.unescape(value[1] if value else ""))
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', inside, re.S):
        chosen = re.search(r'value="([^"]+)" selected', body)
        fields[name] = [chosen[1] if chosen else ""]
    return fields


def test_a_sheet_is_saved_from_a_plain_form_marked_where_it_is_refused_and_undone(log_in, world) -> None:
    client = log_in("administrator", "fr")
    bowl, throw = world.products["bowl"], world.products["throw"]
    ochre, blue = world.variants["BOWL-OCHRE"], world.variants["BOWL-BLUE"]
    form = form_of(client.get(SHEET, {"pk": [bowl, throw]}).content.decode())
    assert form[f"{ochre}.price"] == ["24,00"] and form[f"{throw}.shown"] == ["yes"]
    assert client.post(SHEET, form).content.decode().count("consequence") == 0  # nothing changed, nothing saved
    form |= {f"{ochre}.price": ["25,5"], f"{blue}.price": ["1,249"], f"{throw}.shown": ["no"]}
    refused = client.post(SHEET, form).content.decode()
    assert f'id="e-{blue}.price"' in refused and 'value="25,5"' in refused and "Rien n’a été enregistré" in refused
    assert price(ochre) == 2400
    form |= {f"{blue}.price": ["27"]}
    saved = client.post(SHEET, form).content.decode()
    assert (price(ochre), price(blue)) == (2550, 2700) and "3 cellules" in saved
    undo = {name: form_value(saved, name) for name in ("was", "cells")}
    assert json.loads(undo["cells"])[f"{ochre}.price"] == "24,00"
    rows.ListPrice.objects.filter(variant_id=blue).update(amount_minor=2800)
    late = client.post(SHEET, undo | {"pk": [bowl, throw]}).content.decode()
    assert "entre-temps" in late and price(ochre) == 2550
    rows.ListPrice.objects.filter(variant_id=blue).update(amount_minor=2700)
    undone = client.post(SHEET, undo | {"pk": [bowl, throw]}).content.decode()
    assert "3 cellules sont comme avant" in undone and "enregistrées" not in undone
    assert (price(ochre), price(blue)) == (2400, 2600)


def form_value(page: str, name: str) -> str:
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def price(variant) -> int:
    return rows.ListPrice.objects.get(variant_id=variant, market=access.market().code).amount_minor


def test_a_cell_without_a_right_is_not_on_the_sheet_and_not_saved(log_in, world) -> None:
    client, ochre = log_in("merchant"), world.variants["BOWL-OCHRE"]
    page = client.get(SHEET, {"q": "bowl"}).content.decode()
    kept = f"{ochre}.safety:{world.warehouse.id}"
    assert f"{ochre}.price" in page and kept not in page
    form = {"pk": [str(world.products["bowl"])], "was": json.dumps({kept: "0"}), kept: "3"}
    assert client.post(SHEET, form).status_code == 200
    assert rows.StockLevel.objects.get(variant_id=ochre, location_id=world.warehouse.id).safety == 0
    assert client.get(SHEET, {"pk": "no-id"}).url == reverse("products:index")
    assert client.post(SHEET, {"pk": form["pk"], "was": "[", f"{ochre}.price": "1"}).status_code == 200
    assert log_in("operations").get(SHEET).url == reverse("wagtailadmin_home")
