"""What the law wants to be said of products."""

from comptoir.catalog import law
from comptoir.project.demo.goods import pieces


def test_banned_words_are_found_with_accents_and_plurals_and_not_inside_others() -> None:
    assert law.banned_claims(["Sac BIODÉGRADABLE", "Encres écologiques"]) == ("biodegradable", "ecologique")
    assert law.banned_claims(["Respectueux de l’environnement"]) == ("respectueux de l'environnement",)
    assert law.banned_claims(["Étude sociologique", "non-biodegradabilities", ""]) == ()


def test_the_demo_shop_says_none_of_them() -> None:
    assert [piece.code for piece in pieces() if law.banned_claims(piece.text)] == []


def test_only_a_known_reason_takes_the_right_to_withdraw_away() -> None:
    assert law.exclusion_of({law.EXCLUSION: "perishable"}) == "perishable"
    for value in (None, True, "yes", ["perishable"], {"fr": "perishable"}):
        assert law.exclusion_of({law.EXCLUSION: value}) == ""
    assert set(law.EXCLUSIONS) >= law.WHILE_SEALED
