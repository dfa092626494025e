"""Pages of a long list: what is counted and leafed through ends at a thousand rows, so that no page reads them all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

MOST = 1_000


class CappedPaginator(WagtailPaginator):
    """`count` stops at MOST, `is_capped` says that there is more. The way to the rest is the search, the filters and
    the other end of the list; a file has all of it.

    `keyed` lists read the keys of these rows once, for the count and for the page, whose rows are then read by them:
    what a filter or a sort has to look through, it looks through once and without the tables beside."""

    keyed = True

    @cached_property
    def _keys(self) -> list[Any]:
        rows = self.object_list.select_related(None).prefetch_related(None)
        return list(rows.values_list("pk", flat=True)[: MOST + 1])

    @cached_property
    def _counted(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return len(self._keys) if self.keyed else self.object_list.order_by()[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @cached_property
    def is_capped(self) -> bool:
        return self._counted > MOST

    def page(self, number: Any) -> Any:
        if not self.keyed or not isinstance(self.object_list, QuerySet):
            return super().page(number)
        number = self.validate_number(number)
        keys = self._keys[: self.count][(number - 1) * self.per_page : number * self.per_page]
        found = {row.pk: row for row in self.object_list.filter(pk__in=keys)} if keys else {}
        return self._get_page([found[key] for key in keys if key in found], number, self)

    @property
    def most(self) -> str:
        return number_format(MOST, force_grouping=True)

    @cached_property
    def items_count_label(self) -> str:
        if not self.is_capped:
            return str(super().items_count_label)
        return _("more than %(most)s %(things)s") % {"most": self.most, "things": self.verbose_name_plural}


def stable(ordering: str) -> tuple[str, ...]:
    """Rows that are equal keep one order from page to page."""
    return (ordering, "-pk" if ordering.startswith("-") else "pk")


def reversed_of(ordering: Any) -> str:
    """The ordering that begins at the other end; empty where it has several parts."""
    if not isinstance(ordering, str):
        return ""
    return ordering.removeprefix("-") if ordering.startswith("-") else f"-{ordering}"
