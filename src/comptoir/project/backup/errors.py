"""Why a backup or a restore was not done. The sentences are for the person at the command line."""


class BackupFailed(Exception):
    """Nothing was changed; the text says why and what to do next."""
