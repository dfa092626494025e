"""The bare statements that orders are measured against are those of another order, and otherwise the same."""

import os
from uuid import UUID

from comptoir.kit.ids import uuid7
from comptoir.project.bench import one_order, processor, script
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.tape import COMMIT, LOCK, Taped, anew


def test_a_taped_order_is_played_again_as_another_order():
    order, variant, basket = uuid7(), uuid7(), uuid7()
    lock = f"SELECT {LOCK}(k) FROM unnest(%s::bigint[]) AS k"
    tape = [
        Taped(lock, [[7]], True, 0.0),
        Taped("INSERT INTO orders_order", {"id": order, "number": "ABCD-EFGH", "variants": [variant]}, True, 0.0),
        Taped("INSERT INTO journal_event", [f'{{"order_id":"{order}","number":"ABCD-EFGH"}}', 3], True, 0.0),
        Taped(COMMIT, (), True, 0.0),
    ]
    (_, locks), (_, row), (_, event), commit = anew(tape, {variant}, {"ABCD-EFGH": "JKMN-PQRS", str(basket): "x"})
    assert locks[0] != [7] and len(locks[0]) == 1
    assert isinstance(row["id"], UUID) and row["id"] != order
    assert (row["number"], row["variants"]) == ("JKMN-PQRS", [variant])
    assert event == [f'{{"order_id":"{row["id"]}","number":"JKMN-PQRS"}}', 3]
    assert commit == (COMMIT, [])
    again = anew(tape, {variant}, {})
    assert again[1][1]["id"] not in (order, row["id"])


def test_a_figure_is_one_line_of_json_with_every_field():
    p50, p95 = percentiles([0.001 * number for number in range(1, 102)])
    line = Figure(name="x", value=1 / 3, unit="orders/s", p50_ms=p50, p95_ms=p95, n=101).line()
    assert line == (
        '{"name": "x", "value": 0.333, "unit": "orders/s", "ceiling": null, "ratio": null, "p50_ms": 51.0,'
        ' "p95_ms": 96.0, "n": 101, "errors": 0}'
    )


def test_the_file_of_the_ceiling_says_what_the_order_path_says(world):
    """When this fails and the path is meant: comptoir bench orders --write-sql."""
    variants = [world.variants[sku] for sku in ("BOWL-OCHRE", "THROW", "BOOK")]
    one_order.taped(variants)
    one_order.taped(variants)  # by now nothing is read that the processes keep in memory
    assert script.written(one_order.statements(one_order.taped(variants))) == script.FILE.read_text(encoding="utf-8")


def test_the_processor_seconds_of_this_process_are_found_under_its_role():
    found = processor.seconds({"tests": os.getpid()})
    assert found["tests"] > 0
    assert processor.parent_of(os.getpid()) == os.getppid()
