"""The command line says what it can do, and what is in its way."""

import socket

import pytest
from click.testing import CliRunner

from comptoir.project import database
from comptoir.project.cli import main


@pytest.mark.parametrize(
    "command",
    ["", "demo", "serve", "worker", "migrate", "doctor", "backup", "restore", "import", "bench"],
    ids=lambda c: c or "comptoir",
)
def test_every_command_explains_itself(command: str) -> None:
    answer = CliRunner().invoke(main, [*command.split(), "--help"])
    assert answer.exit_code == 0
    assert answer.output.startswith("Usage:")


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_refused_before_anything_starts(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("COMPTOIR_PORT", str(taken.getsockname()[1]))
        answer = CliRunner().invoke(main, [command])
    assert answer.exit_code == 1
    assert "another port: COMPTOIR_PORT=" in answer.output


def test_a_port_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPTOIR_PORT", "http")
    answer = CliRunner().invoke(main, ["serve"])
    assert answer.exit_code == 1
    assert "from 1 to 65535" in answer.output


def test_the_address_of_a_database_becomes_djangos_settings() -> None:
    entry = database.settings("postgresql://ann:secret@db.example:6432/shop?sslmode=require")["default"]
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "6432", "shop")
    assert (entry["USER"], entry["PASSWORD"]) == ("ann", "secret")
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout" in entry["OPTIONS"]["options"]
    local = database.settings("postgresql:///comptoir?host=/run/here")["default"]
    assert (local["HOST"], local["NAME"]) == ("/run/here", "comptoir")
