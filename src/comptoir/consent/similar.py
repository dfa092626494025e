"""Letters about goods like those that somebody bought, without consent asked before: where the law allows it.

Directive 2002/58/EC, article 13(2), allows it in the whole Union to who sold and got the address with the sale, when
the buyer is told then and can refuse, free of charge, then and in each letter. A country is here when its own law has
been named by us; in others nothing is told and nobody is written to. Only the French text was read word by word:
whoever sells to another country has its line read by somebody who knows that law.
"""

from __future__ import annotations

from collections.abc import Mapping

# By the country where the buyer is: the law that carries article 13(2) there.
LAWS: Mapping[str, str] = {
    "AT": "Telekommunikationsgesetz 2021, § 174(4)",
    "BE": "Arrêté royal du 4 avril 2003, article 1",
    "DE": "Gesetz gegen den unlauteren Wettbewerb, § 7(3)",
    "ES": "Ley 34/2002 (LSSI), artículo 21.2",
    "FR": "Code des postes et des communications électroniques, article L34-5",
    "IE": "S.I. No. 336/2011, regulation 13(11)",
    "IT": "Decreto legislativo 196/2003, articolo 130(4)",
    "LU": "Loi du 30 mai 2005, article 11(2)",
    "NL": "Telecommunicatiewet, artikel 11.7",
}


def allowed_in(country: str) -> bool:
    """Whether a buyer of this country may be told at the checkout that we write about similar goods."""
    return country in LAWS
