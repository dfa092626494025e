"""Payment providers' accounts, from the environment: COMPTOIR_STRIPE_KEY_<ENTITY> and its companions, where <ENTITY> is
the code of a legal entity in capitals with underscores (maison-coste: MAISON_COSTE)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEY = "COMPTOIR_STRIPE_KEY_"


def stripe_accounts(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """By legal entity. Besides the key: WEBHOOK_SECRET (two while one replaces the other, with a comma between),
    ACCOUNT (a connected account), CAPTURE=later (reserve first), ADDRESS (another server than Stripe's, for tests)."""
    found = {}
    for name, key in environment.items():
        entity = name.removeprefix(KEY)
        if entity == name or not key:
            continue

        def value(what: str, entity: str = entity) -> str:
            return environment.get(f"COMPTOIR_STRIPE_{what}_{entity}", "")

        found[entity.lower().replace("_", "-")] = {
            "key": key,
            "secrets": tuple(each.strip() for each in value("WEBHOOK_SECRET").split(",") if each.strip()),
            "account": value("ACCOUNT"),
            "captures_later": value("CAPTURE") == "later",
            "address": value("ADDRESS"),
        }
    return found
