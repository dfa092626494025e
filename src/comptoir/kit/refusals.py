"""Refusals: the named, coded answers to what may not be done. Only bugs are other exceptions."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A clear no. Subclasses are plain nouns (`SoldOut`) with a code, an HTTP status and a sentence.

    `data` is safe to show and to send as JSON; the sentence is formatted with it.
    """

    code: str = "refused"
    status: int = 409
    sentence: str | Promise = _("This cannot be done.")

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data

    def text(self, locale: str) -> str:
        """What is wrong and what to do next, in the person's language."""
        with translation.override(locale):
            return str(self.sentence) % self.data


class NotFound(Refusal):
    code = "not_found"
    status = 404
    sentence = _("This does not exist, or is no longer here.")


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    sentence = _("You do not have the right to do this.")


FIELD_SENTENCES: dict[str, str | Promise] = {
    "missing": _("Please fill this in."),
    "too_long": _("This is too long."),
    "not_an_email": _("Write an e-mail address such as name@example.com."),
    "not_a_postcode": _("This is not a postcode of that country. Check it, or choose another country."),
    "not_a_phone": _("Write a telephone number with its digits, such as 06 12 34 56 78."),
    "not_a_choice": _("Choose one of the possibilities."),
    "not_a_number": _("Write a whole number."),
    "too_small": _("This number is too small."),
    "too_large": _("This number is too large."),
    "not_an_iban": _("This is not an IBAN: one of its characters is wrong or missing."),
    "not_a_gtin": _("This is no GTIN: a digit is wrong or missing. It has 8, 12, 13 or 14 of them."),
    "not_a_bic": _("A BIC has 8 or 11 characters. Leave it out if you do not know it."),
    "not_a_path": _("Write an address of the shop: it begins with /."),
    "not_a_slug": _("Use lower-case letters without accents, digits, and hyphens between words."),
    "not_text": _("This contains characters that cannot be kept."),
    "no_addresses": _("Write it without addresses: no site, no e-mail."),
    "not_a_condition": _("This is no condition of the language of segments."),
    "not_understood": _("This is not part of that condition."),
    "not_a_list": _("Write a list of one to fifty values."),
    "not_a_span": _("Write two numbers, the smaller one first."),
    "not_a_figure": _("Write a number."),
    "too_deep": _("Groups stand in groups more than six times. Make a segment of a part, and use it here."),
    "too_many_conditions": _("There are too many conditions. Make a segment of a part, and use it here."),
    "goes_in_circles": _("This leads back to the segment itself. Take that condition out."),
    "too_many_variants": _("These are more than three options, or more than 200 variants. Take some values out."),
    "too_many": _("These are too many. Take one out first."),
    "taken": _("Another one has this already."),
    "same_twice": _("The same stands here twice."),
    "not_a_pattern": _("Use letters, digits, hyphens and the names in braces that are shown."),
    "out_of_range": _("This number is too small or too large."),
    "not_a_code": _("Use 3 to 24 letters without accents, digits and hyphens."),
    "not_a_set": _("Choose products or variants, two to ten of them."),
    "segment_unknown": _("There is no such segment, or it is archived. Choose another one."),
}


class Invalid(Refusal):
    """Bad input: `errors` maps a field's name to a code of FIELD_SENTENCES."""

    code = "invalid"
    status = 422
    sentence = _("Please check the marked fields.")

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors=errors)
        self.errors = errors

    def field_texts(self, locale: str) -> dict[str, str]:
        """What is wrong with each field, in the person's language."""
        with translation.override(locale):
            return {field: str(FIELD_SENTENCES.get(code, code)) for field, code in self.errors.items()}
