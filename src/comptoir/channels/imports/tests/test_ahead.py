"""Reading ahead changes nothing but the time."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.channels.imports.ahead import ahead


@given(st.lists(st.integers(), max_size=400))
def test_the_items_come_in_their_order(items):
    assert list(ahead(items)) == items


def test_what_goes_wrong_is_raised_after_what_was_good():
    def broken():
        yield from range(70)
        raise ValueError("row 71")

    seen = []
    with pytest.raises(ValueError, match="row 71"):
        for item in ahead(broken()):
            seen.append(item)
    assert seen == list(range(70))


def test_who_stops_early_leaves_no_thread_behind():
    endless = iter(int, 1)
    reading = ahead(endless)
    assert next(reading) == 0
    reading.close()
    assert "read ahead" not in {thread.name for thread in threading.enumerate()}
