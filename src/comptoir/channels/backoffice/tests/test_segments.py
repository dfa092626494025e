"""A segment is said in words on a form that works without a script; who may see what; the file that leaves."""

from __future__ import annotations

import re
from uuid import UUID

from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.channels.backoffice import rows, segment_form
from comptoir.journal import facade as journal
from comptoir.kit import clock
from comptoir.segments import facade as segments
from comptoir.segments.rules.evaluating import holds
from comptoir.segments.rules.reading import read
from comptoir.segments.rules.resolving import resolve
from comptoir.segments.tests import openings

ONE = UUID(int=1)


@settings(max_examples=60)
@given(openings.RULES, openings.PEOPLE, openings.TIMES)
def test_the_form_says_what_the_rule_says(said, who, now) -> None:
    tree = segment_form.shown(said)
    again = segment_form.filled(fields(tree))
    assert again["parts"] and segment_form.rule(again) == segment_form.rule(tree)
    rules = [resolve(read({"version": 1, "rule": each}), {}) for each in (said, segment_form.rule(tree))]
    assert holds(rules[0], who, now) == holds(rules[1], who, now)


@given(st.text('ab0 ,\\"-.1e', min_size=1, max_size=8).filter(str.strip))
def test_a_text_stays_the_text_that_it_was(text) -> None:
    for said in (
        {"trait": "a", "test": "is", "value": text},
        {"trait": "a", "test": "one_of", "value": [text, "1", 1]},
    ):
        tree = segment_form.filled(fields(segment_form.shown(said)))
        assert segment_form.rule(tree) == {"all": [said]}


def fields(tree, place="0"):
    """What a browser sends of the form."""
    found = {
        f"{place}.{name}": str(tree[name])
        for name in ("kind", "of", "name", "test", "value", "times", "days")
        if name in tree
    }
    found |= {f"{place}.not": "on"} if tree.get("not") else {}
    for number, each in enumerate(tree.get("parts", tree.get("where", ()))):
        found |= fields(each, f"{place}.{number}")
    return found


def sent(page: str) -> dict[str, str]:
    """The fields of the page as they stand in it."""
    found = dict(re.findall(r'<input(?! type="checkbox")[^>]*? name="(0[^"]*)" value="([^"]*)"', page))
    for name, inside in re.findall(r'<select name="(0[^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_marketer_says_a_segment_sees_who_is_in_it_and_takes_a_file(log_in, world) -> None:
    client = log_in("merchant", "fr")
    openings.keep_identity(ONE)
    openings.answer(ONE, True, world.now)
    openings.keep_trait(ONE, "orders_count", 4)
    define = reverse("segments:define")
    page = client.get(define).content.decode()
    given = sent(page) | {"name_fr": "Fidèles", "0.0.kind": "trait", "0.0.name": "orders_count"}
    page = client.post(define, given | {"do": "add 0"}).content.decode()
    given = sent(page) | {"name_fr": "Fidèles", "0.0.test": "at_least", "0.0.value": "beaucoup", "0.of": "any"}
    refused = client.post(define, given | {"do": "save"}).content.decode()
    assert "Écrivez un nombre." in refused and not rows.Segment.objects.exists()
    again = sent(refused) | {"name_fr": "Fidèles", "0.0.value": "3"}
    counted = client.post(define, again | {"do": "again"}, headers={"X-Part": "size"}).content.decode()
    assert "vaut au moins 3 ou a commandé" in counted and "moins de 5" in counted and "<form" not in counted
    removed = client.post(define, again | {"do": "remove 0.1"}, headers={"X-Part": "rule"}).content.decode()
    assert 'name="0.0.value"' in removed and 'name="0.1.kind"' not in removed
    client.post(define, again | {"do": "save"})
    while segments.work(clock.now()):
        pass
    row = rows.Segment.objects.get()
    assert (row.code, row.version) == ("fideles", 1)
    seen = client.get(reverse("segments:segment", args=[row.pk])).content.decode()
    assert str(ONE) in seen and "quelque chose" not in client.get(reverse("segments:index")).content.decode()

    export = reverse("segments:export", args=[row.pk])
    assert client.post(export, {"purpose": "marketing"}).content.decode().count("\n") == 1
    told = client.post(export, {"purpose": "personalisation"})
    assert told["Content-Type"].startswith("text/csv") and str(ONE) in told.content.decode()
    kept = journal.timeline("segment", str(row.pk))
    assert [each.payload.get("people") for each in kept if each.name == "Segment Exported"] == [0, 1]

    editor = log_in("editor", "en")
    assert editor.post(export, {"purpose": "personalisation"}).status_code in (302, 403)
    read_only = editor.get(reverse("segments:segment", args=[row.pk])).content.decode()
    assert "Fidèles" in read_only and str(ONE) not in read_only
    rows.Segment.objects.update(slow_times=3, try_after=clock.now())
    for page in (reverse("segments:index"), reverse("segments:segment", args=[row.pk])):
        assert "3 fois de suite" in client.get(page).content.decode(), page
    client.post(reverse("segments:archive", args=[row.pk]))
    assert segments.listed() == []
