"""What happens in shops and with support has its words ready: a source that tells it needs no plan of its own."""

from comptoir.sources.rules import faults


def test_shops_and_support_have_words_that_are_checked() -> None:
    assert faults({}, "Shop Visited", {"place": "paris-11", "seconds": 600}) == []
    assert faults({}, "Support Rated", {"ticket_id": "7", "rating": "good"}) == ["type:rating"]
    assert faults({}, "Product Tried On", {"product_id": "1"}) == ["missing:place"]
