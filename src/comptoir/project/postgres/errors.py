"""What can keep the embedded database from running, in words for the person at the terminal."""


class DatabaseUnavailable(Exception):
    """The embedded database cannot be used; the text says why and what to do next."""
