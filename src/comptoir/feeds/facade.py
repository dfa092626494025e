"""The door of feeds."""

from comptoir.feeds.commands.open_feed import ask_for_feed, close_feed, open_feed, renew_feed_address
from comptoir.feeds.commands.publish_feed import publish_feed
from comptoir.feeds.jobs import ask_for_due
from comptoir.feeds.queries import feed, feed_file, feeds
from comptoir.feeds.rules import PROBLEMS

__all__ = [
    "PROBLEMS",
    "ask_for_due",
    "ask_for_feed",
    "close_feed",
    "feed",
    "feed_file",
    "feeds",
    "open_feed",
    "publish_feed",
    "renew_feed_address",
]
