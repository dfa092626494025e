from __future__ import annotations

from xml.etree import ElementTree

import pytest

from comptoir.channels.storefront.drawings import draw
from comptoir.channels.storefront.drawings.kinds import KINDS, colour_of, kind_of
from comptoir.channels.storefront.drawings.tones import PALETTE


def test_every_kind_has_its_drawing_and_every_drawing_its_kind() -> None:
    assert {kind for kind, _ in KINDS} | {"parcel"} == set(draw.SHAPES)


@pytest.mark.parametrize("kind", sorted(draw.SHAPES))
def test_a_drawing_is_one_small_picture_in_the_colours_of_its_thing(kind: str) -> None:
    text = draw.drawing(kind, "blue")
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 400 500"
    assert "$" not in text and len(text) < 8_000


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("HP Pavilion dv7 Notebook Silver 4 GB DDR2",), "laptop"),
        (("Xerox 006R90321 toner cartridge", "Printers"), "cartridge"),
        (("Bol du matin",), "bowl"),
        (("Théière ronde",), "cup"),
        (("Objet sans nom", "Lighting"), "lamp"),
        (("Objet sans nom",), "parcel"),
    ],
)
def test_words_decide_what_is_drawn(texts: tuple[str, ...], kind: str) -> None:
    assert kind_of(*texts) == kind


def test_a_colour_is_read_or_else_stays_the_same_for_the_same_product() -> None:
    assert colour_of("Bol ocre", seed="a") == "yellow"
    assert colour_of("Bol", seed="a") == colour_of("Cup", seed="a")
    assert {colour_of("Bol", seed=str(n)) for n in range(40)} <= set(PALETTE)
