"""Which size is which measure, in the demo house's shoes and knitwear."""

from __future__ import annotations

from datetime import datetime

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import SizeTable
from comptoir.kit.text import Localised
from comptoir.project import founding

Pair = tuple[str, str]
# Category (its French address) → columns, rows, note.
TABLES: dict[str, tuple[tuple[Pair, ...], tuple[str, ...], Pair]] = {
    "chaussures": (
        (("Pointure", "Size"), ("Pied, cm", "Foot, cm"), ("UK", "UK"), ("US", "US")),
        (
            "36|22,8|3|4", "37|23,5|4|5", "38|24,1|5|6", "39|24,8|5½|6½", "40|25,4|6½|7½", "41|26,1|7½|8½",
            "42|26,7|8|9", "43|27,4|9|10", "44|28|9½|10½", "45|28,7|10½|11½",
        ),
        (
            "Mesurez le pied le soir, debout, du talon à l’orteil le plus long. Entre deux pointures, la plus grande.",
            "Measure the foot in the evening, standing, from heel to longest toe. Between two sizes, the larger one.",
        ),
    ),
    "mailles": (
        (("Taille", "Size"), ("Poitrine, cm", "Chest, cm"), ("Tour de taille, cm", "Waist, cm"), ("FR", "FR")),
        (
            "XS|80–84|62–66|34", "S|84–88|66–70|36–38", "M|88–96|70–78|38–40", "L|96–104|78–86|42–44",
            "XL|104–112|86–94|46–48",
        ),
        (
            "Mesures du corps, non du vêtement. La maille donne un centimètre : entre deux tailles, la plus grande.",
            "Measures of the body, not of the garment. Knits give a centimetre: between two sizes take the larger one.",
        ),
    ),
}  # fmt: skip


def set_out(now: datetime) -> None:
    """Where an aisle has none: what the merchant said stays."""
    tree = catalog.categories(market=founding.MARKET, now=now)
    for node in tree:
        if node.slug.read("fr") in TABLES and not catalog.has_size_table(node.id):
            columns, rows, note = TABLES[node.slug.read("fr")]
            table = SizeTable(
                category_id=node.id, brand="", columns=tuple(Localised(fr=one[0], en=one[1]) for one in columns),
                rows=tuple(tuple(row.split("|")) for row in rows), note=Localised(fr=note[0], en=note[1]),
            )  # fmt: skip
            catalog.keep_size_table(table, origin=founding.origin(), now=now)
