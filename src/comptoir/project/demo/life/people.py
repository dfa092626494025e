"""Who buys in the demo shop: invented people, always the same. Names and towns are common ones; CC0 1.0."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from comptoir.customers.contracts import Contact

MANY = 700
# Somebody is a buyer for a while: from a day of their own on, in a round of two years, for so many days on average.
# Who buys at a rate of their own and leaves is what the models of `insights` are about; nothing else is fitted to them.
ROUND, STAYS = 730, 75
DOMAIN = "voisins.example"  # reserved: nobody can have an address there (RFC 2606)
FIRST = (
    "Adèle", "Agathe", "Alix", "Amandine", "Antoine", "Aurélie", "Basile", "Camélia", "Céline", "Clémence", "Corentin",
    "Diane", "Édith", "Élise", "Émile", "Fanny", "Florian", "Gaëlle", "Gaspard", "Hélène", "Hugo", "Ines", "Jeanne",
    "Jonas", "Julie", "Karim", "Léon", "Louise", "Lucas", "Maëlle", "Malik", "Margot", "Mathilde", "Nadia", "Noé",
    "Odile", "Paul", "Rosa", "Salomé", "Simon", "Solène", "Théo", "Valentine", "Victor", "Yasmine", "Zoé",
)  # fmt: skip
LAST = (
    "Aubert", "Barbier", "Benali", "Bertrand", "Blanchet", "Carpentier", "Chevalier", "Da Silva", "Delmas", "Dupuis",
    "Fabre", "Faure", "Fontaine", "Gauthier", "Giraud", "Guérin", "Hamel", "Jacquet", "Lambert", "Laurent", "Le Goff",
    "Lefort", "Legrand", "Lemoine", "Marchand", "Masson", "Mercier", "Meunier", "N’Diaye", "Nguyen", "Olivier", "Paris",
    "Perrin", "Picard", "Prévost", "Renard", "Rey", "Rousseau", "Roy", "Schmitt", "Traoré", "Vasseur", "Vidal",
)  # fmt: skip
STREETS = (
    "rue des Tilleuls", "rue du Moulin", "avenue de la Gare", "rue Jean-Jaurès", "rue de l’Église", "quai de la Marne",
    "rue Pasteur", "place du Marché", "rue des Écoles", "chemin des Vignes", "boulevard Voltaire", "rue Victor-Hugo",
)  # fmt: skip
# Country, postcode, town, how often.
TOWNS = (
    ("FR", "75011", "Paris", 9), ("FR", "75020", "Paris", 6), ("FR", "75010", "Paris", 5),
    ("FR", "93100", "Montreuil", 5), ("FR", "92130", "Issy-les-Moulineaux", 3), ("FR", "69003", "Lyon", 7),
    ("FR", "69100", "Villeurbanne", 4), ("FR", "44000", "Nantes", 7), ("FR", "44400", "Rezé", 3),
    ("FR", "35000", "Rennes", 4), ("FR", "33000", "Bordeaux", 4), ("FR", "31000", "Toulouse", 3),
    ("FR", "59000", "Lille", 4), ("FR", "67000", "Strasbourg", 3), ("FR", "13006", "Marseille", 3),
    ("FR", "38000", "Grenoble", 2), ("FR", "29200", "Brest", 2), ("FR", "21000", "Dijon", 2),
    ("FR", "87000", "Limoges", 1), ("FR", "64100", "Bayonne", 2), ("BE", "1050", "Ixelles", 3),
    ("BE", "4000", "Liège", 2), ("LU", "1855", "Luxembourg", 1), ("DE", "50667", "Köln", 2),
    ("NL", "1012 JS", "Amsterdam", 1), ("ES", "08013", "Barcelona", 1), ("IT", "10121", "Torino", 1),
)  # fmt: skip
SHOPS = {"75": "paris-11", "93": "paris-11", "92": "paris-11", "69": "lyon-3", "44": "nantes"}


@dataclass(frozen=True)
class Person:
    """`often` weighs how often they come while they are a buyer, `stays` days from day `comes` of the round on;
    `shop` is the one near them, empty for most; `counted` whether they allowed measurement; `aisles` are their
    favourites."""

    contact: Contact
    locale: str
    often: float
    comes: int
    stays: float
    shop: str
    counted: bool
    aisles: frozenset[str]


def there(person: Person, day: date) -> bool:
    """Whether they are a buyer on this day."""
    return (day.toordinal() - person.comes) % ROUND < person.stays


# The shopper whose log-in the demonstration prints, and who buys while logged in, so that their account has something
# to show: orders, an address, "as the last time".
REGULAR = Person(
    contact=Contact(
        email="camille@example.com", name="Camille Roux", street="8 rue Oberkampf", postcode="75011", city="Paris",
        country="FR",
    ),
    locale="fr", often=0, comes=0, stays=0, shop="", counted=False, aisles=frozenset({"table", "linge", "mailles"}),
)  # fmt: skip


@cache
def people(aisles: tuple[str, ...]) -> tuple[Person, ...]:
    chance = random.Random("the people of the demo shop")
    return tuple(_person(number, aisles, chance) for number in range(MANY))


def _person(number: int, aisles: tuple[str, ...], chance: random.Random) -> Person:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    country, postcode, town, _ = chance.choices(TOWNS, [often for *_, often in TOWNS])[0]
    contact = Contact(
        email=f"{_plain(name)}{number}@{DOMAIN}", name=name, street=f"{chance.randint(1, 90)} {chance.choice(STREETS)}",
        postcode=postcode, city=town, country=country,
    )  # fmt: skip
    return Person(
        contact=contact, locale="fr" if country in ("FR", "BE", "LU") else "en", often=chance.gammavariate(0.6, 1.0),
        comes=chance.randrange(ROUND), stays=chance.expovariate(1 / STAYS),
        shop=SHOPS.get(postcode[:2], "") if country == "FR" else "", counted=chance.random() < 0.62,
        aisles=frozenset(chance.sample(aisles, 3)),
    )  # fmt: skip


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(c for c in word if c.isalpha()) for word in letters.split())
