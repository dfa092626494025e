"""Every error is a problem that says what to do; none is a crash."""

import gettext
import json
from pathlib import Path

from django.db import OperationalError

from comptoir.channels.api import problems
from comptoir.channels.api.entrance import LARGEST_BODY
from comptoir.offers import facade as offers

LOCALE = Path(problems.__file__).parent / "locale"
NOBODY = "00000000-0000-7000-8000-000000000000"
HUGE = "9" * 400


def is_problem(answer, status, code):
    assert (answer.status, answer.body["status"], answer.body["code"]) == (status, status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["type"].endswith(f"/api/docs#{code}")
    assert answer.body["title"]
    assert answer.body["detail"]
    return answer


def test_reading_what_is_not_there_or_not_possible(guest):
    for path, status, code in (
        ("/v1/nothing", 404, "address_unknown"),
        ("/elsewhere", 404, "address_unknown"),
        ("/v1/products/nothing", 404, "not_found"),
        ("/v1/products/a%00b", 422, "invalid"),
        ("/v1/products?search=%00", 422, "invalid"),
        ("/v1/products?page=0", 422, "invalid"),
        (f"/v1/products?page={HUGE}", 422, "invalid"),
        (f"/v1/products?size={HUGE}", 422, "invalid"),
        ("/v1/products?sort=cheapest", 422, "invalid"),
        ("/v1/baskets/1", 422, "invalid"),
        (f"/v1/baskets/{NOBODY}", 404, "not_found"),
    ):
        is_problem(guest.get(path), status, code)


def test_a_wrong_field_is_named_with_a_code_and_a_sentence(guest):
    basket = guest.post("/v1/baskets").body
    for body, field, code in (
        ({}, "variant_id", "missing"),
        ({"variant_id": 7}, "variant_id", "not_valid"),
        ({"variant_id": NOBODY, "quantity": 0}, "quantity", "too_small"),
        ({"variant_id": NOBODY, "quantity": 10**30}, "quantity", "too_large"),
        ({"variant_id": NOBODY, "quantity": "many"}, "quantity", "not_a_number"),
        ({"variant_id": NOBODY, "quantity": 1.5}, "quantity", "not_a_number"),
        ({"variant_id": NOBODY, "quantitty": 1}, "quantitty", "not_a_field"),
    ):
        answer = is_problem(guest.post(f"/v1/baskets/{basket['id']}/lines", body), 422, "invalid")
        (error,) = answer.body["errors"]
        assert (error["field"], error["code"]) == (field, code)
        assert error["detail"].endswith(".")


def test_a_body_that_cannot_be_read_is_refused(guest):
    basket = guest.post("/v1/baskets").body
    for text in ("", "{", "[]", "null", '{"a": NaN}', "[" * 50_000, '{"email": "\\ud800"}', "\x00"):
        response = guest.client.put(
            f"/api/v1/baskets/{basket['id']}/buyer",
            text,
            content_type="application/json",
            headers={"Idempotency-Key": "a-key-of-mine"},
        )
        assert response.status_code in (400, 422)
        assert response["Content-Type"] == problems.MEDIA_TYPE


def test_texts_with_control_characters_are_refused(guest):
    basket = guest.post("/v1/baskets").body
    body = {"email": "a\x00@example.com", "name": "\ud800"}
    answer = guest.put(f"/v1/baskets/{basket['id']}/buyer", body)
    assert {error["code"] for error in answer.body["errors"]} == {"not_text"}


def test_long_bodies_and_long_lists_are_refused(guest):
    line = {"variant_id": NOBODY}
    is_problem(guest.post("/v1/quotes", {"lines": [line] * 201}), 422, "invalid")
    is_problem(guest.post("/v1/quotes", {"lines": [line], "postcode": "1" * LARGEST_BODY}), 413, "body_too_large")


def test_another_method_is_refused_with_the_ones_that_work(guest):
    answer = is_problem(guest.send("PATCH", "/v1/products", {}), 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"


def test_a_problem_speaks_the_language_asked_for(guest):
    french = guest.get("/v1/products/nothing").body
    english = guest.get("/v1/products/nothing", Accept_Language="en").body
    assert (french["code"], french["title"] != english["title"]) == (english["code"], True)
    assert english["title"] == "There is nothing here"


def test_a_bug_is_a_problem_without_details_and_a_lost_database_says_try_again(guest, monkeypatch):
    def broken(*args, **given):
        raise ZeroDivisionError("secret")

    def lost(*args, **given):
        raise OperationalError("secret")

    monkeypatch.setattr(offers, "listing", broken)
    assert "secret" not in is_problem(guest.get("/v1/products"), 500, "internal_error").text
    monkeypatch.setattr(offers, "listing", lost)
    answer = is_problem(guest.get("/v1/products"), 503, "unavailable")
    assert answer.headers["Retry-After"]


def test_head_answers_as_get_without_a_body(guest):
    head = guest.send("HEAD", "/v1/products")
    assert (head.status, head.text) == (200, "")
    assert head.headers["ETag"] == guest.get("/v1/products").headers["ETag"]


def test_every_code_is_documented_on_the_page_in_both_languages(guest):
    for language in ("fr", "en"):
        page = guest.get("/docs", Accept_Language=language)
        assert page.status == 200
        assert f'<html lang="{language}">' in page.text
        for kind in problems.catalogue():
            assert f'id="{kind.code}"' in page.text


def test_the_schema_names_every_operation_once_with_its_problems(guest):
    schema = guest.get("/openapi.json").body
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all("default" in operation["responses"] for operation in operations)
    assert json.dumps(schema).count("#/components/schemas/Problem") == len(operations)


def test_every_text_of_the_schema_has_its_french(guest):
    schema = guest.get("/openapi.json").body
    french = gettext.translation("reference", LOCALE, ["fr"])._catalog
    shown = []
    for path in schema["paths"].values():
        for operation in path.values():
            shown += [operation["summary"], operation.get("description", "")]
            shown += [parameter.get("description", "") for parameter in operation["parameters"]]
    shown += [shape.get("description", "") for shape in schema["components"]["schemas"].values()]
    lines = {" ".join(text.split()) for text in shown} - {""}
    assert sorted(lines - set(french)) == []
