"""The API of version 1: routes together, every failure a problem."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from comptoir.channels.api import problems
from comptoir.channels.api.answers import Answered
from comptoir.channels.api.routes import (
    bank,
    baskets,
    catalogue,
    categories,
    changes,
    completeness,
    consent,
    counts,
    delivery,
    destinations,
    exchange,
    facets,
    feeds,
    friends,
    insights,
    invoices,
    money,
    natures,
    orders,
    pages,
    people,
    pictures,
    privacy,
    promotions,
    properties,
    questions,
    reviews,
    search,
    segments,
    selling,
    set_aside,
    shops,
    size_tables,
    stock,
    variants,
    webhooks,
    wishes,
    withdrawals,
)
from comptoir.kit.refusals import Refusal

DESCRIPTION = _(
    "Products, baskets and orders of a Comptoir shop. Within v1 only additions are made: new addresses, new "
    "optional fields in requests, new fields in answers, new codes. Ignore what you do not know."
)


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False, "allow_nan": False}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Comptoir API",
    version="1.0.0",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    renderer=Readable(),
)
for router in (
    search.router,
    segments.router,
    catalogue.router,
    completeness.router,
    variants.router,
    pictures.router,
    natures.router,
    properties.router,
    facets.router,
    categories.router,
    size_tables.router,
    selling.router,
    promotions.router,
    delivery.router,
    baskets.router,
    set_aside.router,
    friends.router,
    changes.router,
    orders.router,
    withdrawals.router,
    privacy.router,
    reviews.router,
    questions.router,
    shops.router,
    pages.router,
    people.router,
    money.router,
    bank.router,
    insights.router,
    invoices.router,
    stock.router,
    counts.router,
    exchange.router,
    webhooks.router,
    destinations.router,
    wishes.router,
    consent.router,
    feeds.router,
):
    api.add_router("", router)


def _problem(request: HttpRequest, failure: Any) -> HttpResponse:
    return problems.answer(request, failure)


def _answered(request: HttpRequest, before: Any) -> HttpResponse:
    said: HttpResponse = before.response
    return said


api.add_exception_handler(Answered, _answered)
for kind in (Refusal, ValidationError, HttpError, Exception):
    api.add_exception_handler(kind, _problem)
