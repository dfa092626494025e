"""What is known of people is read through the one door that asks for a purpose and for consent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .source import Module, modules

TABLE = re.compile(r"\bprofiles_[a-z_]+\b")
MODEL = re.compile(r"""get_model\(\s*["']profiles["']\s*,\s*["'](\w+)["']""")
# Views that rooms read with a check of their own, and who they are for.
OPENINGS = ("profiles_identity", "profiles_counted", "profiles_person_trait", "profiles_person_moment")
READERS = ("segments", "insights", "privacy")
# Wagtail's lists page through people and through which of them are customers: no trait, no moment.
LISTED = {"channels.backoffice": ("Person", "Identifier")}
# What the door gives without a question, and to whom alone.
UNASKED = {"everything": ("privacy",), "forget": ("privacy",), "export_map": ("insights",)}


def reads_around_the_door(among: Iterable[Module]) -> list[str]:
    """Tables of profiles in the statements and registries of other rooms, and answers meant for one room alone."""
    found = []
    for module in among:
        if module.room in ("profiles", "project", "") or module.is_test or ".migrations" in module.name:
            continue
        for table in sorted(set(TABLE.findall(module.text))):
            if table not in OPENINGS or module.room not in READERS:
                found.append(f"{module.name} reads {table}")
        for model in MODEL.findall(module.text):
            if model not in LISTED.get(module.room, ()):
                found.append(f"{module.name} reads the model {model}")
        for name, rooms in UNASKED.items():
            if module.room not in rooms and re.search(rf"\bprofiles\.{name}\(", module.text):
                found.append(f"{module.name} calls profiles.{name}")
    return found


def test_nobody_reads_people_around_the_door() -> None:
    faults = reads_around_the_door(modules())
    assert not faults, "\n".join(faults)


def test_a_read_around_the_door_is_caught() -> None:
    for name, text in (
        ("comptoir.orders.queries", 'X = "SELECT value FROM profiles_trait"'),
        ("comptoir.orders.queries", 'X = "SELECT value FROM profiles_person_trait"'),
        ("comptoir.segments.people", 'X = "SELECT value FROM profiles_heard"'),
        ("comptoir.channels.backoffice.rows", 'X = apps.get_model("profiles", "Moment")'),
        ("comptoir.channels.api.routes.people", "profiles.everything(person)"),
    ):
        assert reads_around_the_door([Module(name, text)]), text
    for name, text in (
        ("comptoir.segments.people", 'X = "SELECT value FROM profiles_person_trait"'),
        ("comptoir.profiles.queries", 'X = "SELECT value FROM profiles_trait"'),
        ("comptoir.privacy.copy", "profiles.everything(person)"),
    ):
        assert reads_around_the_door([Module(name, text)]) == [], text
