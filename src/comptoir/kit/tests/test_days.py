from datetime import UTC, date, datetime

from comptoir.kit.days import written


def test_the_first_of_a_month_is_written_as_french_writes_it() -> None:
    first = date(2026, 12, 1)
    assert written(first, "EEEE d MMMM", locale="fr") == "mardi 1er décembre"
    assert written(first, "EEEE d MMMM", locale="en") == "Tuesday 1 December"
    assert written(datetime(2026, 12, 1, 8, 5, tzinfo=UTC), "d MMMM, HH:mm", locale="fr") == "1er décembre, 08:05"
    assert written(date(2026, 12, 21), "d MMM", locale="fr") == "21 déc."
