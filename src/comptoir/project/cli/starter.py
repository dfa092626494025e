import click

from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Refusal
from comptoir.search import facade as search


@click.command()
@click.argument("name", type=click.Choice(search.STARTERS))
def starter(name: str) -> None:
    """Bring a trade's list of synonyms, French and English, as rows that the merchant may change."""
    origin = Origin(actor="system:starter", channel="backoffice", correlation=uuid7())
    try:
        brought = search.bring_starter(name, origin=origin, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.text("en")) from refusal
    click.echo(f"{brought} lists of synonyms brought.")
