"""The back office changes things only by commands."""

from collections.abc import Iterable
from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .source import room_of

# Wagtail makes this one by itself; its addresses are closed (channels/backoffice/door.py, tests/rights).
WAGTAILS_OWN = ("wagtail.users.views.users.UserViewSet",)
# What the brand writes is saved by Wagtail, with drafts, dates and workflows; content/models/told.py journals it.
WRITTEN_BY_WAGTAIL = ("content",)


def viewsets_that_save_by_themselves(among: Iterable[type[Any]]) -> list[str]:
    """Viewsets of ours, or for our models, that do not derive from the command base class.

    That class says `command_viewset = True`: it overrides saving and deleting to call the room's verb.
    """
    found = []
    for viewset in among:
        model = getattr(viewset, "model", None)
        room = isinstance(model, type) and room_of(model.__module__)
        ours = room_of(viewset.__module__) or room
        if room in WRITTEN_BY_WAGTAIL:
            continue
        name = f"{viewset.__module__}.{viewset.__qualname__}"
        if ours and name not in WAGTAILS_OWN and getattr(viewset, "command_viewset", False) is not True:
            found.append(f"{name} saves {model} without a command")
    return found


def all_viewsets() -> list[type[Any]]:
    """Every list of models that Wagtail knows after it has read all our hooks."""
    hooks.search_for_hooks()
    waiting: list[type[Any]] = [ModelViewSet, SnippetViewSet]
    found = []
    while waiting:
        for viewset in waiting.pop().__subclasses__():
            waiting.append(viewset)
            found.append(viewset)
    return found


def test_the_back_office_changes_things_by_commands() -> None:
    faults = viewsets_that_save_by_themselves(all_viewsets())
    assert not faults, "\n".join(faults)


def test_a_viewset_that_saves_by_itself_is_caught() -> None:
    # Made apart from Wagtail's classes: their real subclasses would be found by the test above.
    careless = type("CarelessViewSet", (), {"__module__": "comptoir.catalog.wagtail_hooks", "model": None})
    careful = type(
        "CarefulViewSet", (careless,), {"__module__": "comptoir.catalog.x", "command_viewset": True}
    )
    product = type("Product", (), {"__module__": "comptoir.catalog.models"})
    generated = type("ProductViewSet", (), {"__module__": "wagtail.snippets.models", "model": product})
    foreign = type("TagViewSet", (), {"__module__": "wagtail.snippets.models", "model": None})
    assert len(viewsets_that_save_by_themselves([careless, careful, generated, foreign])) == 2
