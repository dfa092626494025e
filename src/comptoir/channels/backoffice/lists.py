"""Dense, calm lists: numbers to the right with their unit, states as a dot and a word, all of it exportable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import access, rules
from comptoir.channels.backoffice.channel_names import channel_name
from comptoir.channels.backoffice.paging import CappedPaginator, reversed_of, stable
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.text import Localised

CHUNK = 500


class ExportedMixin:
    def export(self, row: Any) -> Any:
        """The value for a spreadsheet: plain text, number or date."""
        value = self.get_value(row)  # type: ignore[attr-defined]
        return value.read(access.locale()) if isinstance(value, Localised) else value


class TextColumn(ExportedMixin, Column):
    def get_value(self, instance: Any) -> Any:
        value = super().get_value(instance)
        return value.read(access.locale()) if isinstance(value, Localised) else value


class LinkColumn(ExportedMixin, TitleColumn):
    def get_value(self, instance: Any) -> Any:
        value = super().get_value(instance)
        return value.read(access.locale()) if isinstance(value, Localised) else value


class PersonColumn(LinkColumn):
    """Who it is, and the way there; of `NamelessColumn` and this one a list shows that which the rights allow."""

    right = "contact"


class NamelessColumn(LinkColumn):
    without = "contact"


class PersonalColumn(TextColumn):
    """Shown, and exported, only to who may see whom an order is for (`contact` of the screen's rights)."""

    right = "contact"


class ChannelColumn(TextColumn):
    """By which entrance it came, in words."""

    def get_value(self, instance: Any) -> str:
        return channel_name(str(super().get_value(instance)))


class WhenColumn(ExportedMixin, Column):
    """A moment in the person's time zone."""

    cell_template_name = "backoffice/cells/when.html"


class DueColumn(WhenColumn):
    """A moment by which something was promised."""

    cell_template_name = "backoffice/cells/due.html"


class DayColumn(ExportedMixin, Column):
    """A day without an hour."""

    cell_template_name = "backoffice/cells/day.html"


class CountColumn(ExportedMixin, Column):
    """A number of things, to the right."""

    cell_template_name = "backoffice/cells/count.html"

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname="number", **kwargs)


class MoneyColumn(ExportedMixin, Column):
    """An amount with its currency, to the right. The accessor gives a `Money` or None."""

    cell_template_name = "backoffice/cells/money.html"

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname="number", **kwargs)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        amount = self.get_value(instance)
        context["value"] = amount.format(access.locale()) if isinstance(amount, Money) else ""
        return context

    def export(self, row: Any) -> Any:
        amount = self.get_value(row)
        return amount.decimal if isinstance(amount, Money) else None


class StateColumn(ExportedMixin, Column):
    """A dot of colour and a word. The accessor gives `(state, word)`."""

    cell_template_name = "backoffice/cells/state.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        state, word = self.get_value(instance)
        return context | {"tone": rules.tone(state), "word": word}

    def export(self, row: Any) -> Any:
        return str(self.get_value(row)[1])


class PictureColumn(Column):
    """A small picture, or the drawn placeholder; never in a spreadsheet."""

    cell_template_name = "backoffice/cells/picture.html"


