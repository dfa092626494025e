import click

from comptoir.project import kin
from comptoir.project.cli.ready import prepared, refuse_unsafe_start
from comptoir.project.postgres import home_from_environment


@click.command()
def worker() -> None:
    """Run the background work: payments, listeners of the journal, sweepers, jobs."""
    parent = kin.parent_from_environment()
    if parent:
        kin.end_with_parent(parent)
    with prepared(), kin.announced(home_from_environment(), "worker"):
        refuse_unsafe_start()
        from comptoir.project.worker import main  # the loops need Django set up

        main.run()
