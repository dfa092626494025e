"""Pictures of the merchant's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.catalog import drawing
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import OwnPicture
from comptoir.catalog.errors import PictureUnfit
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.project import founding

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5">'
CUT = b'<defs><clipPath id="a"><path d="M0 0h4"/></clipPath></defs>'
BOWL = HEAD + CUT + b'<g clip-path="url(#a)"><path d="M0 0"/></g></svg>'
BLUE = HEAD + b'<path fill="#345" d="M0 0h4v5z"/></svg>'


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"<script>alert(1)</script></svg>",
        HEAD + b'<path onload="alert(1)" d="M0 0"/></svg>',
        HEAD + b'<g style="fill:red"/></svg>',
        HEAD + b'<image href="https://example.com/x.png"/></svg>',
        HEAD + b'<path fill="url(https://example.com/#a)" d="M0 0"/></svg>',
        HEAD + b"<foreignObject/></svg>",
        HEAD + b'<g xmlns:x="http://www.w3.org/1999/xlink"><path x:href="#a" d="M0 0"/></g></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + HEAD + b"</svg>",
        (HEAD + b"</svg>").decode().encode("utf-16"),
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        HEAD,
    ],
)
def test_a_drawing_that_acts_or_loads_is_not_shown(content: bytes) -> None:
    assert drawing.is_safe(BOWL)
    assert not drawing.is_safe(content)


def test_pictures_of_ones_own_are_kept_once_and_replaced(world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    bowl, blue = world.products["bowl"], world.variants["BOWL-BLUE"]
    told = Localised(fr="Bol bleu", en="Blue bowl")

    def keep(*pictures: OwnPicture) -> int:
        return catalog.keep_pictures(pictures, origin=founding.origin(), now=world.now)

    front = OwnPicture(product_id=bowl, content=BOWL, alt=told)
    of_blue = OwnPicture(product_id=bowl, variant_id=blue, content=BLUE, alt=told)
    assert keep(front, of_blue) == 1
    assert keep(front, of_blue) == 0
    shown = catalog.products([bowl])[bowl].pictures
    assert [picture.variant_id for picture in shown] == [None, blue]
    assert all(picture.source.endswith(".svg") and picture.alt == told for picture in shown)
    assert sorted(path.read_bytes() for path in Path(tmp_path).rglob("*.svg")) == sorted([BOWL, BLUE])

    with pytest.raises(PictureUnfit):
        keep(front, OwnPicture(product_id=bowl, content=b"<svg/>", alt=told))
    with pytest.raises(NotFound):
        keep(OwnPicture(product_id=world.products["throw"], variant_id=blue, content=BOWL, alt=told))
    assert catalog.products([bowl])[bowl].pictures == shown

    assert keep(OwnPicture(product_id=bowl, content=BLUE, alt=told)) == 1
    assert [picture.source for picture in catalog.products([bowl])[bowl].pictures] == [shown[1].source, shown[1].source]
    changes = sql.row("SELECT count(*) FROM journal_event WHERE name = 'Product Changed'")
    assert changes is not None and changes[0] == 2
