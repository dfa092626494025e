"""Texts and photographs, without a database."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from PIL import Image

from comptoir.reviews import photos, rules
from comptoir.reviews.contracts import QuestionDraft, Rating
from comptoir.reviews.errors import PhotoUnreadable, TooManyPhotos
from comptoir.reviews.tests.people import GOOD, photograph


def test_a_review_needs_stars_a_sentence_and_a_name() -> None:
    assert rules.review_errors(GOOD) == {}
    assert rules.review_errors(replace(GOOD, title="")) == {}
    empty = replace(GOOD, rating=0, text="", author="", fit="wide", title="x" * 121)
    assert rules.review_errors(empty) == {
        "rating": "missing", "text": "missing", "author": "missing", "fit": "not_a_choice", "title": "too_long",
    }  # fmt: skip
    assert rules.review_errors(replace(GOOD, rating=6)) == {"rating": "not_a_choice"}


def test_texts_lose_controls_and_heaps_of_empty_lines() -> None:
    text = "Un\u202f!\r\n\n\n\n deux\x07trois  \n\n"
    messy = replace(GOOD, title=" Beau\x00\n bol ", text=text, author=" Léa \t M. ")
    tidy = rules.tidied(messy)
    assert (tidy.title, tidy.text, tidy.author) == ("Beau bol", "Un\u202f!\n\ndeux trois", "Léa M.")


def test_the_name_that_is_proposed_hides_the_family() -> None:
    assert [rules.shown_name(name) for name in ("Camille Roux", "Léa", "", "Jean de la Tour")] == [
        "Camille R.", "Léa", "", "Jean T.",
    ]  # fmt: skip


def test_a_question_needs_an_address_for_its_answer() -> None:
    good = QuestionDraft(text="Passe-t-il au four ?", author="Léa", email="lea@example.com", locale="fr")
    assert rules.question_errors(good) == {}
    assert rules.question_errors(replace(good, email="lea@")) == {"email": "not_an_email"}
    assert set(rules.question_errors(replace(good, email="", text="", author=""))) == {"email", "text", "author"}


def test_the_mean_is_rounded_to_a_tenth_and_zero_without_reviews() -> None:
    assert (Rating(count=0, total=0).mean, Rating(count=4, total=17).mean) == (0.0, 4.3)


def test_a_photograph_comes_out_upright_small_and_without_what_it_knew() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 0.0)  # a place
    (made,) = photos.develop([photograph((1600, 800), exif=exif)])
    assert (made.width, made.height) == (640, 1280)
    for content in (made.large, made.small):
        picture = Image.open(io.BytesIO(content))
        assert picture.format == "JPEG" and not picture.getexif() and b"camera" not in content
    (clear,) = photos.develop([photograph((30, 30), "PNG")])
    assert Image.open(io.BytesIO(clear.small)).format == "JPEG"


def test_a_photograph_of_several_pictures_is_its_first() -> None:
    two = photograph((1600, 800), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert Image.open(io.BytesIO(two)).format == "MPO"
    (made,) = photos.develop([two])
    assert (made.width, made.height) == (1280, 640)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_a_broken_head_makes_a_decoder_raise_is_a_refusal() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Cam"
    sound = photograph(exif=exif)
    start = sound.index(b"Exif")
    for place in range(start + 6, start + 40):
        for value in (0, 1, 5, 26, 84):
            with suppress(PhotoUnreadable):
                photos.develop([sound[:place] + bytes([value]) + sound[place + 1 :]])


def test_a_large_progressive_jpeg_is_refused_and_the_same_in_one_pass_is_not() -> None:
    size = (5100, 5000)
    with pytest.raises(PhotoUnreadable) as refused:
        photos.develop([photograph(size, progressive=True)])
    assert refused.value.data["why"] == "pixels"
    assert photos.develop([photograph(size)]) and photos.develop([photograph((90, 90), progressive=True)])


def test_what_is_no_photograph_too_big_or_a_bomb_is_refused_unopened() -> None:
    with pytest.raises(TooManyPhotos):
        photos.develop([photograph()] * 4)
    for content, why in (
        (b"<svg/>", "format"), (photograph()[:200], "format"), (photograph((9, 9), "GIF"), "format"),
        (b"x" * (photos.LARGEST + 1), "size"), (bomb(5_000), "pixels"), (bomb(60_000), "pixels"),
    ):  # fmt: skip
        with pytest.raises(PhotoUnreadable) as refused:
            photos.develop([content])
        assert refused.value.data["why"] == why


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
