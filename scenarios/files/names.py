"""One spelling of every name, and what no name may be; a path quotes a name that holds a full stop, as TOML does.

A name is compared, shown and put into tables, files and the names of measures. So it has one spelling (NFC, plain
spaces), nothing in it that cannot be seen, and no other name beside it that differs in letter case alone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.terms.language import _

LONGEST = 100
"""Letters of a name. A folder's name may have 255 bytes, and a run's holds a county's beside time and number."""
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."]+)')


def canonical(text: str) -> str:
    """Return the one spelling of a text: å as one letter (NFC), and every kind of space as a plain one."""
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in whole)


def label_of(name_or_path: str | Path) -> str:
    """Return what a county or design is called in results: its name, or that of its file without the ending."""
    return canonical(Path(name_or_path).stem)


def folded(name: str) -> str:
    """Return what two names have in common that differ in spelling or letter case alone."""
    return unicodedata.normalize("NFC", canonical(name).casefold())


def fit_names() -> str:
    """Return which names will do, in words."""
    return _("at most {n} letters, digits, spaces and signs, a letter or digit first, all of them visible", n=LONGEST)


def unfit(name: str) -> str:
    """Return what is wrong with a name in its one spelling, in words; "" for one that will do."""
    if not name.strip():
        return _("an empty name")
    if len(name) > LONGEST:
        return _("a name of {n} letters", n=len(name))
    plain = name.isascii() and name.isprintable()
    hidden = None if plain else next((c for c in name if unicodedata.category(c)[0] in "CZ" and c != " "), None)
    if hidden is not None:
        return _("a name with an invisible character ({code})", code=code_of(hidden))
    if name != name.strip() or "  " in name:
        return _("a name with a space at its end, or two in a row")
    if not (name[0].isalnum() or name[0] == "_"):
        return _('a name that begins with "{letter}"', letter=name[0])
    return ""


def code_of(letter: str) -> str:
    """Return how a character that cannot be shown is told: U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()


def visible(text: str, keep: str = "") -> str:
    """Return a text with all that cannot be seen, or acts on a terminal, as its code: \\u001b, \\n. JSON stays JSON.

    `keep`: characters that may stay, such as line breaks. Letters that no code may come from are left alone.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or not _acts(c) else _escaped(c) for c in text)


def _acts(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1] if letter != "\x7f" else "\\u007f"


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, the one before it) of names that differ in spelling or letter case alone."""
    seen: dict[str, str] = {}
    for name in names:
        if (one := folded(name)) in seen:
            yield name, seen[one]
        else:
            seen[one] = name


def numbered(names: Iterable[str]) -> list[str]:
    """Return the names, each once: the second `x` is `x (2)`, unless something is called that already."""
    names = list(names)
    given: list[str] = []
    for name in names:
        label, n = name, 2
        while label in given or (label != name and label in names):
            label, n = f"{name} ({n})", n + 1
        given.append(label)
    return given


def part(name: str) -> str:
    """Return a name as it stands in a dotted path: as it is, or in quotation marks if a full stop or = is in it."""
    if not set(name) & set('."=\\'):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def path_of(*names: str) -> str:
    """Return the dotted path of names; `parts` is its inverse."""
    return ".".join(part(name) for name in names)


def parts(path: str) -> list[str]:
    """Return the names of a dotted path: county.municipalities."Övr. kommuner".adults has four."""
    if '"' not in path:
        return path.split(".")
    return [re.sub(r"\\(.)", r"\1", quoted) if quoted else bare for quoted, bare in _PART.findall(path)]


def key_and_rest(text: str) -> tuple[str, str, str]:
    """Return what stands before and after the first = that is in no quotation marks, as str.partition does."""
    found = re.match(r'((?:"(?:[^"\\]|\\.)*"|[^="])*)=(.*)', text, re.DOTALL)
    return (found[1], "=", found[2]) if found else (text, "", "")
