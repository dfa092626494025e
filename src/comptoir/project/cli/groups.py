"""A group whose commands are named in a list and loaded when asked for."""

import functools
import importlib
from collections.abc import Callable
from typing import Any

import click
import django

from comptoir.project.cli.ready import prepared


class RegisteredGroup(click.Group):
    """Commands by name, as "module:attribute". Their modules may import models, their bodies use them."""

    def __init__(self, *, commands_by_name: dict[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.commands_by_name = commands_by_name

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(self.commands_by_name)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        where = self.commands_by_name.get(name)
        if where is None:
            return None
        module, _, attribute = where.partition(":")
        django.setup()
        command: click.Command = getattr(importlib.import_module(module), attribute)
        if command.callback and not hasattr(command.callback, "__wrapped__"):
            command.callback = _with_database(command.callback)
        return command


def _with_database(body: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(body)
    def run(*arguments: Any, **options: Any) -> Any:
        with prepared():
            return body(*arguments, **options)

    return run
