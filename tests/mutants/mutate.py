"""Small faults in a source: each a mutant, one place changed, the rest of the text as it was.

Changed are comparisons, sums, what is joined by "and" or "or", conditions, numbers, what is returned, and statements,
which go. Left alone are annotations, decorators, texts, the names of a class and what an error says.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
"""What is put in the place of an operator."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed place of `file` (relative to the root), from line `line` on. `source`: the whole text with it."""

    file: str
    line: int
    source: str
    diff: str

    @property
    def name(self) -> str:
        """The file and what changed, without line numbers: so it stays the same while other lines come and go."""
        return f"{self.file}\n{self.diff}"


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Return every mutant of `source`, in order of place; none is like another, or like the source."""
    lines = source.encode("utf-8").splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = b"".join(lines)
    found: dict[str, Mutant] = {}
    for node, text in _places(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        changed = (whole[:start] + text.encode("utf-8") + whole[end:]).decode("utf-8")
        if changed != source:
            found.setdefault(changed, Mutant(file, node.lineno, changed, _diff(source, changed)))
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _diff(source: str, changed: str) -> str:
    lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), n=0, lineterm="")
    return "\n".join(line[0] + " " + line[1:].strip() for line in list(lines)[2:] if line[0] in "+-")


def _places(tree: ast.AST) -> Iterator[tuple[Any, str]]:
    """Yield nodes, and what each is replaced by."""
    yield from ((tree, text) for text in _instead(tree))
    if isinstance(tree, ast.If | ast.While) and not isinstance(tree.test, ast.Compare):
        yield tree.test, f"(not ({ast.unparse(tree.test)}))"
    for child in _children(tree):
        yield from _places(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef(args=arguments, body=body):
            yield from (default for default in (*arguments.defaults, *arguments.kw_defaults) if default)
            yield from body
        case ast.ClassDef(body=body):
            yield from (part for part in body if isinstance(part, ast.FunctionDef))
        case ast.AnnAssign(value=value):
            yield from [value] if value else []
        case ast.Raise() | ast.JoinedStr() | ast.keyword(arg="strict"):
            pass  # what an error says; a guard that nothing trips
        case _:
            yield from ast.iter_child_nodes(node)


def _instead(node: ast.AST) -> Iterator[str]:
    """Yield what could stand in the place of `node`."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for i, op in enumerate(ops):
                for swap in SWAPS[type(op)]:
                    yield _text(ast.Compare(left, [*ops[:i], swap(), *ops[i + 1 :]], others))
        case ast.BinOp(op=ast.BitOr(), right=ast.Constant(value=None)):
            pass  # the name of a type
        case ast.BinOp(left=left, op=op, right=right):
            yield from (_text(ast.BinOp(left, swap(), right)) for swap in SWAPS.get(type(op), ()))
        case ast.AugAssign(target=target, op=op, value=value):
            yield from (ast.unparse(ast.AugAssign(target, swap(), value)) for swap in SWAPS.get(type(op), ()))
            yield "pass"
        case ast.BoolOp(op=op, values=values):
            yield from (_text(ast.BoolOp(swap(), values)) for swap in SWAPS[type(op)])
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield _text(operand)
        case ast.IfExp(test=test, body=body, orelse=other):
            yield _text(ast.IfExp(test, other, body))
        case ast.Constant(value=bool() as value):
            yield str(not value)
        case ast.Constant(value=int() | float() as value):
            yield from (_text(ast.Constant(value + step)) for step in (1, -1))
        case ast.Return(value=value) if value and not (isinstance(value, ast.Constant) and value.value is None):
            yield "return None"
        case ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break() | ast.Raise():
            yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"


def _text(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"
