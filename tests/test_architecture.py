"""The shape of the house, held so that nobody has to remember it.

Which module may import which is mostly in pyproject.toml, for import-linter (`make lint`). Here is what it cannot say.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import indexer

ROOT = Path(__file__).parents[1]
PACKAGES = ("indexer", "portal")

#: Longer than this and a file must say why, in its first lines.
LONGEST_FILE = 300
#: A public function longer than this needs a docstring.
LONGEST_UNSAID = 12
#: A view reads the request, makes one call, picks a page, returns.
LONGEST_VIEW = 20

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """Our own Python, without what Alembic writes."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sources()}
PORTAL = [module for module in MODULES if module.partition(".")[0] == "portal"]


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """Every name the module imports, in full, wherever the line stands: in a function and under TYPE_CHECKING too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_modules(module: str) -> set[str]:
    """Our modules among them. A name that the door exports comes from the door, though a module may be called the same."""
    door = {f"indexer.{name}" for name in indexer.__all__}
    found = set()
    for name in imports(module):
        if name in MODULES and not (name in door and module.startswith("portal")):
            found.add(name)
        elif (parent := name.rpartition(".")[0]) in MODULES:
            found.add(parent)
    return found


def functions(module: str) -> Iterator[Function]:
    """The functions of a module and the methods of its classes, without what is private or inside another function."""
    for node in tree(module).body:
        inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        yield from (each for each in inside if isinstance(each, Function) and not each.name.startswith("_"))


def is_view(function: Function) -> bool:
    return any(ast.unparse(each).startswith("blueprint.") for each in function.decorator_list)


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_imports_form_no_cycle() -> None:
    graph = {module: imported_modules(module) - {module} for module in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_portal_knows_the_indexer_by_its_door_only() -> None:
    door = {f"indexer.{name}" for name in indexer.__all__}
    for module in PORTAL:
        behind = {name for name in imports(module) if name.partition(".")[0] == "indexer"} - door
        assert not behind, f"{module} must import from the door (from indexer import ...), not {', '.join(behind)}"


def test_stores_and_models_know_neither_flask_nor_views() -> None:
    for module in PORTAL:
        if module.rpartition(".")[2] in ("store", "models"):
            for name in imports(module):
                assert name.partition(".")[0] not in ("flask", "flask_wtf", "wtforms"), f"{module} imports {name}"
                assert not {"views", "forms"} & set(name.split(".")), f"{module} imports {name}"


def test_the_door_exports_what_it_imports_and_nothing_else() -> None:
    names = [alias.asname or alias.name for node in tree("indexer").body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(indexer.__all__) == sorted(names)


def test_a_reader_of_the_index_cannot_write_to_it() -> None:
    members = {name for name in vars(indexer.Index) if not name.startswith("_")}
    reading = {"built", "vocabulary", "adoptions", "search", "get", "all", "similar", "complete"}
    assert members == reading | {"warm", "is_current", "close"}


def test_a_long_file_says_why() -> None:
    for module, path in MODULES.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= LONGEST_FILE or "Long because" in "\n".join(lines[:10]), f"{module} has {len(lines)} lines"


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    assert not [module for module in MODULES if tree(module).body and not ast.get_docstring(tree(module))]


def test_what_others_use_says_what_it_does() -> None:
    unsaid = [
        f"{module}.{function.name}"
        for module in MODULES
        for function in functions(module)
        if length(function) > LONGEST_UNSAID and not ast.get_docstring(function)
    ]
    assert not unsaid


def test_views_are_short() -> None:
    views = [(module, function) for module in PORTAL for function in functions(module) if is_view(function)]
    assert views
    assert not [f"{module}.{view.name}: {length(view)} lines" for module, view in views if length(view) > LONGEST_VIEW]
