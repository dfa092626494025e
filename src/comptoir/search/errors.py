"""What search refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SearchNotReady(Refusal):
    code = "search_not_ready"
    status = 503
    sentence = _("The search is being prepared. Try again in a minute, or look through the aisles.")


class IndexBusy(Refusal):
    code = "index_busy"
    status = 409
    sentence = _("Another program is writing the index of the search. Try again in a moment.")


class RedirectTaken(Refusal):
    code = "redirect_taken"
    status = 409
    sentence = _("These words lead somewhere already. Change that redirect.")
