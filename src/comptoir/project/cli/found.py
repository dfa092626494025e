from __future__ import annotations

import click

from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.org.contracts import LegalIdentity
from comptoir.project.cli.ready import prepared

PASSWORD = "COMPTOIR_ADMIN_PASSWORD"


@click.command()
@click.option("--company", prompt="Company that sells", help="Its name, as on invoices.")
@click.option("--country", prompt="Country of the company (two letters)", default="FR", show_default=True)
@click.option("--siren", prompt="SIREN (outside France: nothing)", default="", help="Nine digits, for France.")
@click.option("--vat-number", prompt="VAT number (without one: nothing)", default="")
@click.option("--street", prompt="Street and number")
@click.option("--postcode", prompt="Postcode")
@click.option("--city", prompt="City")
@click.option("--email", prompt="E-mail that customers write to")
@click.option("--shop", prompt="Name of the shop", help="As people read it on every page.")
@click.option("--deliver-to", prompt="Countries that are delivered to (two letters each, with commas)", default="FR")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--timezone", default="Europe/Paris", show_default=True)
@click.option("--administrator", prompt="E-mail of the first administrator")
@click.password_option(
    envvar=PASSWORD, prompt="Password of the administrator", help=f"Or in {PASSWORD}, which nobody sees."
)
def found(
    company: str, country: str, siren: str, vat_number: str, street: str, postcode: str, city: str, email: str,
    shop: str, deliver_to: str, currency: str, language: str, timezone: str, administrator: str, password: str,
) -> None:  # fmt: skip
    """Found a shop of your own: company, market, storefront, warehouse, VAT, first prices of delivery, and an
    administrator. Asked again with the same answers it goes on where it stopped."""
    seller = LegalIdentity(
        name=company, country=country.upper(), siren=siren, vat_number=vat_number, street=street, postcode=postcode,
        city=city, email=email, timezone=timezone,
    )  # fmt: skip
    countries = tuple(each.strip().upper() for each in deliver_to.split(",") if each.strip())
    with prepared(tell=True):
        from comptoir.project import founding  # needs Django set up

        try:
            house = founding.house_of(
                seller, shop=shop, countries=countries, currency=currency.upper(), locale=language
            )
            kept = founding.found_for(house, administrator=administrator, password=password, now=clock.now())
        except Refusal as refusal:
            raise click.ClickException(_told(refusal)) from refusal
    if kept:
        click.echo(
            f"There was a shop already, and these stay as they were: {', '.join(kept)}. Change them in the back office."
        )
    click.echo(f"{shop} is founded. Start it: comptoir serve, comptoir worker and comptoir collect.")
    click.echo(f"Log in at /backoffice/ as {administrator}: the first log-in asks for a second factor.")
    click.echo(
        "Then products (comptoir import products), terms of sale and payments; comptoir doctor --deploy says the rest."
    )


def _told(refusal: Refusal) -> str:
    """The sentence, and one for each answer that is wrong."""
    fields = refusal.field_texts("en") if isinstance(refusal, Invalid) else {}
    return "\n".join([refusal.text("en"), *(f"- {field}: {wrong}" for field, wrong in fields.items())])
