"""What content does when it hears of the house."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.content.commands.open_home import open_home
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.org import StorefrontOpened


def open_homes(events: list[Event]) -> None:
    for event in events:
        give_home.defer(storefront=event.payload["code"])


@app.task(name="content.give_home", retry=RetryStrategy(max_attempts=6, wait=5))
def give_home(storefront: str) -> None:
    open_home(storefront)


HOMES = Consumer(name="content.homes", words=(StorefrontOpened,), handle=open_homes, purpose="service")
