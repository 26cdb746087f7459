"""Which language the command line speaks: what `--lang` says, else MELLANRUM_LANG, else the locale."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from inspect import cleandoc
from weakref import WeakKeyDictionary

import click

from sim.terms.language import DOMAIN, ENGLISH, LANGUAGES, LOCALE, N_, SPOKEN_IN, _, speak

OF_CLICK = (N_("required"), N_("deprecated"))
"""What click says of an option by a name that no extractor sees."""
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system says its locale: the first that is set counts."""

_IN_ENGLISH: WeakKeyDictionary[click.Command | click.Option, str] = WeakKeyDictionary()


def language_of(environment: Mapping[str, str]) -> str:
    """Return the code of the language that an environment asks for; English where it asks for one that is not here."""
    if (asked := environment.get(SPOKEN_IN, "").strip().lower()) in LANGUAGES:
        return asked
    said = next((environment[name] for name in LOCALES if environment.get(name)), "")
    code = said.lower().replace("-", "_").split("_")[0].split(".")[0]
    return code if code in LANGUAGES else ENGLISH.code


def asked_for(arguments: Sequence[str]) -> str | None:
    """Return the language that `--lang` names among arguments; None where it is not given or names none of ours."""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            code = value if equals else "".join(arguments[at + 1 : at + 2])
            return code if code in LANGUAGES else None
    return None


def choose_language(arguments: Sequence[str]) -> None:
    """Speak the language asked for from now on: here, in click, and in every process that this one starts."""
    code = asked_for(arguments) or language_of(os.environ)
    speak(code)
    os.environ[SPOKEN_IN] = os.environ["LANGUAGE"] = code
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def in_language(command: click.Command) -> click.Command:
    """Return a command whose help, and that of its options, is in the language spoken."""
    helped: list[click.Command | click.Option] = [command]
    helped += [one for one in command.params if isinstance(one, click.Option)]
    for one in helped:
        english = _IN_ENGLISH.setdefault(one, one.help or "")
        one.help = _(cleandoc(english)) or None
    return command
