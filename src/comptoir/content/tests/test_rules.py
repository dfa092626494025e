"""For whom a block is, which films are known, and which colours can be read. No database."""

from comptoir.content import films, looks, rules


def test_a_block_is_shown_to_whom_it_is_for_and_a_code_nobody_has_to_nobody() -> None:
    assert rules.may_see("", entitlements=(), segments=())
    assert rules.may_see("Professional, segment:parents", entitlements={"professional"}, segments=())
    assert rules.may_see("professional, segment:parents", entitlements=(), segments={"parents"})
    # A right is not a segment: neither opens what the other would.
    assert not rules.may_see("segment:professional", entitlements={"professional"}, segments=())
    assert not rules.may_see("parents", entitlements=(), segments={"parents"})
    assert rules.wrong_codes("professional, segment:x y, <b>") == ["segment:x y", "<b>"]


def test_the_house_can_be_read_and_what_cannot_is_named_with_its_contrast() -> None:
    assert looks.unreadable(looks.Look()) == []
    pale = looks.unreadable(looks.Look(light={"accent": "#9fd0b4"}))
    assert [(one.scheme, one.colour, one.ground) for one in pale] == [("light", "accent", "paper")]
    assert 1.5 < pale[0].ratio < 2 and pale[0].least == looks.TEXT
    assert {one.colour for one in looks.unreadable(looks.Look(dark={"paper": "#f7f5ef"}))} >= {"ink", "signs"}
    assert rules.contrast("#000000", "#ffffff") == 21.0


def test_a_style_sheet_says_only_what_was_chosen() -> None:
    assert "--paper" not in looks.css(looks.Look()) and "--size-3" not in looks.css(looks.Look())
    sheet = looks.css(looks.Look(light={"accent": "#7a1f2b"}, size="large", radius=0))
    assert "--accent:#7a1f2b" in sheet and "--radius:0px" in sheet and "--size-3:2.13" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_films_of_others_are_known_by_their_addresses_and_nothing_else_is_opened() -> None:
    frame = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0"
    for address in ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://youtu.be/aqz-KE-bpKQ"):
        assert films.embedded(address) == ("youtube", frame)
    assert films.embedded("https://vimeo.com/76979871") == (
        "vimeo", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1",
    )  # fmt: skip
    for address in ("http://youtu.be/aqz-KE-bpKQ", "https://evil.example/watch?v=aqz", "https://youtu.be/a%22onload"):
        assert films.embedded(address) is None
