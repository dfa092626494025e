"""What the test bank remembers and what it sent: for who tries the shop out. Nowhere else but with the test card."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.visits import shopper
from comptoir.payments import facade as payments


@require_safe
def test_bank(request: HttpRequest) -> HttpResponse:
    """The latest demands and events, without who they are of."""
    if not settings.TEST_CARD:
        raise Http404
    context = shopper(request)
    page = frame(request, context, title=_("Test bank"), hidden=True, aisles=None, paths={}, count=0)
    done, sent = payments.test_bank_books()
    return render(request, "storefront/test_bank.html", {"page": page, "done": done, "sent": sent})
