"""What mypyc is told about constants, so that the source need not be written for it.

In compiled code the member of an enumeration costs two look-ups, `Kind.VISIT` as much as a small function; a name that
is `Final` costs nothing. So each member used within a function becomes such a name at the end of the module,
and the members of `Decision`, which are only numbers of addresses, become numbers. Lines stay where they are: a
traceback points at the source.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from enum import Enum, EnumMeta
from types import ModuleType

from sim.chance.keyed import Decision

CONSTANT = re.compile("_?[A-Z][A-Z0-9_]*")
AS_NUMBERS: tuple[EnumMeta, ...] = (Decision,)


def with_constants(source: str, module: ModuleType) -> str:
    """Return a module's source in which members of enumerations, where they are used in functions, are final names.

    `module` is the same module imported: it tells which names are enumerations.
    """
    enums = {n: e for n, e in vars(module).items() if isinstance(e, EnumMeta)}
    found: dict[str, Enum] = {}
    lines = [line.encode() for line in source.split("\n")]
    members = sorted(_members(ast.parse(source), enums), key=lambda m: (m.lineno, -m.col_offset))
    for node in members:
        assert isinstance(node.value, ast.Name)
        assert node.end_col_offset is not None
        name = f"_{node.value.id}_{node.attr}"
        found[name] = enums[node.value.id][node.attr]
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line[: node.col_offset] + name.encode() + line[node.end_col_offset :]
    for statement in ast.parse(source).body:
        _make_final(statement, lines)
    lines[_first_import(source)] = b"from typing import Final as _Final; " + lines[_first_import(source)]
    ends = ["", *(_definition(n, m, enums) for n, m in sorted(found.items())), ""]
    return "\n".join([*(line.decode() for line in lines), *ends])


def _first_import(source: str) -> int:
    """Return the line, from 0, of the first statement that is neither text nor an import of the future."""
    after = [n for n in ast.parse(source).body if not (isinstance(n, ast.Expr) or _of_the_future(n))]
    return after[0].lineno - 1


def _of_the_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _make_final(node: ast.stmt, lines: list[bytes]) -> None:
    """Make a constant of the module final: `NAME = value`, or `A, B = x, y`, which becomes two on one line.

    A tuple stays as it is: mypyc takes a final tuple of numbers for one that was never set.
    """
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or node.lineno != node.end_lineno:
        return
    target, line = node.targets[0], lines[node.lineno - 1]
    if isinstance(target, ast.Name) and CONSTANT.fullmatch(target.id) and not isinstance(node.value, ast.Tuple):
        lines[node.lineno - 1] = line.replace(b" = ", b": _Final = ", 1)
    elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        pairs = zip(target.elts, node.value.elts, strict=True)
        lines[node.lineno - 1] = "; ".join(f"{ast.unparse(n)}: _Final = {ast.unparse(v)}" for n, v in pairs).encode()


def _definition(name: str, member: Enum, enums: Mapping[str, EnumMeta]) -> str:
    if type(member) in AS_NUMBERS:
        return f"{name}: _Final = {int(member.value)}"
    enum = next(n for n, e in enums.items() if e is type(member) and name == f"_{n}_{member.name}")
    return f"{name}: _Final = {enum}.{member.name}"


def _members(tree: ast.Module, enums: Mapping[str, EnumMeta]) -> Iterator[ast.Attribute]:
    """Yield each `Enumeration.MEMBER` in the body of a function, but in patterns, where a bare name would match all."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Lambda) and not getattr(function, "_seen", False):
            body = function.body if isinstance(function.body, list) else [function.body]
            stack: list[ast.AST] = list(body)
            while stack:
                node = stack.pop()
                if isinstance(node, ast.pattern):
                    continue
                if isinstance(node, ast.FunctionDef | ast.Lambda):
                    node._seen = True  # type: ignore[union-attr]
                if (
                    isinstance(node, ast.Attribute)
                    and isinstance(node.value, ast.Name)
                    and node.value.id in enums
                    and node.attr in enums[node.value.id].__members__
                ):
                    yield node
                else:
                    stack.extend(ast.iter_child_nodes(node))
