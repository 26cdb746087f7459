"""A file that is no TOML is told with its line and what was meant; a hostile one is refused before it is parsed."""

from __future__ import annotations

import pytest

from scenarios.checks.check import check
from scenarios.files.read import LONGEST_LINE, MOST_ITEMS
from scenarios.tools.new import new_county

COUNTY = new_county("mine")


def told(folder, content: str | bytes) -> str:
    """Return the one problem of a file."""
    file = folder / "mine.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (problem,) = check([file])
    assert problem.valid
    return f"{problem.found}; {problem.valid}"


@pytest.mark.parametrize(
    ("content", "line", "meant"),
    [
        (COUNTY.replace("value = 75,", "value = 75,5,"), "line 11", "a decimal point: 75.5"),
        ('x = "ok"\n[municipalities.Åmål]\n', "line 2", '"Åmål"'),
        ('x = "ok"\nÖvre = 1\n', "line 2", '"Övre"'),
        ("title_sv = “liten”\n", "line 1", "straight quotation marks"),
        ("\n\nx = ja\n", "line 3", "true or false in small letters: true"),
        ("x = nej\n", "line 1", "small letters: false"),
        ("x = True\n", "line 1", "small letters: true"),
        ("x = 1\ny = 2\nx = 3\n", "line 3", "it stands on line 1 already"),
        ("[a]\nx = 1\n[a]\ny = 1\n", "line 3", "it stands on line 1 already"),
        ("x = Luleå\n", "line 1", 'quotation marks: "Luleå"'),
        ("day = 2028-02-30\n", "line 1", "a date that exists"),
        ("day = 1/1/2028\n", "line 1", "a date that exists"),
        ("x = 45 000\n", "line 1", "without spaces: 45000"),
        ('title_sv: "x"\n', "line 1", "= between key and value"),
        ('x = "abc\n', "line 1", "a quotation mark at the end"),
        ("x = { value = 1\n", "line 1", "a } for every {"),
        ("kommun;vuxna\nLuleå;60000\nBoden;20000\n", "CSV", "new-county"),
        ("kommun\tvuxna\nLuleå\t60000\n", "CSV", "TOML"),
        (COUNTY.encode("cp1252"), "line 16", "saved as UTF-8"),
        ("Å = 1".encode("cp1252"), "line 1", "saved as UTF-8"),
        (COUNTY.encode("utf-16"), "UTF-16", "saved as UTF-8"),
        (b"PK\x03\x04\xff\xfe\x00", "Excel or Word", "TOML"),
    ],
)
def test_the_line_and_what_was_meant_are_told(tmp_path, content, line, meant):
    said = told(tmp_path, content)
    assert line in said, said
    assert meant in said, said


@pytest.mark.parametrize(
    "content",
    [
        "a." * 50_000 + "b = 1",
        "x = {" + "a . " * 400 + "b = 1}",
        "x = " + "[" * 10_000,
        "x = " + "{a=" * 3_000,
        "hubs = [" + ",\n".join(f'"h{i}"' for i in range(80_000)) + "]",
        "".join(f"key{i} = 1\n" for i in range(60_000)),
        f'x = "{"y" * (LONGEST_LINE + 1)}"',
        "x = 1" + " " * 2_000_000,
        "[[a]]\n" * 100_000,
        "\n".join(f"[t{i}]" for i in range(MOST_ITEMS + 1)),
    ],
)
def test_a_file_that_would_take_minutes_is_refused_before_it_is_parsed_or_checked(tmp_path, content):
    said = told(tmp_path, content)
    assert "at most" in said or "TOML" in said


def test_text_with_full_stops_is_no_deep_key(tmp_path):
    dots = ".".join("abcdefghijklmnopqrstuvwxyz")
    file = tmp_path / "mine.toml"
    file.write_text(COUNTY.replace('"your number"', f'"see {dots}"') + f"# {dots}\n", encoding="utf-8")
    assert check([file]) == []


def test_two_hundred_problems_are_told_and_how_many_more():
    from io import StringIO

    from mellanrum.cli.errors import MOST_TOLD, BadInputError

    stream = StringIO()
    BadInputError([f"problem {i}" for i in range(5 * MOST_TOLD)]).show(stream)
    lines = stream.getvalue().splitlines()
    assert len(lines) == MOST_TOLD + 2
    assert lines[0].startswith("1\u00a0000 problems")
    assert lines[-1].strip() == "and 800 more"
