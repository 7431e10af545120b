"""The package has no import cycles, not even with imports for the type checker only."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, Iterator, List, Set

import mwaccount

PACKAGE = Path(mwaccount.__file__).parent


def modules() -> Dict[str, ast.Module]:
    """Returns the parsed modules of the package by their full names."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def imported(module: str, tree: ast.Module) -> Iterator[str]:
    """Yields the full names of everything that a module imports, as `from a import b` may import the module a.b."""
    is_package = (PACKAGE.parent / module.replace(".", "/")).is_dir()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # One dot means the package of the module, or the package itself in its __init__.py.
            parents = module.split(".")[: 1 - node.level or None] if is_package else module.split(".")[: -node.level]
            source = ".".join([*(parents if node.level else []), *([node.module] if node.module else [])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def graph() -> Dict[str, Set[str]]:
    """Returns the modules of the package that each of its modules imports."""
    trees = modules()

    def module_of(name: str) -> str:
        return name if name in trees else name.rpartition(".")[0]

    return {
        module: {module_of(name) for name in imported(module, tree) if module_of(name) in trees}
        for module, tree in trees.items()
    }


def cycle(edges: Dict[str, Set[str]]) -> List[str]:
    """Returns a list of modules of which each imports the next, and the last is the first again; [] without a cycle."""
    done: Set[str] = set()

    def search(path: List[str]) -> List[str]:
        if path[-1] in path[:-1]:
            return path[path.index(path[-1]) :]
        if path[-1] not in done:
            for following in sorted(edges[path[-1]]):
                found = search([*path, following])
                if found:
                    return found
            done.add(path[-1])
        return []

    return next(filter(None, (search([module]) for module in sorted(edges))), [])


def test_no_import_cycles() -> None:
    assert cycle(graph()) == []


def test_imports_are_found() -> None:
    edges = graph()
    assert "mwaccount.wiki" in edges["mwaccount"]
    assert {"mwaccount.interaction", "mwaccount._native.from_c"} <= edges["mwaccount.wiki"]
    assert {"mwaccount.errors", "mwaccount._native.from_c"} <= edges["mwaccount._native.exception"]
    assert "mwaccount._native.mwaccount" in edges["mwaccount._native.c_library"]


def test_a_cycle_is_found() -> None:
    edges = graph()
    edges["mwaccount.conversation"].add("mwaccount.wiki")
    found = cycle(edges)
    assert found[0] == found[-1]
    assert {"mwaccount.conversation", "mwaccount.wiki"} <= set(found)
