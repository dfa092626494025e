"""Foreign keys go down only, protect what they point at, and give it no way back."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from .source import floors, room_of


def wrong_keys(among: Iterable[type[models.Model]], heights: dict[str, int]) -> list[str]:
    """Keys between our rooms that go up or sideways, do not protect, or can be read backwards."""
    found = []
    for model in among:
        room = room_of(model.__module__).split(".")[0]
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or not isinstance(
                target, type
            ):
                continue
            other = room_of(target.__module__).split(".")[0]
            if not room or not other or other == room or _is_inherited(model, field.name):
                continue
            where = f"{model.__name__}.{field.name}"
            if heights[other] >= heights[room]:
                found.append(f"{where} points from {room} to {other}, which is not below it")
            if isinstance(field, models.ManyToManyField):
                found.append(f"{where} reaches into {other} by a hidden table")
            elif field.remote_field.on_delete is not models.PROTECT:
                found.append(f"{where} does not protect its target")
            if not str(field.remote_field.related_name).endswith("+"):
                found.append(f"{where} can be read from {other}: related_name is not '+'")
    return found


def _is_inherited(model: type[models.Model], field: str) -> bool:
    """Whether the field comes from an abstract model of Wagtail's or Django's."""
    bases = [base for base in model.__mro__ if hasattr(base, "_meta") and not room_of(base.__module__)]
    return any(field in {each.name for each in base._meta.local_fields} for base in bases)


def test_keys_between_rooms_go_down() -> None:
    ours = [model for model in apps.get_models(include_auto_created=True) if room_of(model.__module__)]
    assert len(ours) > 10
    faults = wrong_keys(ours, floors())
    assert not faults, "\n".join(faults)


@isolate_apps("comptoir.catalog", "comptoir.orders")
def test_a_wrong_key_is_caught() -> None:
    class Below(models.Model):
        __module__ = "comptoir.catalog.models"

        class Meta:
            app_label = "catalog"

    class Above(models.Model):
        __module__ = "comptoir.orders.models"
        good = models.ForeignKey(Below, models.PROTECT, related_name="+")
        careless = models.ForeignKey(Below, models.CASCADE, related_name="+")
        two_way = models.ForeignKey(Below, models.PROTECT)
        hidden = models.ManyToManyField(Below, related_name="+")

        class Meta:
            app_label = "orders"

    class Climber(models.Model):
        __module__ = "comptoir.catalog.models"
        up = models.ForeignKey(Above, models.PROTECT, related_name="+")

        class Meta:
            app_label = "catalog"

    faults = wrong_keys([Below, Above, Climber], floors())
    assert [fault.split()[0] for fault in faults] == [
        "Above.careless",
        "Above.two_way",
        "Above.hidden",
        "Climber.up",
    ]
