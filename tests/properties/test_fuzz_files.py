"""Files that somebody has spoilt: every mutant of every kind of file is read or refused in words, never anything else.

300 mutants here, seeded; `make fuzz` makes 10,000 (`python -m tests.properties.test_fuzz_files 10000 SEED`).
"""

from __future__ import annotations

import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from calibration.parameters.store import load_parameters
from calibration.targets.target_file import load_targets
from mellanrum.cli.errors import BadInputError
from mellanrum.wiring.study_names import known_names
from mellanrum.workshop.pack_plan import read_plan
from scenarios.checks.check import check
from scenarios.files.read import HERE
from scenarios.study.study_plan import read_study
from scenarios.tools.new import new_county, new_design
from sim.terms.errors import InputError

PARAMETERS = load_parameters()
SEED = 2028
SHARE = 300
NASTY = (
    "", "0", "-1", "1e9", "1e-9", "1e400", "nan", "-inf", "true", "ja", "[]", "{}", '""', "[[[]]]", "{ a = 1 }",
    '"\\u0000"', '"\\u001b[2J"', '"\\u202e"', "\x1b]0;x\x07", "\x00", "\u202e", "Å", "“x”", "# ", "=", "]", "}",
    "2028-02-30", "2028-01-01", "9999-12-31", "99999999999999999999", '"' + "x" * 5000 + '"', "\'\'\'", '"""',
    '["a", 1]', "0x10", "1_000", "30 208", "0,5", '{ same_as = "county.speed" }',
    '{ value = 1, unit = "share", low = 1, high = 1, evidence = "A001" }',
    '{ value = [1, 2], unit = "days", low = 1, high = 1, evidence = "a" }',
)  # fmt: skip
HANGS = 2.0
"""Seconds of processor time after which `make fuzz` says that a file hangs its reader."""
ACTS = set(map(chr, range(0x20))) - {"\n"} | {"\x7f", "\x9b", "\u202e", "\u200b", "\ufeff"}


PLAN = """
county = "norrbotten"
seed = 7
years = 3
baseline = "current"
beside_each_other = true

[[draft]]
base = "big_bang"
title = "Allt på en gång"
settings = { lag = 90, sip = true }

[[grid]]
base = "phased"

[grid.settings]
lag = [30, 90, 180]
sip = [true, false]
follow_treatment = [0.5, 1.0]
"""


def sources() -> dict[str, tuple[str, str]]:
    """Return name → (kind, text) of a file of every kind."""
    studies, targets = HERE / "studies", Path(HERE).parent / "calibration" / "targets"
    return {
        "county": ("scenario", new_county("mine")),
        "design": ("scenario", new_design("mine", "phased").replace("\n#[", "\n[").replace("\n#", "\n# #")),
        "shipped design": ("scenario", (HERE / "designs" / "full_reform.toml").read_text(encoding="utf-8")),
        "study": ("study", (studies / "sobriety_rule.toml").read_text(encoding="utf-8")),
        "pack plan": ("plan", PLAN),
        "targets": ("targets", (targets / "norrbotten.toml").read_text(encoding="utf-8")),
    }


