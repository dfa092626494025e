"""Who answers for the safety of the demo shop's goods (Regulation (EU) 2023/988, article 19): the house itself."""

from __future__ import annotations

from comptoir.catalog.contracts import AttributeDraft
from comptoir.kit.text import Localised
from comptoir.project.founding import SELLER

FACTS = (
    ("manufacturer", ("Fabricant", "Manufacturer"), f"{SELLER.name} {SELLER.legal_form}"),
    (
        "manufacturer-address",
        ("Adresse du fabricant", "Address of the manufacturer"),
        f"{SELLER.street}, {SELLER.postcode} {SELLER.city}, France",
    ),
    ("manufacturer-email", ("Adresse électronique du fabricant", "E-mail of the manufacturer"), SELLER.email),
)
ATTRIBUTES = tuple(
    AttributeDraft(code=code, label=Localised(fr=fr, en=en), kind="text", value=value)
    for code, (fr, en), value in FACTS
)
