"""What the goods of the demo house have in common: aisles, colours, materials, places, care, in both languages."""

from __future__ import annotations

Pair = tuple[str, str]

TABLE: Pair = ("Table", "Tableware")
HOME: Pair = ("Maison", "For the home")
BAGS: Pair = ("Sacs et petits cuirs", "Bags and small leather")
AISLES: dict[str, tuple[Pair, ...]] = {
    "table": (TABLE, ("Bols et assiettes", "Bowls and plates")),
    "tasses": (TABLE, ("Tasses et pichets", "Cups and jugs")),
    "verres": (TABLE, ("Verres et carafes", "Glasses and carafes")),
    "linge": (TABLE, ("Linge de table", "Table linen")),
    "cuisine": (("Cuisine", "Kitchen"),),
    "textile": (HOME, ("Plaids, coussins, draps", "Throws, cushions, sheets")),
    "bain": (HOME, ("Bain", "Bathroom")),
    "lumiere": (HOME, ("Lumière", "Light")),
    "deco": (HOME, ("Vases et cache-pots", "Vases and planters")),
    "livres": (HOME, ("Livres et carnets", "Books and notebooks")),
    "sacs": (BAGS, ("Sacs", "Bags")),
    "petits": (BAGS, ("Petits cuirs", "Small leather")),
    "chaussures": (("Chaussures", "Shoes"),),
    "mailles": (("Mailles", "Knitwear"),),
}

# French, English, as it is drawn.
COLOURS: dict[str, tuple[str, str, str]] = {
    "ecru": ("Écru", "Ecru", "#e6dcc6"),
    "blanc": ("Blanc", "White", "#efebe2"),
    "naturel": ("Naturel", "Natural", "#d8c7a6"),
    "ocre": ("Ocre", "Ochre", "#c4913a"),
    "terracotta": ("Terracotta", "Terracotta", "#b9663f"),
    "argile": ("Rose argile", "Clay pink", "#c9a08c"),
    "lie": ("Lie-de-vin", "Wine red", "#6d2f3a"),
    "sauge": ("Vert sauge", "Sage green", "#8d9b7c"),
    "celadon": ("Céladon", "Celadon green", "#a9bfae"),
    "olive": ("Vert olive", "Olive green", "#a5a06a"),
    "sapin": ("Vert sapin", "Fir green", "#2f4a3c"),
    "brume": ("Bleu brume", "Mist blue", "#a3b1ba"),
    "nuit": ("Bleu nuit", "Midnight blue", "#34455f"),
    "gris": ("Gris chiné", "Heather grey", "#8a8378"),
    "noir": ("Noir", "Black", "#3a3733"),
    "cognac": ("Cognac", "Cognac brown", "#a4693a"),
    "moka": ("Moka", "Mocha brown", "#5a3a26"),
    "hetre": ("Hêtre", "Beech", "#c9a06a"),
    "noyer": ("Noyer", "Walnut", "#8a5f3f"),
    "acier": ("Acier", "Steel", "#b9bab6"),
    "laiton": ("Laiton", "Brass", "#b4904f"),
    "incolore": ("Incolore", "Clear", "#d6dfd8"),
    "ambre": ("Ambre", "Amber", "#c58f45"),
    "fume": ("Fumé", "Smoke grey", "#8f8a80"),
}

MATERIALS: dict[str, Pair] = {
    "gres": ("Grès", "Stoneware"),
    "porcelaine": ("Porcelaine", "Porcelain"),
    "verre": ("Verre soufflé", "Blown glass"),
    "lin": ("Lin", "Linen"),
    "metis": ("Métis, lin et coton", "Linen and cotton union"),
    "coton": ("Coton", "Cotton"),
    "laine": ("Laine", "Wool"),
    "cuir": ("Cuir à tannage végétal", "Vegetable-tanned leather"),
    "noyer": ("Noyer", "Walnut"),
    "hetre": ("Hêtre", "Beech"),
    "chene": ("Chêne", "Oak"),
    "laiton": ("Laiton", "Brass"),
    "acier": ("Acier inoxydable", "Stainless steel"),
    "osier": ("Osier", "Willow"),
    "palme": ("Feuille de palmier", "Palm leaf"),
    "cire": ("Cire végétale", "Plant wax"),
    "savon": ("Huile d’olive saponifiée", "Saponified olive oil"),
    "papier": ("Papier et toile", "Paper and cloth"),
}

