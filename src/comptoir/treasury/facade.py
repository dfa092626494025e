from comptoir.treasury.commands.receive_event import receive_event
from comptoir.treasury.commands.settle_event import settle_event

__all__ = ["receive_event", "settle_event"]
