"""Pictures one by one: whose by the name, in which place, with which text."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from comptoir.catalog import facade as catalog
from comptoir.catalog import picture_names, remote
from comptoir.catalog.contracts import ArrangedPicture, OwnPicture
from comptoir.catalog.errors import PictureTooHeavy, PictureTooWide, PictureUnfit
from comptoir.journal import facade as journal
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised


def drawing(width: int) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><path d="M0 0h{width}v5z"/></svg>'.encode()


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("BOL-OCRE.jpg", [("BOL-OCRE", None)]),
        ("BOL-OCRE-2.jpg", [("BOL-OCRE-2", None), ("BOL-OCRE", 2)]),
        ("été/BOL_03.png", [("BOL_03", None), ("BOL", 3)]),
        ("C:\\photos\\BOL (4).webp", [("BOL (4)", None), ("BOL", 4)]),
        ("3760000000017.jpg", [("3760000000017", None)]),
        ("BOL-0.jpg", [("BOL-0", None)]),
        (".jpg", [(".jpg", None)]),
        ("", []),
    ],
)
def test_a_name_says_whose_and_in_which_place(name: str, readings: list[tuple[str, int | None]]) -> None:
    assert picture_names.readings(name) == readings


def test_names_find_products_and_variants_and_the_whole_name_counts_first(world) -> None:
    found = catalog.match_pictures(["bowl-2.jpg", "bowl-blue_3.png", "BOWL-OCHRE.jpg", "nobody-1.jpg"])
    bowl = world.products["bowl"]
    assert [(one.product_id, one.variant_id, one.place) for one in found] == [
        (bowl, None, 2),
        (bowl, world.variants["BOWL-BLUE"], 3),
        (bowl, world.variants["BOWL-OCHRE"], None),
        (None, None, 1),
    ]


def test_a_picture_comes_to_its_place_once_and_pictures_are_arranged(world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    bowl, origin, now = world.products["bowl"], world.context.origin(), world.now
    call = IdempotencyKey.of(actor="t", endpoint="t", key="add-once", request={})

    def add(content: bytes, place: int | None = None, alt: Localised | None = None, key=None):
        picture = OwnPicture(product_id=bowl, content=content, alt=alt or Localised())
        return catalog.add_picture(picture, place=place, origin=origin, now=now, idempotency_key=key)

    def order() -> list[object]:
        return [one.id for one in catalog.kept_pictures(bowl)]

    def told() -> list[str]:
        return [event.name for event in journal.timeline("product", bowl) if event.name.startswith("Picture")]

    first, third = add(drawing(1)), add(drawing(3), key=call)
    assert add(drawing(3), key=call) == third
    second = add(drawing(2), place=2)
    assert add(drawing(4), place=9) == order()[-1] and order()[:3] == [first, second, third]
    assert add(drawing(2)) == second and len(order()) == 4 and len(told()) == 4
    add(drawing(2), alt=Localised(fr="De près", en="Near"))
    assert catalog.kept_pictures(bowl)[1].alt == {"fr": "De près", "en": "Near"} and len(order()) == 4
    wanted = [ArrangedPicture(id=one, alt=Localised(fr="Vu")) for one in (third, first)]
    assert catalog.arrange_pictures(bowl, wanted, removed=[second], origin=origin, now=now)
    assert order()[:2] == [third, first] and second not in order()
    assert not catalog.arrange_pictures(bowl, wanted, origin=origin, now=now)
    with pytest.raises(NotFound):
        catalog.arrange_pictures(bowl, [ArrangedPicture(id=second, alt=Localised())], origin=origin, now=now)
    before = order(), told()
    with pytest.raises(Invalid):
        add(drawing(5), alt=Localised(fr="x" * 301))
    with pytest.raises(PictureUnfit):
        add(b"<html></html>")
    assert (order(), told()) == before


def test_a_file_is_refused_for_what_it_is(world, settings, tmp_path, monkeypatch) -> None:
    settings.MEDIA_ROOT = tmp_path

    def add(content: bytes) -> None:
        picture = OwnPicture(product_id=world.products["bowl"], content=content, alt=Localised())
        catalog.add_picture(picture, origin=world.context.origin(), now=world.now)

    with pytest.raises(PictureTooHeavy):
        add(b"x" * (remote.LARGEST_BYTES + 1))
    image = io.BytesIO()
    Image.new("1", (4000, 4000)).save(image, "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)  # a bomb, on a small scale
    with pytest.raises(PictureTooWide):
        add(image.getvalue())
    assert list(tmp_path.rglob("*")) == [] and catalog.kept_pictures(world.products["bowl"]) == []
