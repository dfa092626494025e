"""The journal's door."""

from comptoir.journal.append import append, gathered, write_gathered
from comptoir.journal.copying import copied
from comptoir.journal.cursors import generation, raise_generation, rewind
from comptoir.journal.dead_letters import dead_letters, discard_dead_letter, replay_dead_letter
from comptoir.journal.delivery import checked
from comptoir.journal.following import fact_words, follow, latest_cursor
from comptoir.journal.forgetting import behaviour_of, forget
from comptoir.journal.health import blocker, lag
from comptoir.journal.partitions import make_partitions_ahead
from comptoir.journal.queries import at_places, correlated, latest, timeline
from comptoir.journal.rounds import deliver_round
from comptoir.journal.watching import watch
from comptoir.journal.webhooks.commands.change_endpoint import change_webhook, set_webhook_state
from comptoir.journal.webhooks.commands.open_endpoint import open_webhook
from comptoir.journal.webhooks.commands.replay import replay_webhook, replay_webhooks, send_test_webhook
from comptoir.journal.webhooks.commands.rotate_secret import rotate_webhook_secret
from comptoir.journal.webhooks.queries import webhook, webhook_deliveries, webhook_queue, webhook_types, webhooks
from comptoir.journal.webhooks.rules import next_try, quiet, retry_after

__all__ = [
    "append",
    "at_places",
    "behaviour_of",
    "blocker",
    "change_webhook",
    "checked",
    "copied",
    "correlated",
    "dead_letters",
    "deliver_round",
    "discard_dead_letter",
    "fact_words",
    "follow",
    "gathered",
    "forget",
    "generation",
    "lag",
    "latest",
    "latest_cursor",
    "make_partitions_ahead",
    "next_try",
    "open_webhook",
    "quiet",
    "raise_generation",
    "replay_dead_letter",
    "replay_webhook",
    "replay_webhooks",
    "retry_after",
    "rewind",
    "rotate_webhook_secret",
    "send_test_webhook",
    "set_webhook_state",
    "timeline",
    "watch",
    "webhook",
    "webhook_deliveries",
    "webhook_queue",
    "webhook_types",
    "webhooks",
    "write_gathered",
]
