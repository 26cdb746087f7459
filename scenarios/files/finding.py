"""Where a county, design or study lies: a name that ships, or a path; a near miss is told with what may be meant."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from pathlib import Path

from scenarios.files.names import canonical, fit_names, folded, unfit
from scenarios.files.problems import Problem, ScenarioError, one_of
from scenarios.files.read import FOLDERS, FileKind, names_of_kind
from sim.terms.language import _
from sim.terms.quantity import shown

FORMS = ("NFC", "NFD")  # of a file's name: which one a disk has depends on the machine that wrote it
LOOKED_AT = 200  # files of a folder among which a near miss is looked for
CLOSE = 0.75


def find(name_or_path: str | Path, kind: FileKind, near: Path | None = None) -> Path:
    """Return the file of a county, design or study: a name that ships, or a path (relative to the file `near`, if any).

    A ~ at the beginning is the home folder. Raises ScenarioError, with the nearest name, if it is neither, or if the
    file is called what no county or design can be.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, str) and canonical(text) in names_of_kind(kind):
        return FOLDERS[kind] / f"{canonical(text)}.toml"
    where, key = (str(near), "extends") if near else (kind, "")
    path = _there(text, near)
    if path is None:
        raise ScenarioError([Problem(where, key, shown(text), valid_for(text, names_of_kind(kind), near))])
    if not path.is_dir() and (why := unfit(canonical(path.stem))):
        raise ScenarioError(
            [
                Problem(
                    where,
                    key,
                    _("a file with {why}, {text}", why=why, text=shown(text)),
                    _("a file called {valid}", valid=fit_names()),
                )
            ]
        )
    return path


def find_either(name_or_path: str | Path) -> Path:
    """Return the file of a county or a design. Raises as `find`, with the nearest name of both."""
    text, counties = str(name_or_path), names_of_kind("county")
    try:
        return find(name_or_path, "county" if canonical(text) in counties else "design")
    except ScenarioError:
        if _there(text, None) is not None:
            raise  # it is there, and is called what no county or design can be
        shipped = [*counties, *names_of_kind("design")]
        raise ScenarioError([Problem("NAME", "", shown(text), valid_for(text, shipped))]) from None


def valid_for(text: str, shipped: list[str], near: Path | None = None) -> str:
    """Return what would have been found instead of `text`: a file that may be meant, or a name that ships."""
    meant = _meant(text, near)
    nearest = one_of(shipped, Path(text).stem)
    return (
        _("{meant}, a file that is there; or {nearest}", meant=shown(meant), nearest=nearest)
        if meant
        else _("a path to a TOML file, or {nearest}", nearest=nearest)
    )


def _there(text: str, near: Path | None) -> Path | None:
    """Return the path of a file or folder that exists, whichever way its letters are written on the disk."""
    for form in ("", *FORMS):
        try:
            path = Path(unicodedata.normalize(form, text) if form else text)  # type: ignore[arg-type]
            path = path.expanduser() if near is None else near.parent / path.expanduser()
            if text and path.exists():
                return path
        except (OSError, ValueError, RuntimeError):  # a name that no disk takes; a home that there is not
            continue
    return None


def _meant(text: str, near: Path | None) -> str | None:
    """Return the way to a TOML file beside where `text` leads that is spelt like it; None if there is none."""
    if not text or len(text) > 300:
        return None
    try:
        path = Path(text).expanduser()
        folder = (near.parent if near else Path()) / path.parent
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".toml")[:LOOKED_AT]
    except (OSError, ValueError, RuntimeError):
        return None
    by_stem = {_bare(file.stem): file.name for file in reversed(files)}
    stem = _bare(path.name)
    for wanted in (stem, stem.removesuffix(".toml"), stem.removesuffix(".toml.toml")):
        if wanted in by_stem:
            return str(path.parent / by_stem[wanted])
    close = get_close_matches(stem.removesuffix(".toml"), list(by_stem), 1, CLOSE)
    return str(path.parent / by_stem[close[0]]) if close else None


def _bare(stem: str) -> str:
    """Return a name as somebody types it who is in a hurry: no capitals, no dots over letters, - and _ alike."""
    letters = unicodedata.normalize("NFD", folded(stem))
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("-", "_").replace(" ", "_")