# Textiles and shoes say by law what they are made of (EU 1007/2011, directive 94/11/EC).
COMPOSITION: dict[str, Pair] = {
    "lin": ("100 % lin", "100% linen"),
    "metis": ("55 % lin, 45 % coton", "55% linen, 45% cotton"),
    "coton": ("100 % coton", "100% cotton"),
    "laine": ("100 % laine", "100% wool"),
    "agneau": ("100 % laine d’agneau", "100% lambswool"),
    "merinos": ("100 % laine mérinos", "100% merino wool"),
    "toile": (
        "Toile : 100 % coton, enduite. Garniture : cuir de bovin",
        "Canvas: 100% cotton, coated. Trim: cow leather",
    ),
    "vachette": ("Cuir de bovin, pleine fleur", "Full-grain cow leather"),
    "chaussure": (
        "Dessus : cuir de bovin. Doublure : cuir. Semelle : autres matériaux",
        "Upper: cow leather. Lining: leather. Sole: other materials",
    ),
    "espadrille": (
        "Dessus : textile. Doublure : textile. Semelle : autres matériaux (jute, caoutchouc)",
        "Upper: textile. Lining: textile. Sole: other materials (jute, rubber)",
    ),
    "feutre": (
        "Dessus : textile (laine). Doublure : textile. Semelle : autres matériaux",
        "Upper: textile (wool). Lining: textile. Sole: other materials",
    ),
    "chaussette": ("75 % laine, 25 % polyamide", "75% wool, 25% polyamide"),
    "chaussette_coton": ("82 % coton, 18 % polyamide", "82% cotton, 18% polyamide"),
}

PLACES: dict[str, Pair] = {
    "puisaye": ("Puisaye, France", "Puisaye, France"),
    "limoges": ("Limoges, France", "Limoges, France"),
    "biot": ("Biot, France", "Biot, France"),
    "jura": ("Jura, France", "Jura, France"),
    "thiers": ("Thiers, France", "Thiers, France"),
    "nord": ("Nord, France", "Nord, France"),
    "vosges": ("Vosges, France", "Vosges, France"),
    "creuse": ("Creuse, France", "Creuse, France"),
    "bretagne": ("Bretagne, France", "Brittany, France"),
    "cholet": ("Cholet, France", "Cholet, France"),
    "romans": ("Romans-sur-Isère, France", "Romans-sur-Isère, France"),
    "mauleon": ("Mauléon, France", "Mauléon, France"),
    "charente": ("Charente, France", "Charente, France"),
    "provence": ("Provence, France", "Provence, France"),
    "marne": ("Haute-Marne, France", "Haute-Marne, France"),
    "mayenne": ("Mayenne, France", "Mayenne, France"),
    "maroc": ("Essaouira, Maroc", "Essaouira, Morocco"),
}

CARE: dict[str, Pair] = {
    "machine": ("Passe au lave-vaisselle", "Dishwasher safe"),
    "main": ("À laver à la main", "Wash by hand"),
    "four": ("Va au four jusqu’à 220 °C et au lave-vaisselle", "Oven safe to 220 °C, dishwasher safe"),
    "bois": ("Essuyer, ne pas tremper ; huiler deux fois l’an", "Wipe, do not soak; oil twice a year"),
    "sec": ("Dépoussiérer, garder au sec", "Dust, keep dry"),
    "l60": ("Lavage à 60 °C", "Wash at 60 °C"),
    "l40": ("Lavage à 40 °C", "Wash at 40 °C"),
    "froid": ("Lavage à la main, à froid ; sécher à plat", "Hand wash, cold; dry flat"),
    "eponge": ("Nettoyer avec une éponge humide", "Clean with a damp sponge"),
    "cuir": ("Brosser, nourrir deux fois l’an", "Brush, feed twice a year"),
    "bougie": ("Première flamme : deux heures", "First burn: two hours"),
}

# What to beware of, by care.
WARNINGS: dict[str, Pair] = {
    "bougie": (
        "Ne pas laisser brûler sans surveillance. Tenir hors de portée des enfants et des animaux",
        "Do not leave burning unattended. Keep away from children and animals",
    ),
}

# French, English, unit.
NUMBERS: dict[str, tuple[str, str, str]] = {
    "contenance": ("Contenance", "Capacity", "cl"),
    "volume": ("Volume", "Volume", "l"),
    "diametre": ("Diamètre", "Diameter", "cm"),
    "hauteur": ("Hauteur", "Height", "cm"),
    "longueur": ("Longueur", "Length", "cm"),
    "largeur": ("Largeur", "Width", "cm"),
    "longueur_fil": ("Longueur du fil", "Length of twine", "m"),
    "talon": ("Talon", "Heel", "mm"),
    "duree": ("Durée", "Burning time", "h"),
    "masse": ("Masse nette", "Net weight", "g"),
    "pages": ("Pages", "Pages", ""),
}

SIZE_LABELS: dict[str, Pair] = {"size": ("Taille", "Size"), "belt": ("Tour de taille, en cm", "Waist, in cm")}

# What the three views show, by scene: nothing to add, from near, and where it is used.
NEAR: Pair = ("de près", "from near")
SCENES: dict[str, Pair] = {
    "table": ("sur une table, près {known}", "on a table, next to {known}"),
    "bench": ("sur un banc, près d’un parapluie", "on a bench, next to an umbrella"),
    "floor": ("au sol, dans une entrée", "on the floor of a hallway"),
    "pegs": ("à la patère, près d’un chapeau de paille", "on a peg, next to a straw hat"),
}
KNOWN: dict[str, Pair] = {
    "egg": ("d’un œuf", "an egg"), "lemon": ("d’un citron", "a lemon"), "pear": ("d’une poire", "a pear"),
    "loaf": ("d’un pain", "a loaf of bread"), "bottle": ("d’une bouteille de vin", "a wine bottle"),
    "books": ("de trois livres", "three books"),
}  # fmt: skip
