"""What a new user types wrong, and what is shown: every message says what to type instead, with exit code 2.

docs/quality-assurance.md shows these as a table (`python -m tests.behaviour.test_typed_mistakes`).
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from mellanrum.cli import main
from scenarios.tools.new import new_county, new_design

MISTAKES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("compare västernorrland current", ('"vasternorrland.toml", a file that is there',)),
    ("compare vasternorrland current", ('"vasternorrland.toml", a file that is there',)),
    ("scenarios check dubbel.toml", ('"dubbel.toml.toml", a file that is there',)),
    ("scenarios check Mitt-län.toml", ('"mitt_lan.toml", a file that is there',)),
    ("compare norrboten current", ('"norrbotten"',)),
    ("compare norrbotten curent", ('"current"',)),
    ("cmpare norrbotten current", ('"compare"',)),
    ("scenarios check posts_in_design.toml", ("posts in the county's own file", "[[posts.SERVICE]]")),
    ("scenarios check comma.toml", ("line 11", "a decimal point: 75.5")),
    ("scenarios check ansi.toml", ("line 16", "saved as UTF-8")),
    ("scenarios check lista.csv", ("CSV", "new-county")),
    ("scenarios check .", ("a folder",)),
    ("sweep norrbotten big_bang --vary follow_share=0,1", ("transfer.follow_share.",)),
    ("sweep norrbotten big_bang --vary transfer.follow_share=0;0,5;1", ("0,0.5,1",)),
    ("sweep norrbotten big_bang --vary transfer.follow_share=60%", ("valid: 0.6",)),
    ("sweep norrbotten big_bang --vary transfer.follow_share", ("KEY=a,b,c",)),
    ("breakeven norrbotten big_bang --vary transfer.follow_share --budget 25", ("50 or more",)),
    ("resume x", ("2028-01-01T120000-norrbotten-0123abcd",)),
    ("runs show 2028-01-01T120000-norrboten", ('"2028-01-01T120000-norrbotten-0123abcd"',)),
    ("trace norrbotten current --fell 'gave up in a queue'", ('"gave_up_in_queue"',)),
    ("evidence learned liten", ("gavleborg, norrbotten",)),
    ("run norrbotten current --years 0", ("a number above 0",)),
    ("run norrbotten current -n many", ("a whole number",)),
    ("run norrbotten current --parameters best", ("posterior",)),
    ("run norrbotten current --json vasternorrland.toml", ("exists and is not overwritten",)),
    ("scenarios new-county norrbotten", ("which ships",)),
    ("scenarios new mine.toml", ("without .toml",)),
)


def lay_out(folder: Path) -> Path:
    """Put what the mistakes are about into a folder."""
    text = new_county("liten")
    for name in ("vasternorrland.toml", "dubbel.toml.toml", "mitt_lan.toml"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "comma.toml").write_text(text.replace("value = 75,", "value = 75,5,"), encoding="utf-8")
    (folder / "ansi.toml").write_bytes(text.encode("cp1252"))
    (folder / "lista.csv").write_text("kommun;vuxna\nLuleå;60000\n", encoding="utf-8")
    posts = new_design("mine", "big_bang") + "\n[staffing.hvb]\nplaces = 3\n"
    (folder / "posts_in_design.toml").write_text(posts, encoding="utf-8")
    run = folder / "runs" / "2028-01-01T120000-norrbotten-0123abcd"
    run.mkdir(parents=True)
    (run / "plan.json").write_text('{"kind": "compare", "arguments": {}}', encoding="utf-8")
    return folder


def typed(line: str, folder: Path) -> tuple[int, str]:
    """Return exit code and what is shown."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = main(shlex.split(line))
    return code, (out.getvalue() + err.getvalue()).replace(str(folder) + os.sep, "")


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    """The folder in which they are typed."""
    return lay_out(tmp_path_factory.mktemp("here"))


@pytest.mark.parametrize(("line", "shown"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_a_mistake_is_answered_with_what_to_type_instead(here, line, shown):
    code, told = typed(line, here)
    assert code == 2
    for words in shown:
        assert words in told, told
    assert "Traceback" not in told
    assert "fault" not in told


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        lay_out(Path(place))
        for each, _ in MISTAKES:
            number, answer = typed(each, Path(place))
            lines = [part.strip() for part in answer.splitlines() if part.strip()]
            best = next((part for part in lines if "valid" in part or "Error" in part), lines[-1])
            best = best if len(best) < 200 else best[:199] + "…"
            sys.stdout.write(f"| `{each}` | {best.replace('|', '/')} | {number} |\n")
