"""What Python source means, as digests: of its syntax trees, without words for readers and without places.

Docstrings, comments, line breaks, file names and where in which file a definition stands make no difference; a
constant, an operator or a name does. Each top-level statement is a definition. It is hashed together with the
definitions that the names in it stand for in its own file, and they with theirs, round by round as in colour
refinement (Weisfeiler and Leman 1968): so a function that is moved to where `LIMIT` is another number has another
digest, though its text has not changed. The fields of trees are those of Python 3.11; what later ones add is empty
here, and left out.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LEFT_OUT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields of a node that say nothing of what it does."""
MODULE = "a module"  # written for the name of a module of the project, whose file may be called anything

ImportTarget = tuple[str, str]
"""A module and a name in it; a module alone has the name ''."""


@dataclass(slots=True)
class Definition:
    """A top-level statement: `plain`: it alone; `named`: what it names, as (name, name after the dot or '')."""

    module: str
    plain: str
    named: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Module:
    """`bound`: name → what imports bind it to; `defined`: name → numbers of the definitions that set it."""

    bound: dict[str, ImportTarget] = field(default_factory=dict)
    defined: dict[str, list[int]] = field(default_factory=dict)


def meaning_of(sources: Mapping[str, str], packages: Iterable[str] = ()) -> list[str]:
    """Return the digests of all definitions, sorted, in the source of each dotted module name.

    `packages`: those that are a package's `__init__`, where relative names start. Raises SyntaxError.
    """
    inits = set(packages)
    modules, definitions = {name: Module() for name in sources}, list[Definition]()
    for name, source in sources.items():
        tree = ast.parse(source)
        modules[name].bound = dict(_imported(tree, name.split(".")[: None if name in inits else -1]))
        ours = {word for word, at in modules[name].bound.items() if _is_module(at, sources)}
        for statement in _kept(tree.body):
            before = 0  # statements of the file that set one of the names already: of those the order counts
            for word in _sets(statement):
                there = modules[name].defined.setdefault(word, [])
                before = max(before, len(there))
                there.append(len(definitions))
            definitions.append(_definition(name, statement, ours, before))
    links = [set(_links(d, modules)) for d in definitions]
    return sorted(_refined([d.plain for d in definitions], links))


def _refined(digests: list[str], links: list[set[tuple[str, int | str]]]) -> list[str]:
    """Return the digests with those of what each names, and so on until no two that differ look alike any more."""
    seen = 0
    while len(set(digests)) > seen:
        seen = len(set(digests))
        digests = [
            _sha(own, *sorted(f"{name}={digests[at] if isinstance(at, int) else at}" for name, at in links[i]))
            for i, own in enumerate(digests)
        ]
    return digests


def _links(d: Definition, modules: Mapping[str, Module]) -> Iterator[tuple[str, int | str]]:
    """Yield what a definition's names stand for in its file: a definition's number, or a name from elsewhere."""
    for name, attribute in d.named:
        for target in _found(d.module, name, modules):
            if isinstance(target, int):
                yield name, target
            elif target[0] not in modules:  # from elsewhere: known by its name alone
                yield name, ".".join(target)
            elif attribute:
                for inner in _found(target[0], attribute, modules):
                    if isinstance(inner, int):
                        yield attribute, inner


def _found(module: str, name: str, modules: Mapping[str, Module]) -> Iterator[int | ImportTarget]:
    """Yield the definitions of `name` in `module`, through any number of imports; a module yields itself."""
    yield from modules[module].defined.get(name, ())
    if (target := modules[module].bound.get(name)) is None:
        return
    inner = f"{target[0]}.{target[1]}".rstrip(".")
    if inner in modules:
        yield inner, ""
    elif target[0] not in modules:
        yield target
    elif target != (module, name):
        yield from _found(target[0], target[1], modules)


def _is_module(target: ImportTarget, modules: Iterable[str]) -> bool:
    return f"{target[0]}.{target[1]}".rstrip(".") in modules


def _imported(tree: ast.Module, package: list[str]) -> Iterator[tuple[str, ImportTarget]]:
    """Yield the names that imports anywhere in a file bind, and to what."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                whole = (a.name if a.asname else a.name.partition(".")[0] for a in names)
                yield from ((a.asname or name, (name, "")) for a, name in zip(names, whole, strict=True))
            case ast.ImportFrom(module=base, names=names, level=level):
                start = package[: len(package) - level + 1] if level else []
                origin = ".".join([*start, *([base] if base else [])])
                yield from ((a.asname or a.name, (origin, a.name)) for a in names)


def _kept(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that do something: no imports, words for readers, lists of names, or blocks for checkers."""
    for statement in body:
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assign(targets=[ast.Name(id="__all__")]):
                continue
        yield statement


def _sets(statement: ast.stmt) -> list[str]:
    """Return the names that a top-level statement gives a meaning to."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    some = [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return list(dict.fromkeys([*some, *(n.name for n in ast.walk(statement) if isinstance(n, inner))]))


def _definition(module: str, statement: ast.stmt, ours: set[str], before: int) -> Definition:
    words = [str(before)]
    named: set[tuple[str, str]] = set()
    _write(statement, ours, words, named)
    return Definition(module, _sha(*words), frozenset(named))


def _write(node: object, ours: set[str], words: list[str], named: set[tuple[str, str]]) -> None:
    """Write a node and all below it, one word at a time; what has an end is closed, so that no two read alike."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        named.add((node.value.id, node.attr))
        if node.value.id in ours:
            words += (MODULE, node.attr)
            return
    if isinstance(node, ast.Name):
        named.add((node.id, ""))
        words.append(f"Name {node.id}")
    elif isinstance(node, ast.Constant):
        words.append(f"{type(node.value).__name__} {node.value!a}")
    elif isinstance(node, ast.AST):
        words.append(type(node).__name__)
        for name in node._fields:
            value = getattr(node, name, None)
            if name not in LEFT_OUT and value is not None and value != []:
                words.append(name)
                _write(value, ours, words, named)
        words.append(")")
    elif isinstance(node, list):
        words.append("[")
        for one in _kept(node) if node and isinstance(node[0], ast.stmt) else node:
            _write(one, ours, words, named)
        words.append("]")
    else:
        words.append(ascii(node))


def _sha(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