class ListView(generic.IndexView):
    """Wagtail's list with our columns. `lesson` teaches the first step while there is nothing to show."""

    results_template_name = "backoffice/list_results.html"
    any_permission_required = ["view"]
    screen = ""
    lesson: Any = ""
    columns_of: Callable[[], Sequence[Column]] | None = None
    rows_of: Callable[[], Any] | None = None
    enriched: Callable[[list[Any]], list[Any]] | None = None
    searched: Callable[[Any, str], Any] | None = None
    buttons_of: Callable[[Any], list[Any]] | None = None
    verbose_name = None
    verbose_name_plural = None
    base_filterset_class = WagtailFilterSet
    table_classname = "listing dense"
    paginator_class = CappedPaginator

    @cached_property
    def columns(self) -> list[Column]:
        found = self.columns_of() if self.columns_of else ()
        return [column for column in found if self._may_see(column)]

    def _may_see(self, column: Column) -> bool:
        right, instead = getattr(column, "right", None), getattr(column, "without", None)
        if instead and access.may(self.request.user, self.screen, instead):
            return False
        return right is None or access.may(self.request.user, self.screen, right)

    @cached_property
    def is_searchable(self) -> bool:
        return self.searched is not None

    @cached_property
    def list_export(self) -> list[str]:
        return [column.name for column in self.columns if hasattr(column, "export")]

    @cached_property
    def header_buttons(self) -> list[Any]:
        more = self.buttons_of(self.request) if self.buttons_of else []
        return [*super().header_buttons, *more]

    @cached_property
    def no_results_message(self) -> str:
        return str(_("Nothing matches. Change the search or the filters."))

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Counts in our words: Wagtail would say the model's English name."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.keyed = isinstance(self.ordering, str)
        paginator.verbose_name, paginator.verbose_name_plural = self.verbose_name, _small(self.verbose_name_plural)
        return paginator

    @cached_property
    def other_end(self) -> str:
        """Where the same list begins with its last row; empty where it cannot be turned round."""
        turned = reversed_of(self.ordering)
        if turned not in self.get_valid_orderings():
            return ""
        query = self.request.GET.copy()
        for name in (self.page_kwarg, "_w_filter_fragment"):
            query.pop(name, None)
        query["ordering"] = turned
        return f"{self.index_url}?{query.urlencode()}"

    def order_queryset(self, queryset: Any) -> Any:
        if isinstance(self.ordering, str):
            return queryset.order_by(*stable(self.ordering))
        return super().order_queryset(queryset)

    def get_base_queryset(self) -> Any:
        return self.rows_of() if self.rows_of else super().get_base_queryset()

    def search_queryset(self, queryset: Any) -> Any:
        if self.is_searching and self.searched:
            return self.searched(queryset, self.search_query)
        return queryset

    def get_table(self, object_list: Iterable[Any]) -> Any:
        """A file is written row by row: there its page is not shown, and its rows are not read for it."""
        return super().get_table([] if self.is_export else self._enrich(object_list))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        if any(getattr(column, "right", "") == "contact" for column in self.columns):
            self._note(spreadsheet_format, queryset.count())
        return super().as_spreadsheet(_Rows(queryset, self._enrich), spreadsheet_format)

    def _note(self, form: str, count: int) -> None:
        """Names that leave as a file are a fact of the journal."""
        who, origin = self.request.user.pk, access.origin(self.request)
        accounts.note_export(who, screen=self.screen, form=form, rows=count, origin=origin, now=clock.now())

    def stream_csv(self, queryset: Any) -> Iterator[Any]:
        """In the person's language, which is put away before the first line is sent."""
        return _in_language(translation.get_language(), super().stream_csv(queryset))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        columns = {column.name: column for column in self.columns}
        return {name: columns[name].export(item) for name in self.list_export}

    def get_heading(self, queryset: Any, field: str) -> str:
        return next(str(column.label) for column in self.columns if column.name == field)

    def _enrich(self, rows: Iterable[Any]) -> list[Any]:
        found = list(rows)
        return self.enriched(found) if self.enriched and found else found


def _small(words: Any) -> str:
    """As inside a sentence; what begins with an abbreviation stays."""
    text = str(words)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _in_language(language: str, lines: Iterator[Any]) -> Iterator[Any]:
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


class _Rows:
    """The rows of a spreadsheet, some hundred at a time: what its writer asks of a queryset."""

    def __init__(self, queryset: Any, enrich: Callable[[Iterable[Any]], list[Any]]) -> None:
        self.model = queryset.model
        self._queryset, self._enrich = queryset, enrich

    def __iter__(self) -> Iterator[Any]:
        rows = self._queryset.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            yield from self._enrich(chunk)
