"""Staff change, split, note, tag, search and export orders, each by the orders' own verb."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.journal import facade as journal
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders import jobs


def url(name: str, *args: object) -> str:
    return reverse(f"orders:{name}", args=args)


def form_of(order_id: UUID, **changed: object) -> dict[str, object]:
    order = orders.get(order_id)
    contact = order.contact
    typed: dict[str, object] = {f"line_{line.position}": line.quantity for line in order.lines if line.kind == "goods"}
    typed |= {f: getattr(contact, f) for f in ("name", "street", "more", "postcode", "city", "country", "phone")}
    return typed | {"delivery": orders.way_of(order_id)} | changed


def test_a_change_is_shown_first_and_done_as_it_was_shown(admin, place) -> None:
    order_id = place()
    address = url("change", order_id)
    assert admin.get(address).status_code == 200
    typed = form_of(order_id, line_1=1, sku_0="THROW", pieces_0=1)
    seen = admin.post(address, typed | {"preview": "1"}).content.decode()
    assert "The buyer pays" in seen and "€125.00" in seen
    preview = orders.preview_change(
        order_id, orders_wish(order_id), actor="staff:1", now=clock.now()
    )  # what the page showed
    shown = {"version": preview.version, "shown_total": preview.total.minor, "shown_promise": preview.promise}
    wrong = admin.post(address, typed | shown | {"shown_total": 1, "confirm": "1"})
    assert "no longer what was shown" in wrong.content.decode()
    assert admin.post(address, typed | shown | {"confirm": "1"}).status_code == 302
    page = admin.get(url("order", order_id)).content.decode()
    assert "A change waits for €125.00" in page and url("take-back", order_id) in page
    assert admin.post(url("take-back", order_id)).status_code == 302
    assert orders.get(order_id).due.minor == 0


def orders_wish(order_id: UUID) -> object:
    from comptoir.catalog import facade as catalog
    from comptoir.orders.contracts import ChangeWish

    throw = catalog.variants_of_sku("THROW")[0][0]
    return ChangeWish(quantities={1: 1}, added=[(throw, 1)])


def test_an_unknown_article_is_said_at_its_field(admin, place) -> None:
    order_id = place()
    answer = admin.post(url("change", order_id), form_of(order_id, sku_0="NOTHING", preview="1"))
    assert "There is no article with this SKU." in answer.content.decode()
    assert orders.changes(order_id) == ()


def test_lines_are_cancelled_after_what_goes_back_was_shown(admin, place) -> None:
    order_id = place()
    address = url("cancel-lines", order_id)
    typed = {"line_1": 1, "line_2": 0, "reason": "not_available"}
    assert "€24.00" in admin.post(address, typed | {"preview": "1"}).content.decode()
    assert orders.changes(order_id) == ()
    assert admin.post(address, typed | {"confirm": "1"}).status_code == 302
    while jobs.work_payments(clock.now()):
        pass
    order = orders.get(order_id)
    assert order.lines[0].quantity == 1 and order.paid == order.total


def test_a_parcel_is_split_prepared_and_put_back(admin, place) -> None:
    order_id = place()
    parcel = orders.get(order_id).shipments[0]
    bowl = next(variant for variant, pieces in parcel.lines if pieces == 2)
    others = {f"pieces_{variant}": 0 for variant, _ in parcel.lines}
    asked = {**others, f"pieces_{bowl}": 1, "place": "paris-11", "day": "", "confirm": "1"}
    assert admin.get(f"{url('split', order_id)}?shipment={parcel.id}").status_code == 200
    unsure = {name: value for name, value in asked.items() if name != "confirm"}
    assert admin.post(f"{url('split', order_id)}?shipment={parcel.id}", unsure).status_code == 200
    assert len(orders.get(order_id).shipments) == 1
    assert admin.post(f"{url('split', order_id)}?shipment={parcel.id}", asked).status_code == 302
    here, there = orders.get(order_id).shipments
    assert (there.location.code, dict(there.lines)) == ("paris-11", {bowl: 1})
    assert admin.post(url("prepare", order_id), {"shipment": str(there.id)}).status_code == 302
    assert orders.get(order_id).shipments[1].state == "preparing"
    assert url("change", order_id) not in admin.get(url("order", order_id)).content.decode()
    assert admin.post(url("put-back", order_id), {"shipment": str(there.id)}).status_code == 302
    assert [s.state for s in orders.get(order_id).shipments] == ["planned", "planned"]


def test_a_note_is_kept_with_its_author_and_stays_out_of_the_journal(admin, place) -> None:
    order_id = place()
    admin.post(url("note", order_id), {"text": "Zoé <b>phoned</b>"})
    page = admin.get(url("order", order_id)).content.decode()
    assert "Zoé &lt;b&gt;phoned" in page and "Administrator" in page
    told = [event.payload for event in journal.timeline("order", order_id) if event.name == "Order Noted"]
    assert len(told) == 1 and "phoned" not in str(told)


def test_tags_are_put_on_many_orders_and_taken_off_again(admin, place) -> None:
    first, second = place(), place()
    admin.post(url("tag", first), {"tag": "Gift"})
    asked = {"pk": [str(first), str(second)], "action": "tag", "tag": "gift"}
    assert "2 orders" in admin.post(url("bulk"), asked).content.decode()
    assert orders.tags_of([second]) == {}
    run = admin.post(url("bulk"), asked | {"confirm": "1"})
    assert orders.tags_of([first, second]) == {first: ("Gift",), second: ("Gift",)}
    page = admin.get(run.url).content.decode()
    assert "Was so already" in page and "2 of 2 orders handled, 1 changed." in page
    undo = run.url + "undo/"
    assert undo in page
    admin.post(undo)
    assert orders.tags_of([first, second]) == {first: ("Gift",)}


def test_each_order_of_many_has_its_own_answer(admin, place) -> None:
    shipped, waiting = place(), place()
    orders.mark_shipped(shipped, tracking_number="1", actor="staff:1", now=clock.now())
    asked = {"pk": [str(shipped), str(waiting)], "action": "cancel", "reason": "mistake", "confirm": "1"}
    run = admin.post(url("bulk"), asked)
    page = admin.get(run.url).content.decode()
    assert "Not possible in its state" in page and "1 changed" in page
    assert [orders.get(each).state for each in (shipped, waiting)] == ["shipped", "cancelled"]


def test_a_merchant_handles_nothing_together(log_in, place) -> None:
    order_id = place()
    client = log_in("merchant")
    asked = {"pk": [str(order_id)], "action": "cancel", "reason": "mistake", "confirm": "1"}
    assert client.post(url("bulk"), asked).url == reverse("wagtailadmin_home")
    for name in ("change", "cancel-lines", "split", "note", "tag", "prepare"):
        assert client.post(url(name, order_id), {}).url == reverse("wagtailadmin_home"), name
    assert orders.get(order_id).state == "confirmed"


def test_a_search_is_saved_for_oneself_or_for_all(admin, log_in, place) -> None:
    place()
    for name, shared in (("Mine", ""), ("Ours", "on")):
        admin.post(url("save-filter"), {"name": name, "query": "state=confirmed", "shared": shared})
    own = admin.get(url("index")).content.decode()
    assert ">Mine</a>" in own and ">Ours</a>" in own and "?state=confirmed" in own
    other = log_in("operations")
    seen = other.get(url("index")).content.decode()
    assert ">Mine</a>" not in seen and ">Ours</a>" in seen
    (ours,) = (each for each in orders.filters("staff:0") if each.shared)
    assert other.post(url("remove-filter", ours.id)).status_code == 200  # another's: said, not done
    assert admin.post(url("remove-filter", ours.id)).status_code == 302
    assert orders.filters("staff:0") == ()


def test_the_export_is_what_the_list_shows_and_hides_buyers_from_who_may_not_see_them(log_in, place) -> None:
    place(), orders.cancel(place(), reason="mistake", actor="staff:1", now=clock.now())
    for role, seen in (("operations", True), ("merchant", False)):
        answer = log_in(role).get(f"{url('export')}?state=confirmed")
        text = b"".join(answer.streaming_content).decode()
        assert "confirmed" in text and "cancelled" not in text
        assert ("camille@example.com" in text) is seen


def test_terms_are_published_once_for_a_moment(admin, world) -> None:
    asked = {"storefront": world.storefront.code, "locale": "fr", "label": "2026", "text": "Un.\n\nDeux."}
    assert admin.post(reverse("terms:add"), asked).status_code == 302
    assert rows.TermsVersion.objects.get().text == "Un.\n\nDeux."
    assert admin.get(reverse("terms:index")).status_code == 200
