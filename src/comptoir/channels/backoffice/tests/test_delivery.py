"""Ways to deliver and their prices, from the back office."""

from __future__ import annotations

from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit.money import Money


def test_a_way_is_added_changed_priced_by_row_and_as_text_exported_and_switched_off(log_in, world) -> None:
    client = log_in("merchant")
    form = {
        "market": "fr", "kind": "ship", "name_fr": "En point relais", "name_en": "Relay point", "code": "relay",
        "carrier": "Mondial", "tracking_address": "", "cutoff": "15:00", "days_min": "3", "days_max": "5",
        "minutes_to_prepare": "0", "position": "4",
    }  # fmt: skip
    wrong = client.post(reverse("delivery:add"), form | {"code": "home"}).content.decode()
    assert "exists already" in wrong and len(fulfilment.set_up("fr")) == 3
    assert client.post(reverse("delivery:add"), form).status_code == 302
    pk = rows.DeliveryMethod.objects.get(code="relay").pk

    def at(name: str) -> str:
        return reverse(f"delivery:{name}", args=[pk])

    def post(name: str, data: dict[str, object], status: int = 200) -> str:
        answer = client.post(at(name), data)
        assert answer.status_code == status
        return answer.content.decode()

    listed = client.get(reverse("delivery:index")).content.decode()
    assert "Relay point" in listed and "without a price" in listed and "No delivery" not in listed
    assert "not served" in client.get(at("method")).content.decode()
    table = {
        "country": ["FR", "FR", "BE", "", "DE"], "prefix": ["", "20", "", "", ""], "kg": ["1,5", "1.5", "x", "", "1"],
        "price": ["4,90", "7", "6", "", "5"], "days": ["", "2", "", "", ""], "remove": ["5"],
    }  # fmt: skip
    more = post("rates", table | {"act": "more"})
    assert more.count('name="country"') == 8 and 'value="DE"' not in more
    assert "one row is marked" in post("rates", table | {"act": "save"}) and not fulfilment.method("relay").rates
    post("rates", table | {"remove": ["5", "3"], "act": "save"}, 302)
    shown = client.get(at("method")).content.decode()
    assert "€4.90" in shown and "20…" in shown and "Paris <strong>€4.90</strong>" in shown

    text = "pays;préfixe;kg;prix;jours\nFR;;2;5,50\nBE;;2;-1\nBE;;2;6,50;1"
    looked = post("paste", {"text": text, "act": "look"})
    assert "Line 3:" in looked and "Paris <strong>€5.50</strong>" in looked
    assert "one line is wrong" in post("paste", {"text": text, "act": "save"})
    assert len(fulfilment.method("relay").rates) == 2
    post("paste", {"text": text.replace("BE;;2;-1\n", ""), "act": "save"}, 302)
    assert [rate.amount for rate in fulfilment.method("relay").rates] == [Money(650, "EUR"), Money(550, "EUR")]
    opened = fulfilment.method("relay").rates_version
    post("paste", {"text": "FR;;1;7.50", "act": "save", "version": opened}, 302)
    again = post("paste", {"text": "FR;;1;6", "act": "save", "version": opened})
    assert "Somebody changed these prices" in again and f'value="{opened}"' in again
    assert [rate.amount for rate in fulfilment.method("relay").rates] == [Money(750, "EUR")]
    file = client.get(at("table")).content.decode()
    assert fulfilment.read_table(file, "EUR").rates == fulfilment.method("relay").rates
    assert at("rates") not in log_in("reader").get(at("method")).content.decode()

    changed = form | {"name_en": "Locker", "days_max": "6", "saturdays": "on"}
    post("change", changed, 302)
    method = fulfilment.method("relay")
    assert (method.name["en"], method.days_max, method.saturdays, method.minutes_to_prepare) == ("Locker", 6, True, 0)
    assert "too large" in post("change", changed | {"days_min": "7"}) and fulfilment.method("relay") == method

    for code in ("home", "express", "collect"):
        other = reverse("delivery:off", args=[rows.DeliveryMethod.objects.get(code=code).pk])
        assert "nobody_can_order" not in client.get(other).content.decode() and client.post(other).status_code == 302
    assert "nobody_can_order" in client.get(at("off")).content.decode()
    post("off", {})
    assert fulfilment.method("relay").active
    assert "last way" in post("paste", {"text": "", "act": "save"})
    post("off", {"nobody_can_order": "on"}, 302)
    assert fulfilment.methods("fr") == ()
    post("on", {}, 302)
    assert [way.code for way in fulfilment.methods("fr")] == ["relay"]


def test_a_table_too_long_for_rows_is_changed_as_text_and_collecting_has_none(log_in, world) -> None:
    client = log_in("operations")
    home, collect = (rows.DeliveryMethod.objects.get(code=code).pk for code in ("home", "collect"))
    text = "\n".join(f"FR;;{weight};5" for weight in range(1, 302))
    assert client.post(reverse("delivery:paste", args=[home]), {"text": text, "act": "save"}).status_code == 302
    answer = client.get(reverse("delivery:rates", args=[home]))
    assert answer.status_code == 302 and answer.url == reverse("delivery:paste", args=[home])
    for page in ("rates", "paste", "table"):
        assert client.get(reverse(f"delivery:{page}", args=[collect])).status_code == 404
    asked = client.get(reverse("delivery:change", args=[collect])).content.decode()
    assert "minutes_to_prepare" in asked and "tracking_address" not in asked
