import json
import sys
from dataclasses import asdict

import click

from comptoir.project.cli.ready import prepared


@click.command()
@click.option("--deploy", is_flag=True, help="What must not be so when the shop is in the open.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: name, value, unit, ok.")
def doctor(as_json: bool, deploy: bool) -> None:
    """Check this installation: versions, database, journal, queues, disk, memory.

    The exit status is 1 when anything is wrong.
    """
    if deploy:
        return _deploy(as_json)
    with prepared():
        from comptoir.project import checks  # reads models

        found = checks.all_checks()
    for check in found:
        if as_json:
            click.echo(json.dumps(asdict(check)))
        else:
            mark = click.style("ok   ", fg="green") if check.ok else click.style("wrong", fg="red")
            value = "n/a" if check.value is None else check.value
            click.echo(f"{mark}  {check.name:<32} {value} {check.unit}")
    sys.exit(0 if all(check.ok for check in found) else 1)


def _deploy(as_json: bool) -> None:
    with prepared():
        from comptoir.project import deploy, deploy_data  # need Django set up

        found = sorted([*deploy.findings(), *deploy_data.findings()], key=lambda finding: not finding.blocks)
    for finding in found:
        if as_json:
            click.echo(json.dumps(asdict(finding)))
        else:
            mark = click.style("wrong", fg="red") if finding.blocks else click.style("weak ", fg="yellow")
            click.echo(f"{mark}  {finding.name}: {finding.wrong}\n       {finding.remedy}")
    if not found and not as_json:
        click.echo("Nothing stands in the way.")
    sys.exit(1 if found else 0)
