"""What the demo house sells without a parcel: mending as a service, and a knitting pattern to download. Texts, pattern
and data are CC0 1.0; the pattern is set by typst."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import typst

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryDraft, OwnPicture, ProductDraft, VariantDraft
from comptoir.downloads import facade as downloads
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding
from comptoir.project.demo.drawn import views


@dataclass(frozen=True, slots=True)
class Sold:
    code: str
    nature: str
    euros: int
    name: Localised
    text: Localised
    aisle: Localised
    alts: tuple[Localised, Localised, Localised]
    shot: views.Picture


MENDING = Sold(
    code="reprise-maille", nature=catalog.SERVICE, euros=35,
    name=Localised(fr="Reprise d’un tricot", en="Mending of a knit"),
    text=Localised(
        fr="Un accroc, un coude usé, une maille qui file\u202f: notre atelier de Lyon reprend votre tricot à la main,"
        " en deux heures. Nous convenons d’un jour par e-mail après la commande\u202f; vous l’apportez ou l’envoyez.",
        en="A snag, a worn elbow, a running stitch: our workshop in Lyon mends your knit by hand, in two hours. We"
        " agree on a day by e-mail after the order; you bring it or send it.",
    ),
    aisle=Localised(fr="Atelier", en="Workshop"),
    alts=(
        Localised(fr="Un chandail à reprendre, suspendu", en="A jumper to be mended, hung up"),
        Localised(fr="De près : les mailles du chandail", en="From near: the stitches of the jumper"),
        Localised(fr="Le chandail à sa patère, dans l’atelier", en="The jumper on its peg, in the workshop"),
    ),
    shot=views.Picture(family="jumper", colour="#6f7f63", unit=6, seed="reprise-maille", more={}, place=""),
)
PATTERN = Sold(
    code="patron-bonnet", nature=catalog.DIGITAL, euros=6,
    name=Localised(fr="Patron de bonnet à côtes, PDF", en="Ribbed beanie, a pattern in PDF"),
    text=Localised(
        fr="Une page, trois tailles, des aiguilles n° 4\u202f: le bonnet à côtes de la maison, à tricoter soi-même en"
        " deux soirées. Le fichier se télécharge dès le paiement, sur la page de votre commande.",
        en="One page, three sizes, 4 mm needles: the ribbed beanie of the house, to knit yourself in two evenings. The"
        " file can be downloaded as soon as it is paid, on the page of your order.",
    ),
    aisle=Localised(fr="Atelier", en="Workshop"),
    alts=(
        Localised(fr="Le bonnet à côtes du patron", en="The ribbed beanie of the pattern"),
        Localised(fr="De près : les côtes du bonnet", en="From near: the ribs of the beanie"),
        Localised(fr="Le bonnet posé près de livres", en="The beanie beside some books"),
    ),
    shot=views.Picture(family="beanie", colour="#8a4a3c", unit=9.4, seed="patron-bonnet", more={}, place=""),
)
FILE = "patron-bonnet-a-cotes.pdf"
# Set once, the same bytes every time.
SHEET = """
#set document(title: "Bonnet à côtes")
#set page(paper: "a4", margin: 25mm)
#set text(lang: "fr", size: 11pt)
= Bonnet à côtes
Maison Coste. Patron libre de droits (CC0 1.0).

#table(columns: 4, [Taille], [S], [M], [L], [Tour de tête], [52 cm], [56 cm], [60 cm], [Mailles], [96], [104], [112],
  [Hauteur avant diminutions], [19 cm], [20 cm], [21 cm])

+ Monter les mailles sur aiguilles circulaires n° 4 et joindre en rond.
+ Tricoter en côtes 2/2 jusqu’à la hauteur du tableau ; le revers en prend 6 cm.
+ Diminuer : 2 m. endroit ensemble à chaque côte envers, tous les deux rangs, jusqu’à 12 mailles.
+ Couper le fil à 20 cm, le passer deux fois dans les mailles, serrer, rentrer.

Échantillon : 22 mailles et 30 rangs pour 10 cm, en côtes détendues.

== Ribbed beanie
Cast on 96, 104 or 112 stitches on 4 mm circular needles and join. Work 2 × 2 rib to 19, 20 or 21 cm, of which 6 cm turn
up. Decrease in each purl rib every other round to 12 stitches. Cut, draw the yarn twice through them, fasten off.
"""


def set_out(now: datetime, opened: datetime) -> None:
    """What is there is left as the merchant changed it."""
    for one in (MENDING, PATTERN):
        if not catalog.products_called([one.code]):
            _add(one, opened)
    pattern = catalog.products_called([PATTERN.code])[PATTERN.code]
    if not downloads.files_of(pattern):
        made = typst.compile(
            SHEET.encode(), format="pdf", ignore_system_fonts=True, timestamp=int(opened.timestamp())
        )
        downloads.keep_file(pattern, name=FILE, content=bytes(made), origin=founding.origin(), now=opened)


def _add(one: Sold, opened: datetime) -> None:
    who = founding.origin()
    draft = ProductDraft(
        external_id=one.code, name=one.name, description=one.text, brand=founding.NAME, nature=one.nature,
        category=CategoryDraft(names=(one.aisle,)),
        variants=(VariantDraft(external_id=one.code, sku=one.code.upper()),),
    )  # fmt: skip
    made = catalog.upsert_products([draft], market=founding.MARKET, origin=who, now=opened)
    price = PriceToSet(variant_id=made.variant_ids[one.code], amount=Money(one.euros * 100, "EUR"))
    pricing.set_prices([price], market=founding.MARKET, origin=who, now=opened)
    drawn = zip((views.front, views.detail, views.in_use), one.alts, strict=True)
    product = made.product_ids[one.code]
    pictures = [OwnPicture(product_id=product, content=draw(one.shot).encode(), alt=alt) for draw, alt in drawn]
    catalog.keep_pictures(pictures, origin=who, now=opened)
