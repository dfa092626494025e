import click

from comptoir.project.cli.ready import prepared


@click.command()
def migrate() -> None:
    """Bring the database to the present version; says nothing is to do when nothing is."""
    with prepared(tell=True):
        click.echo("The database is up to date.")
