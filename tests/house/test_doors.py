"""From another room only its door may be imported; imports stand at the top; only the owner says a word."""

import ast
from collections.abc import Callable, Iterable

from .source import Module, modules, room_of

DOORS = ("facade", "contracts", "errors")
VOCABULARY = "comptoir.journal.vocabulary"


def passes_beside_the_door(module: Module) -> list[str]:
    """Imports from inside another room. `kit` has no inside; `project` may know everything."""
    found = []
    for line, target, _ in module.imported():
        room = room_of(target)
        if room in ("", "kit", "channels", module.room) or module.room in ("project", ""):
            continue
        inside = target.split(".")[2 + room.count(".") :]
        if inside[:1] and (inside[0] in DOORS or (room == "journal" and inside[0] == "vocabulary")):
            continue
        found.append(f"{module.name}:{line} imports {target}: only {', '.join(DOORS)} of {room} may be")
    return found


def imports_inside_functions(module: Module) -> list[str]:
    """Imports below the top of the module: each hides a broken floor. `project` starts things in order."""
    if module.room == "project":
        return []
    functions = [n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [f"{module.name}:{line} imports inside a function" for line in sorted(lines)]


def words_of_others(module: Module) -> list[str]:
    """Words of the journal made outside of the room that owns them: only the owner appends a word."""
    words: dict[str, str] = {}
    for _, target, name in module.imported():
        if target.startswith(f"{VOCABULARY}."):
            words[name] = target.removeprefix(f"{VOCABULARY}.")
    found = []
    for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
        word = _word(call.func, words)
        if word and not _owns(module.room, word.split(".")[0]):
            found.append(f"{module.name}:{call.lineno} makes {word}, a word of another room")
    return found


def _word(callee: ast.expr, words: dict[str, str]) -> str | None:
    """`orders.OrderPlaced` when the call makes a word; a module of words is imported by its room's name."""
    if isinstance(callee, ast.Name):
        found = words.get(callee.id)
    elif (
        isinstance(callee, ast.Attribute) and isinstance(callee.value, ast.Name) and callee.attr[0].isupper()
    ):
        found = words.get(callee.value.id) and f"{words[callee.value.id]}.{callee.attr}"
    else:
        found = None
    return found if found and "." in found and found.split(".")[-1][0].isupper() else None


def _owns(room: str, vocabulary: str) -> bool:
    return room.removeprefix("channels.") == vocabulary


def _of_all(rule: Callable[[Module], list[str]], among: Iterable[Module]) -> list[str]:
    return [fault for module in among for fault in rule(module)]


def _without_tests() -> list[Module]:
    return [module for module in modules() if not module.is_test]


def test_rooms_use_each_other_by_the_door() -> None:
    faults = _of_all(passes_beside_the_door, _without_tests())
    assert not faults, "\n".join(faults)


def test_imports_stand_at_the_top() -> None:
    faults = _of_all(imports_inside_functions, _without_tests())
    assert not faults, "\n".join(faults)


def test_only_the_owner_makes_a_word() -> None:
    faults = _of_all(words_of_others, _without_tests())
    assert not faults, "\n".join(faults)


def test_a_step_beside_the_door_is_caught() -> None:
    for text in (
        "from comptoir.catalog.models import Variant",
        "from comptoir.catalog import models",
        "import comptoir.catalog.queries",
        "from ..catalog import queries",
        "from comptoir.journal.append import append",
    ):
        assert passes_beside_the_door(Module("comptoir.pricing.quote", text)), text
    door = "from comptoir.catalog import facade as catalog\nfrom comptoir.journal.vocabulary import orders"
    assert passes_beside_the_door(Module("comptoir.pricing.quote", door)) == []
    assert passes_beside_the_door(
        Module("comptoir.channels.api.http", "from comptoir.channels.imports.run import x")
    )


def test_an_import_inside_a_function_is_caught() -> None:
    broken = Module("comptoir.catalog.queries", "def read():\n    from comptoir.orders import facade\n")
    assert imports_inside_functions(broken)
    assert imports_inside_functions(Module("comptoir.catalog.queries", "import os\n")) == []


def test_a_word_of_another_room_is_caught() -> None:
    by_name = (
        "from comptoir.journal.vocabulary.orders import OrderPlaced\njournal.append(OrderPlaced(1), now=now)"
    )
    by_module = "from comptoir.journal.vocabulary import orders as words\nappend(words.OrderPlaced(number=1))"
    for text in (by_name, by_module):
        assert words_of_others(Module("comptoir.checkout.commands.place_order", text)), text
        assert words_of_others(Module("comptoir.orders.commands.open", text)) == []
    listener = "from comptoir.journal.vocabulary.orders import OrderPlaced\nHEARD = (OrderPlaced,)"
    assert words_of_others(Module("comptoir.customers.handlers", listener)) == []
