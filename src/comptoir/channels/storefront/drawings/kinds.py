"""Which drawing stands in for a product that has no picture: decided by words, the same every time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

from comptoir.channels.storefront.drawings.tones import CALM, PALETTE

# A rule is tried after the ones above it, so the narrow words stand before the broad ones.
KINDS: tuple[tuple[str, str], ...] = (
    ("book", "book books livre livres cahier cahiers carnet carnets papeterie stationery diary"),
    ("headphones", "headphone headphones headset headsets earphones casque casques ecouteurs"),
    ("cartridge", "cartridge cartridges toner toners ink cartouche cartouches encre drum"),
    ("cable", "cable cables cord cords patch cordon cordons cabling"),
    ("paper", "paper papers label labels papier papiers etiquettes envelope ream"),
    ("keyboard", "keyboard keyboards clavier claviers"),
    ("mouse", "mouse mice souris trackball"),
    (
        "bag",
        "bag bags backpack sac sacs cabas besace porte tote "
        "satchel sacoche bagages luggage sleeve briefcase case cases housse",
    ),
    ("laptop", "laptop laptops notebook notebooks chromebook portables"),
    ("printer", "printer printers imprimante imprimantes scanner scanners laserjet multifunction phaser"),
    ("projector", "projector projectors projecteur projecteurs videoprojecteur videoprojecteurs"),
    ("monitor", "monitor monitors display displays tv television televisions ecran ecrans"),
    ("tablet", "tablet tablets tablette tablettes ipad reader liseuse"),
    ("phone", "phone phones smartphone smartphones telephone telephones iphone"),
    ("camera", "camera cameras appareil camcorder webcam lens photo objectif"),
    ("speaker", "speaker speakers audio enceinte enceintes loudspeaker soundbar radio"),
    ("battery", "ups battery batteries batterie onduleur onduleurs pile piles"),
    ("drive", "hdd ssd hard drive drives disque disques storage stockage tape"),
    ("switch", "switch switches router routers modem network networking kvm routeur reseau reseaux"),
    ("rack", "rack racks server servers serveur serveurs cabinet enclosure"),
    ("tower", "desktop desktops pc computer computers workstation ordinateur ordinateurs"),
    ("adapter", "adapter adapters charger chargers chargeur adaptateur power hub supply pdu"),
    ("memory", "memory ram dimm memoire memoires card cards module modules processor processors carte xeon"),
    ("bulb", "bulb bulbs ampoule ampoules led"),
    ("bowl", "bowl bowls bol bols saladier coupe"),
    ("plate", "plate plates assiette assiettes dish plat platter"),
    ("cup", "cup cups mug mugs tasse tasses teapot theiere gres stoneware"),
    ("vase", "vase vases pitcher carafe pichet jug pot pots"),
    (
        "throw",
        "throw throws plaid plaids blanket blankets couverture "
        "nappe torchon drap linge towel serviette textile textiles",
    ),
    ("cushion", "cushion cushions coussin coussins pillow oreiller"),
    ("lamp", "lamp lamps lampe lampes lighting luminaire luminaires light lumiere"),
    ("candle", "candle candles candlestick bougie bougies bougeoir fragrance parfum"),
    ("knife", "knife knives couteau couteaux cutlery couvert couverts"),
    ("glass", "glass glasses verre verres tumbler gobelet"),
    ("chair", "chair chairs chaise chaises stool tabouret furniture meubles seat"),
    (
        "knitwear",
        "sweater jumper pull pulls cardigan gilet shirt chemise "
        "echarpe scarf bonnet beanie gants gloves knitwear maille mailles",
    ),
    ("bowl", "table tableware vaisselle"),
)
WORDS = tuple((kind, frozenset(words.split())) for kind, words in KINDS)


@lru_cache(maxsize=4096)
def kind_of(*texts: str) -> str:
    """The drawing's kind from texts in order of trust, category first; `parcel` when no word tells."""
    for text in texts:
        said = set(_words(text))
        for kind, meant in WORDS:
            if said & meant:
                return kind
    return "parcel"


@lru_cache(maxsize=4096)
def colour_of(text: str, *, seed: str) -> str:
    """The palette's name for the first colour word in `text`; without one, a calm colour fixed by `seed`."""
    for word in _words(text):
        for name, (_, meant) in PALETTE.items():
            if word in meant:
                return name
    return CALM[crc32(seed.encode()) % len(CALM)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)