def mutant(text: str, dice: random.Random) -> bytes:
    """Return a text with one to four things done to it."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        text = dice.choice((_value, _value, _line, _letters, _twice, _key, _swap))(text, dice)
    data = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.05:
        data = data[: dice.randrange(len(data) + 1)]
    if dice.random() < 0.05 and data:
        at = dice.randrange(len(data))
        data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
    return data


def _lines_with(text: str, sign: str, dice: random.Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    some = [i for i, line in enumerate(lines) if sign in line and not line.startswith("#")]
    return lines, dice.choice(some) if some else 0


def _value(text: str, dice: random.Random) -> str:
    lines, i = _lines_with(text, "=", dice)
    pieces = lines[i].split("=")
    at = dice.randrange(1, len(pieces)) if len(pieces) > 1 else 0
    head, mark, rest = pieces[at].partition(",")
    pieces[at] = f" {dice.choice(NASTY)}{mark}{rest}" if at else head
    lines[i] = "=".join(pieces)
    return "\n".join(lines)


def _line(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    del lines[dice.randrange(len(lines))]
    return "\n".join(lines)


def _letters(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(NASTY) + text[at + dice.randrange(6) :]


def _twice(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    i = dice.randrange(len(lines))
    return "\n".join([*lines[: i + 1], lines[i], *lines[i + 1 :]])


def _key(text: str, dice: random.Random) -> str:
    lines, i = _lines_with(text, "=", dice)
    key, mark, rest = lines[i].partition("=")
    lines[i] = (
        dice.choice((f'"{dice.choice(("x", "", "a.b", "Å", " "))}" ', key.strip()[::-1] + "x ", "evidence "))
        + mark
        + rest
    )
    return "\n".join(lines)


def _swap(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    i, k = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[i], lines[k] = lines[k], lines[i]
    return "\n".join(lines)


def read(kind: str, file: Path) -> str:
    """Return what is said of a file, in full; "" where it can be used. Anything else is raised."""
    if kind == "scenario":
        return "\n".join(str(p) for p in check([file], parameters=PARAMETERS))
    try:
        if kind == "plan":
            read_plan(file)
        elif kind == "study":
            read_study(file, parameters=PARAMETERS, known=known_names())
        else:
            load_targets(file.stem, folder=file.parent)
    except InputError as error:
        return "\n".join(BadInputError(error.lines).lines)  # as commands show them
    return ""


def faults(
    n: int,
    seed: int,
    folder: Path,
    tell: Callable[[str], None] = lambda line: None,
    step: Callable[[int], None] = lambda done: None,
    hangs: float = math.inf,
) -> list[str]:
    """Return what went wrong with `n` mutants: tracebacks, messages that act on a terminal, hanging (seconds)."""
    kinds, found, ends = sources(), list[str](), Counter[str]()
    slowest = (0.0, "")
    for i in range(n):
        dice = random.Random(f"{seed}/{i}")
        step(i)
        name = list(kinds)[i % len(kinds)]
        kind, text = kinds[name]
        file = folder / ("norrbotten.toml" if kind == "targets" else "mutant.toml")
        file.write_bytes(mutant(text, dice))
        began = time.process_time()
        try:
            told = read(kind, file)
        except Exception as error:  # whatever it is, it is what we look for
            found.append(f"mutant {i} ({name}): {type(error).__name__}: {error}")
            continue
        took = time.process_time() - began
        slowest = max(slowest, (took, f"mutant {i} ({name})"))
        if took > hangs:
            found.append(f"mutant {i} ({name}): read in {took:.1f} s")
        ends["refused" if told else "read"] += 1
        if ACTS & set(told):
            found.append(f"mutant {i} ({name}): {sorted(ACTS & set(told))!r} in a message")
    tell(f"{n} mutants, seed {seed}: {dict(ends)}; {len(found)} faults; slowest {slowest[0]:.1f} s, {slowest[1]}")
    return found


@pytest.mark.parametrize("part", range(3))
def test_a_spoilt_file_is_read_or_refused_in_words(tmp_path, part):
    assert faults(SHARE // 3, SEED + part, tmp_path) == []


@pytest.mark.parametrize("instead", ["{}", "[{ a = [1] }]"])
@pytest.mark.parametrize("name", list(sources()))
def test_a_table_or_a_list_may_stand_where_a_word_should(tmp_path, name, instead):
    """What is looked up in a set or a table of words must be looked at first: of every key once, at its first place."""
    kind, text = sources()[name]
    lines, keys = text.splitlines(), dict[str, int]()
    for i, line in enumerate(lines):
        if found := re.match(r"([A-Za-z_]\w*) = ", line):
            keys.setdefault(found[1], i)
    assert keys
    file = tmp_path / ("norrbotten.toml" if kind == "targets" else "mutant.toml")
    for key, i in keys.items():
        file.write_text("\n".join([*lines[:i], f"{key} = {instead}", *lines[i + 1 :]]), encoding="utf-8")
        read(kind, file)


def test_the_mutants_are_not_all_refused_for_one_reason(tmp_path):
    said = Counter[str]()
    text = new_county("mine")
    for i in range(40):
        file = tmp_path / "mutant.toml"
        file.write_bytes(mutant(text, random.Random(i)))
        told = read("scenario", file)
        said["TOML" if "no TOML" in told else "checks" if told else "read"] += 1
    assert min(said[kind] for kind in ("TOML", "checks", "read")) >= 2, said


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        number, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED

        def step(done: int) -> None:
            if done % 250 == 0:
                sys.stderr.write(f"\r{done}/{number} ")
                sys.stderr.flush()

        wrong = faults(number, first, Path(place), lambda line: sys.stdout.write(f"\n{line}\n"), step, HANGS)
        sys.stdout.write("".join(f"  {line}\n" for line in wrong[:20]))
        sys.exit(1 if wrong else 0)
