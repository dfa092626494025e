"""A start in the open is refused with anything of the demonstration; the doctor says each thing and its remedy."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import click
import pytest

from comptoir.accounts import facade as accounts
from comptoir.org import facade as org
from comptoir.project import deploy, deploy_data, founding
from comptoir.project.cli.demo import days_from_environment, refuse_real_shop
from comptoir.project.cli.ready import refuse_unsafe_start
from comptoir.project.demo.seed import PEOPLE

SAFE = {
    "DEBUG": False,
    "DEMO": False,
    "TEST_CARD": False,
    "SECRET_KEY": "k3J-9dkfQmZpw0x_VtYhLrs8BnCuEgAo2iX5T7vDq6HeNyR1aS",
    "PUBLIC_ADDRESS": "https://shop.example",
    "ALLOWED_HOSTS": ["shop.example"],
    "TRUSTS_PROXY": True,
    "DEFAULT_FROM_EMAIL": "shop@shop.example",
}


@pytest.fixture
def safe(settings, monkeypatch):
    monkeypatch.setenv("COMPTOIR_SMTP", "mail.shop.example:25")
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_a_shop_that_is_set_up_well_has_no_finding(safe) -> None:
    assert deploy.is_production() and deploy.findings() == []


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("DEBUG", True, "debug"),
        ("DEMO", True, "demo"),
        ("TEST_CARD", True, "test_card"),
        ("SECRET_KEY", "tests only", "secret_key"),
        ("SECRET_KEY", "a" * 60, "secret_key"),
        ("PUBLIC_ADDRESS", "http://shop.example", "https"),
        ("ALLOWED_HOSTS", ["*"], "hosts"),
        ("ALLOWED_HOSTS", ["127.0.0.1"], "hosts"),
        ("TRUSTS_PROXY", False, "proxy"),
    ],
)
def test_each_thing_that_is_unsafe_blocks_the_start(safe, setting, value, name) -> None:
    setattr(safe, setting, value)
    (finding,) = deploy.blocking()
    assert finding.name == name and finding.wrong and finding.remedy


def test_on_a_machine_of_ones_own_nothing_blocks(settings, monkeypatch) -> None:
    settings.PUBLIC_ADDRESS, settings.DEMO = "http://127.0.0.1:8000", True
    assert not deploy.is_production() and deploy.blocking() == []
    monkeypatch.setenv("COMPTOIR_PRODUCTION", "1")
    assert {finding.name for finding in deploy.blocking()} >= {"demo", "https"}


def test_people_of_the_demonstration_are_found_until_they_are_disabled(world, safe) -> None:
    who = founding.origin()
    assert [finding for finding in deploy_data.findings() if finding.blocks] == []
    email = PEOPLE[1][0]
    account = org.open_account(
        email=email, password="another one altogether", roles=("operations",), origin=who, now=world.now
    )
    accounts.enrol_demo(account, secret=safe.DEMO_SECRET, origin=who, now=world.now)
    (finding,) = [found for found in deploy_data.findings() if found.blocks]
    assert email in finding.wrong
    accounts.disable_account(account, by=world.accounts["staff@example.com"], origin=who, now=world.now)
    assert [found for found in deploy_data.findings() if found.blocks] == []


def test_a_start_in_the_open_ends_with_each_reason_and_its_remedy(world, safe) -> None:
    refuse_unsafe_start()
    safe.TEST_CARD = safe.DEMO = True
    with pytest.raises(click.ClickException) as refused:
        refuse_unsafe_start()
    assert "COMPTOIR_TEST_CARD" in str(refused.value.message) and "COMPTOIR_DEMO" in str(refused.value.message)


def test_the_settings_believe_a_proxy_only_when_it_is_named(tmp_path) -> None:
    def settings_with(**more: str) -> dict[str, object]:
        names = "SECURE_PROXY_SSL_HEADER SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE"
        names += " SECURE_SSL_REDIRECT"
        code = (
            "import json; from comptoir.project import settings as s;"
            f"print(json.dumps({{n: getattr(s, n) for n in '{names}'.split()}}))"
        )
        environment = {**os.environ, "COMPTOIR_HOME": str(tmp_path), **more}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        return dict(json.loads(done.stdout))

    bare = settings_with()
    assert bare["SECURE_PROXY_SSL_HEADER"] is None and not bare["SESSION_COOKIE_SECURE"]
    public = settings_with(COMPTOIR_ADDRESS="https://shop.example", COMPTOIR_PROXY="1")
    assert public["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert public["SESSION_COOKIE_SECURE"] and public["CSRF_COOKIE_SECURE"] and public["SECURE_SSL_REDIRECT"]
    assert public["SECURE_HSTS_SECONDS"] == 31_536_000


def test_the_demonstration_writes_into_no_shop_of_somebody_else_and_not_in_the_open(world, settings) -> None:
    refuse_real_shop()
    org.open_storefront(code="atelier", name="Atelier", market="fr", origin=world.context.origin(), now=world.now)
    with pytest.raises(click.ClickException, match="not of the demonstration"):
        refuse_real_shop()
    settings.PUBLIC_ADDRESS = "https://shop.example"
    with pytest.raises(click.ClickException, match="in the open"):
        refuse_real_shop()


@pytest.mark.parametrize(("given", "days"), [("0", 0), ("183", 183), ("184", None), ("-1", None), ("many", None)])
def test_the_days_of_the_demonstration_are_a_number_or_refused(given, days, monkeypatch) -> None:
    monkeypatch.setenv("COMPTOIR_DEMO_DAYS", given)
    if days is None:
        with pytest.raises(click.ClickException, match="0 to 183"):
            days_from_environment()
    else:
        assert days_from_environment() == days
