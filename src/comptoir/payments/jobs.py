"""The worker's entrances."""

from comptoir.payments.commands.send_test_notices import send_test_notices

__all__ = ["send_test_notices"]
