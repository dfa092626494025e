"""How a storefront looks, as its merchant chooses."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from comptoir.content import looks, rules
from comptoir.content.models.told import Seen, Told
from comptoir.content.widgets import ColourInput, StorefrontSelect
from comptoir.journal.contracts import Word
from comptoir.journal.vocabulary import content as words

COLOUR = RegexValidator(rules.COLOUR.pattern, _("Write a colour as # and six digits, such as #1d4a38."))
NAMES = {
    "paper": _("ground"), "ink": _("text"), "accent": _("accent"), "muted": _("quiet text"), "faint": _("thin marks"),
    "on-accent": _("text on the accent"), "counter": _("darker ground"), "signs": _("warnings"),
    "light": _("by day"), "dark": _("by night"),
}  # fmt: skip
FAMILIES = [("bricolage", "Bricolage Grotesque"), ("hanken", "Hanken Grotesk"), ("serif", _("serif of the device"))]
NAMED = ("paper", "ink", "accent")
# Which field a person changes to make a token better.
FIELDS = {"ink": "ink", "muted": "ink", "faint": "ink", "accent": "accent", "on-accent": "accent", "signs": "paper"}


def _colour(label: Any) -> Any:
    return models.CharField(label, max_length=7, blank=True, validators=[COLOUR])


class Theme(Told, PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Empty colours are the house's own. What could not be read is refused, with its contrast."""

    storefront = models.CharField(_("storefront"), max_length=40, unique=True)
    light_paper, light_ink, light_accent = _colour(_("ground")), _colour(_("text")), _colour(_("accent"))
    dark_paper, dark_ink, dark_accent = _colour(_("ground")), _colour(_("text")), _colour(_("accent"))
    display = models.CharField(
        _("titles"), max_length=20, default="bricolage",
        choices=FAMILIES,
    )  # fmt: skip
    text = models.CharField(
        _("text"), max_length=20, default="hanken",
        choices=FAMILIES,
    )  # fmt: skip
    size = models.CharField(
        _("size of titles"), max_length=20, default="usual",
        choices=[("quiet", _("quiet")), ("usual", _("usual")), ("large", _("large"))],
    )  # fmt: skip
    space = models.CharField(
        _("space"), max_length=20, default="usual",
        choices=[("dense", _("dense")), ("usual", _("usual")), ("airy", _("airy"))],
    )  # fmt: skip
    radius = models.PositiveSmallIntegerField(
        _("rounded corners, in pixels"), default=3, validators=[MaxValueValidator(16)]
    )

    panels: ClassVar = [
        FieldPanel("storefront", widget=StorefrontSelect),
        *(
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel(f"{scheme}_{name}", widget=ColourInput(house=house[name])) for name in NAMED]
                    )
                ],
                heading=heading, help_text=empty,
            )
            for scheme, heading, house, empty in (
                ("light", _("Colours by day"), looks.LIGHT, _("Empty: the colour of the house.")),
                ("dark", _("Colours by night"), looks.DARK,
                 _("Empty: the colour of the house. An accent chosen by day comes along, lighter.")),
            )
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel(n) for n in ("display", "text", "size")])], heading=_("Lettering")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("space"), FieldPanel("radius")])], heading=_("Shape")),
        PublishingPanel(),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.storefront

    def look(self) -> looks.Look:
        chosen = {
            scheme: {name: value for name in NAMED if (value := getattr(self, f"{scheme}_{name}"))}
            for scheme in ("light", "dark")
        }
        return looks.Look(
            light=chosen["light"], dark=chosen["dark"], display=self.display, text=self.text, size=self.size,
            space=self.space, radius=self.radius,
        )  # fmt: skip

    @property
    def version(self) -> str:
        """Changes with the look: the address of its style sheet holds it, so that the sheet may be kept for a year."""
        return blake2b(looks.css(self.look()).encode(), digest_size=8).hexdigest()

    def clean(self) -> None:
        super().clean()
        if self.display not in looks.FONTS or not all(map(rules.is_colour, filter(None, self._colours()))):
            return  # the fields say so themselves
        wrong: dict[str, list[Any]] = {}
        for pair in looks.unreadable(self.look()):
            sentence = _(
                "Too little contrast: %(colour)s on %(ground)s %(scheme)s has %(ratio)s:1, %(least)s:1 is needed."
            ) % {
                "colour": NAMES[pair.colour], "ground": NAMES[pair.ground], "scheme": NAMES[pair.scheme],
                "ratio": number_format(f"{pair.ratio:.1f}"), "least": number_format(f"{pair.least:g}"),
            }  # fmt: skip
            wrong.setdefault(f"{pair.scheme}_{FIELDS[pair.colour]}", []).append(sentence)
        if wrong:
            raise ValidationError(wrong)

    def _colours(self) -> list[str]:
        return [
            getattr(self, f"{scheme}_{name}") for scheme in ("light", "dark") for name in NAMED
        ]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("light", _("By day")), ("dark", _("By night"))]

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, extra_request_attrs: Any = None
    ) -> Any:
        """It does not say in which language it is asked for: the shop's first would be taken."""
        told = {**(extra_request_attrs or {}), "reader": get_language()}
        return super().make_preview_request(original_request, preview_mode, told)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The storefront's components in this look, in the language of who looks."""
        catalogue = import_string(settings.CONTENT_CATALOGUE)
        with override(getattr(request, "reader", None) or get_language()):
            response: HttpResponse = catalogue(request, looks.css(self.look(), only=mode_name))
        return response

    def tell(self, before: Seen, after: Seen) -> list[Word]:
        if before == after:
            return []
        said = words.ThemePublished if after else words.ThemeUnpublished
        return [said(theme_id=self.pk, storefront=self.storefront)]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.live:
            self.unpublish()
        return super().delete(*args, **kwargs)
