from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from comptoir.content.models import Picture


def drawing() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 50), "#a33").save(data, "PNG")
    return SimpleUploadedFile("bowl.png", data.getvalue(), "image/png")


def test_a_picture_keeps_its_alternative_text_in_both_languages(staff: Client) -> None:
    sent = {"title": "Bol", "file": drawing(), "collection": 1, "alt_fr": "Un bol ocre", "alt_en": "An ochre bowl"}
    assert staff.post(reverse("wagtailimages:add"), sent).status_code == 302
    picture = Picture.objects.get()
    assert picture.alt == {"fr": "Un bol ocre", "en": "An ochre bowl"}
    page = staff.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert "Un bol ocre" in page and "An ochre bowl" in page


def test_an_emptied_alternative_text_is_gone_and_not_an_empty_string(staff: Client) -> None:
    picture = Picture.objects.create(title="Bol", file=drawing(), alt={"fr": "Un bol", "en": "A bowl"})
    sent = {"title": "Bol", "collection": 1, "alt_fr": "Un bol", "alt_en": ""}
    assert staff.post(reverse("wagtailimages:edit", args=[picture.pk]), sent).status_code == 302
    picture.refresh_from_db()
    assert picture.alt == {"fr": "Un bol"}
