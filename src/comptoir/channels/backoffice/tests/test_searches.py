"""Synonyms and redirects are made, changed and removed by verbs, and refusals stand beside the field."""

from __future__ import annotations

from django.urls import reverse

from comptoir.channels.backoffice import rows


def test_a_merchant_says_which_words_are_the_same(log_in, world) -> None:
    client = log_in("merchant", "fr")
    wrong = client.post(reverse("synonyms:add"), {"words": "canapé"})
    assert wrong.status_code == 200 and not rows.Synonyms.objects.exists()
    client.post(reverse("synonyms:add"), {"words": "canapé, sofa"})
    row = rows.Synonyms.objects.get()
    client.post(reverse("synonyms:edit", args=[row.pk]), {"words": "canapé, sofa, divan", "one_way": "on"})
    row.refresh_from_db()
    assert (row.words, row.one_way) == (["canapé", "sofa", "divan"], True)
    assert client.get(reverse("synonyms:delete", args=[row.pk])).status_code == 200
    client.post(reverse("synonyms:delete", args=[row.pk]))
    assert not rows.Synonyms.objects.exists()
    away = client.post(reverse("redirects:add"), {"query": "retours", "target": "https://elsewhere.example/"})
    assert "commence par /" in away.content.decode() and not rows.Redirect.objects.exists()
