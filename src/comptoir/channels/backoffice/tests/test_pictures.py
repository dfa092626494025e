"""Pictures by the names of their files, from the back office."""

from __future__ import annotations

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comptoir.catalog.models import Media

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><path d="M0 0h4v5z"/></svg>'


def file(name: str, content: bytes = SVG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/svg+xml")


def test_files_are_matched_taken_one_by_one_refused_in_words_and_arranged(log_in, world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, every = log_in("merchant"), reverse("products:pictures_by_name")
    bowl, throw = world.products["bowl"], world.products["throw"]
    names = json.dumps(["bowl-blue-2.svg", "holiday.svg"])
    matched = client.post(every, {"act": "match", "names": names}).json()["files"]
    assert [(one["product"], one["sku"], one["place"]) for one in matched] == [
        ("Morning bowl", "BOWL-BLUE", 2), ("", "", None)
    ]  # fmt: skip
    assert not Media.objects.filter(address="").exists()

    def take(page: str, one: SimpleUploadedFile, **given: str) -> dict:
        return client.post(page, {"act": "take", "files": one} | given).json()

    assert take(every, file("bowl-blue-2.svg"), fr="Bleu", en="Blue")["error"] == ""
    kept = Media.objects.get(address="")
    assert kept.variant_id == world.variants["BOWL-BLUE"] and kept.alt == {"fr": "Bleu", "en": "Blue"}
    assert "No product" in take(every, file("holiday.svg"))["error"]
    assert take(every, file("holiday.svg"), owner="throw")["error"] == ""
    assert "cannot be shown" in take(every, file("throw-1.svg", b"<svg/>"))["error"]
    page = reverse("products:pictures", args=[throw])
    assert "text missing" in client.get(page).content.decode()
    plain = client.post(page, {"files": [file("a.svg", SVG.replace(b"h4", b"h3")), file("b.svg", b"no")]})
    assert "cannot be shown" in plain.content.decode() and Media.objects.filter(product_id=throw).count() == 2
    first, second = Media.objects.filter(product_id=throw).order_by("position").values_list("id", flat=True)
    wanted = {f"place.{second}": "1", f"fr.{second}": "Plaid", f"remove.{first}": "on"}
    done = client.post(page, {"act": "arrange"} | wanted)
    assert done.status_code == 302
    left = Media.objects.get(product_id=throw)
    assert left.pk == second and left.alt == {"fr": "Plaid"}
    assert client.get(reverse("products:pictures", args=[bowl])).status_code == 200
    assert log_in("operations").get(every).url == reverse("wagtailadmin_home")
