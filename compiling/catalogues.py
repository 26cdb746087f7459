"""Keeps the catalogues of sentences in step with the source: `python -m compiling.catalogues`.

Finds every sentence that is said (`_`, `N_`, `ngettext`, `pgettext`, the help of every command and option, what each
measure counts, and the reasons in files that ship), brings each language's `.po` in step with them and makes its `.mo`.
What has no translation yet is left empty and counted; what is no longer said goes. `--check` changes nothing and fails
where something would change or is empty.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from calibration.evidence.levers import levers
from scenarios.files.finding import find
from scenarios.files.read import list_studies, read_table
from scenarios.study.study_variations import variations_apart
from sim.measures.catalogue import catalogue
from sim.terms.language import DOMAIN, ENGLISH, LANGUAGES, LOCALE

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("sim", "scenarios", "calibration", "outputs", "mellanrum")
TAKES = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""What says a sentence, and in how many texts."""
CLICKS = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
"""The parts of click whose own sentences a person meets."""
WIDTH = 120
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def messages() -> Catalog:
    """Return every sentence that is said, with the files that say it."""
    found = Catalog(domain=DOMAIN, charset="utf-8")
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for message, context in said_in(file.read_text(encoding="utf-8")):
                found.add(message, locations=[(file.relative_to(ROOT).as_posix(), 0)], context=context)
    for text in help_texts():
        found.add(text, locations=[("mellanrum/cli", 0)])
    for entry in catalogue():
        found.add(entry.sentence, locations=[("sim/measures/catalogue.csv", 0)])
    for place, text in reasons():
        found.add(text, locations=[(place, 0)])
    for part in CLICKS:
        source = Path(click.__file__).with_name(f"{part}.py").read_text(encoding="utf-8")
        for message, context in said_in(source):
            found.add(message, locations=[("click", 0)], context=context)
    return found


def said_in(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield (message, context) of every call that says one, from the syntax tree.

    A message may stand within another one's gap, which Babel's own extraction of Python passes over.
    """
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TAKES):
            continue
        texts = [a.value for a in node.args[: TAKES[node.func.id]] if isinstance(a, ast.Constant)]
        words = [text for text in texts if isinstance(text, str)]
        if len(words) < TAKES[node.func.id]:
            continue  # looked up by a name: what it stands for is marked where it is written
        if node.func.id == "pgettext":
            yield words[1], words[0]
        else:
            yield (words[0] if len(words) == 1 else (words[0], words[1])), None


def help_texts() -> Iterator[str]:
    """Yield the help of every command and option, as click shows it."""
    from mellanrum.cli.root import root

    waiting: list[click.Command] = [root]
    while waiting:
        command = waiting.pop()
        if command.help:
            yield cleandoc(command.help)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.help:
                yield cleandoc(parameter.help)
        if isinstance(command, click.Group):
            context = click.Context(command)
            waiting += [c for name in command.list_commands(context) if (c := command.get_command(context, name))]


def reasons() -> Iterator[tuple[str, str]]:
    """Yield file and text of each `why` that people are shown: of what the studies vary, and of the levers.

    One that somebody wrote in a file of their own is in no catalogue, so it is shown as it was written.
    """
    for name in list_studies():
        file = find(name, "study")
        for variation in variations_apart(read_table(file)).get("variations", {}).values():
            yield file.relative_to(ROOT).as_posix(), variation["why"]
    for lever in levers():
        yield "calibration/evidence/levers.csv", lever.why


def folder_of(code: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / code / "LC_MESSAGES"


def read(code: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    file = folder_of(code) / f"{DOMAIN}.po"
    if not file.exists():
        return Catalog(locale=code, domain=DOMAIN, charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=code, domain=DOMAIN)


def updated(code: str) -> Catalog:
    """Return the catalogue of a language with every sentence that is said, and none else."""
    catalogue = read(code)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def files(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return a catalogue as its `.po` and its `.mo`; no date and no line number, so that neither changes by itself."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    write_mo(mo, catalogue)
    return HEADER.format(code=catalogue.locale_identifier).encode() + po.getvalue(), mo.getvalue()


HEADER = """msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences that have no translation yet."""
    empty = [m for m in catalogue if m.id and not all(m.string if isinstance(m.string, tuple) else (m.string,))]
    return [str(m.id[0] if isinstance(m.id, tuple | list) else m.id) for m in empty]


def main(arguments: list[str]) -> int:
    """Bring the catalogues in step; with `--check`, say whether they are."""
    bad = 0
    for code in LANGUAGES:
        if code == ENGLISH.code:
            continue
        catalogue = updated(code)
        missing = untranslated(catalogue)
        for name, content in zip((f"{DOMAIN}.po", f"{DOMAIN}.mo"), files(catalogue), strict=True):
            file = folder_of(code) / name
            if "--check" in arguments:
                bad += not file.exists() or file.read_bytes() != content
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        bad += bool(missing) and "--check" in arguments
        print(f"{code}: {len(catalogue)} sentences, {len(missing)} without a translation")
        for one in missing if "--list" in arguments else ():
            print(f"  {one!r}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
