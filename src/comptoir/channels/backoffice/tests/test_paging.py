"""A list ends at its thousandth row, here at its third: counted, leafed through and turned round."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.channels.backoffice import paging, rows
from comptoir.channels.backoffice.lists import ListView


def numbers(page: str) -> list[str]:
    """Of orders, as they stand in the table: parts of ids look alike."""
    return re.findall(r">\s*([0-9A-Z]{4}-[0-9A-Z]{4})\s*<", page)


def test_a_long_list_is_counted_and_read_no_further_than_it_is_shown(admin, place, monkeypatch) -> None:
    monkeypatch.setattr(paging, "MOST", 3)
    monkeypatch.setattr(ListView, "get_paginate_by", lambda view, queryset: 2)
    for _ in range(5):
        place()
    oldest_first = list(rows.Order.objects.order_by("placed_at", "pk").values_list("number", flat=True))
    index = reverse("orders:index")
    with CaptureQueriesContext(connection) as asked:
        first = admin.get(index).content.decode()
    read = [each["sql"] for each in asked if 'FROM "orders_order"' in each["sql"]]
    assert len(read) == 2 and "LIMIT 4" in read[0] and "COUNT" not in "".join(read).upper()
    assert numbers(first) == oldest_first[:-3:-1]
    assert "More than 3 orders" in first and "Page 1 of 2" in first and "The first 3 can be leafed through" in first
    for far in ("2", "5000"):
        assert numbers(admin.get(index, {"p": far}).content.decode()) == [oldest_first[2]]
    turned = re.search(r'href="([^"]+)">begin at the other end', first)
    assert turned and numbers(admin.get(turned[1].replace("&amp;", "&")).content.decode()) == oldest_first[:2]
    found = admin.get(index, {"q": "camille"}).content.decode()
    assert "There are more than 3 matches" in found
    short = admin.get(index, {"q": oldest_first[0]}).content.decode()
    assert "There is 1 match" in short and "leafed through" not in short


def test_a_file_has_all_that_the_list_finds(admin, place, monkeypatch) -> None:
    monkeypatch.setattr(paging, "MOST", 1)
    monkeypatch.setattr("comptoir.channels.backoffice.lists.CHUNK", 2)
    for _ in range(3):
        place()
    written = b"".join(admin.get(reverse("orders:index"), {"export": "csv"}).streaming_content).decode()
    assert len(written.splitlines()) == 4 and written.count("camille@example.com") == 3
