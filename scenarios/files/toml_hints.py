"""What somebody meant who wrote a file that is no TOML: the line, and the likeliest slip on it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

from scenarios.files.names import visible

GENERAL = 'TOML: decimals with a point (0.5), texts in "quotation marks", dates that exist, each heading and key once'
SAVE = "a file saved as UTF-8 (in the editor: Save as, encoding UTF-8)"
LONGEST_SHOWN = 70
_LETTER = r"[^\W\d_]"
_YES_NO = {"ja": "true", "sant": "true", "yes": "true", "nej": "false", "falskt": "false", "no": "false"}
_MONTHS = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}-\d{1,2}-\d{1,2}"


def not_utf8(data: bytes, start: int) -> tuple[str, str]:
    """Return (what was found, what would be valid) for bytes that are no UTF-8; `start`: where the first stands."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        return "a file of Excel or Word", "a text file in TOML, UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200]:
        return "UTF-16, or no text at all", SAVE
    line = data.count(b"\n", 0, start) + 1
    whole = data.split(b"\n")[line - 1]
    return f"a byte that is not UTF-8 (ANSI?) on line {line}, {_quoted(whole.decode('cp1252', 'replace'))}", SAVE


def no_toml(text: str, fault: tomllib.TOMLDecodeError) -> tuple[str, str]:
    """Return (what was found, what would be valid) for a text that is no TOML."""
    if (delimiter := _csv(text)) is not None:
        return f'a table of values with "{delimiter}" between them (CSV)', f"{GENERAL}; mellanrum scenarios new-county"
    said = str(fault)
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    lines = text.splitlines() or [""]
    number = min(int(place[1]), len(lines)) if place else len(lines)
    line = lines[number - 1]
    why = re.sub(r"\s*\(at [^)]*\)", "", said)
    guess = _guess(line, why, lines[: number - 1]) or GENERAL
    return f"no TOML on line {number}, {_quoted(line)}: {why[:1].lower()}{why[1:]}", guess


def _guess(line: str, why: str, before: list[str]) -> str | None:
    """Return the likeliest slip on a line, in words of what would be right; None if there is none that we know."""
    rules: tuple[Callable[[str], str | None], ...] = (
        lambda t: _twice(t, before) if "twice" in why or "overwrite" in why or "namespace" in why else None,
        _word_quotes,
        _decimal_comma,
        _thousands,
        _yes_no,
        _bare_name,
        _wrong_date,
        _colon,
        _unclosed,
        _bare_text,
    )
    return next((guess for rule in rules if (guess := rule(line)) is not None), None)


def _twice(line: str, before: list[str]) -> str | None:
    key = _key_of(line)
    again = [n for n, earlier in enumerate(before, 1) if _key_of(earlier) == key]
    where = f" (it stands on line {again[-1]} already)" if again and key else ""
    return f"each heading and key once{where}"


def _key_of(line: str) -> str:
    return line.split("#")[0].partition("=")[0].strip().replace(" ", "")


def _word_quotes(line: str) -> str | None:
    found = next((c for c in "“”„‟’‘»«" if c in _outside_texts(line)), None)
    return f'straight quotation marks ("), not {found} as Word writes them' if found else None


def _decimal_comma(line: str) -> str | None:
    found = re.search(r"=\s*([+-]?\d+),(\d+)", _outside_texts(line))
    return f"a decimal point: {found[1]}.{found[2]}" if found else None


def _thousands(line: str) -> str | None:
    found = re.search(r"=\s*(\d{1,3}(?:[ \u00a0\u202f']\d{3})+)\b", _outside_texts(line))
    return f"a number without spaces: {re.sub(r'[^0-9]', '', found[1])}" if found else None


def _yes_no(line: str) -> str | None:
    found = re.search(r"=\s*(\w+)\s*(?:[,}\]#]|$)", _outside_texts(line))
    word = found[1] if found else ""
    right = _YES_NO.get(word.lower()) or (word.lower() if word.lower() in ("true", "false") else None)
    return f"true or false in small letters: {right}" if right and word != right else None


def _bare_name(line: str) -> str | None:
    head = _outside_texts(line).split("#")[0]
    for part in re.findall(r"(?:^|[{,.\[])\s*([^\s=\[\]{}.,\"]+)(?=\s*(?:=|\]|\.))", head):
        if not part.isascii() and re.search(_LETTER, part):
            return f'a name with å, ä or ö in quotation marks: "{visible(part)}"'
    return None


def _wrong_date(line: str) -> str | None:
    found = re.search(rf"=\s*({_MONTHS})", _outside_texts(line))
    return f"a date that exists, as 2028-01-31 (found {found[1]})" if found else None


def _colon(line: str) -> str | None:
    return "= between key and value" if re.match(r"\s*[\w-]+\s*:\s", line) and "=" not in line else None


def _unclosed(line: str) -> str | None:
    bare = re.sub(r"#.*", "", _outside_texts(line))
    if bare.count('"') % 2:
        return "a quotation mark at the end of the text, too"
    for opened, closed in ("{}", "[]"):
        if bare.count(opened) > bare.count(closed):
            return f"a {closed} for every {opened}"
    return None


def _bare_text(line: str) -> str | None:
    found = re.search(rf"=\s*({_LETTER}[^\"#,}}\]]*)", _outside_texts(line))
    text = found[1].strip() if found else ""
    return f'a text in quotation marks: "{visible(text)}"' if text and text not in ("true", "false") else None


def _outside_texts(line: str) -> str:
    """Return a line with what stands in quotation marks left out, the marks too."""
    return re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", line)


def _csv(text: str) -> str | None:
    """Return what stands between the values of a table that is CSV; None if it is none."""
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    if len(lines) < 2 or any("=" in line or line.startswith(("[", "#")) for line in lines):
        return None
    for delimiter, told in ((";", ";"), ("\t", "tab"), (",", ",")):
        if len({line.count(delimiter) for line in lines}) == 1 and lines[0].count(delimiter):
            return told
    return None


def _quoted(line: str) -> str:
    text = visible(" ".join(line.split()))
    return f"`{text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + '…'}`"
