"""How the process behaves whatever the command: exit codes, Ctrl-C, closed pipes, terminals that know no å.

A person never sees a traceback; with MELLANRUM_DEBUG set, whoever mends the program does.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

import click

INTERRUPTED = 130
FAULT = 1
BAD_INPUT = 2
DEAF_SECONDS = 1.0


def outcome(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run `command` and return its exit code; every way of failing is told in words on stderr."""
    _let_every_letter_through()
    _listen_for_interrupts()
    try:
        code = command.main(arguments, prog_name="mellanrum", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as stop:
        from mellanrum.cli.errors import how_to_go_on

        _say(f"Interrupted. {how_to_go_on(stop) or 'Nothing was left behind.'}")
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:
        if os.environ.get("MELLANRUM_DEBUG"):
            raise
        _say(
            f"This is a fault in mellanrum, not in your input: {type(error).__name__}: {error}".replace("\n", " ")
            + "\nSet MELLANRUM_DEBUG=1 and run the command again to see where."
        )
        return FAULT
    return code if isinstance(code, int) else 0


def _say(text: str) -> None:
    with suppress(OSError, ValueError):
        click.echo(text, err=True)


def _let_every_letter_through() -> None:
    """A terminal or file that cannot hold a letter gets a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _listen_for_interrupts() -> None:
    """Make Ctrl-C and a request to terminate the same; a second one in the same second does not disturb tidying up."""
    heard = [-DEAF_SECONDS]

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        if time.monotonic() - heard[0] > DEAF_SECONDS:
            heard[0] = time.monotonic()
            raise KeyboardInterrupt

    with suppress(ValueError):  # not in the main thread: whoever embeds us decides
        signal.signal(signal.SIGINT, interrupt)
        signal.signal(signal.SIGTERM, interrupt)


def _closed_pipe() -> int:
    """Whoever read our output has stopped reading (`| head`): nobody is left to tell."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
