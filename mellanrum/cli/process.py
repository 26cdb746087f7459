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

from mellanrum.cli.saying import let_go_of_stdout, ready_streams, say, say_error
from outputs.text.grid import page_of
from sim.terms.language import _

INTERRUPTED = 130
FAULT = 1
DEAF_SECONDS = 1.0


def outcome(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run `command` and return its exit code; every way of failing is told in words on stderr."""
    ready_streams()
    _listen_for_interrupts()
    try:
        with page_of(sys.stdout):
            code = command.main(arguments, prog_name="mellanrum", standalone_mode=False)
        return _written(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        with suppress(OSError, ValueError):
            say_error(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as stop:
        from mellanrum.cli.errors import interrupted

        _say(interrupted(stop))
        return INTERRUPTED
    except BrokenPipeError:
        let_go_of_stdout()  # `| head`: nobody is left to tell
        return 0
    except Exception as error:
        if os.environ.get("MELLANRUM_DEBUG"):
            raise
        _say(
            _(
                "This is a fault in mellanrum, not in your input: {what}",
                what=f"{type(error).__name__}: {error}".replace("\n", " "),
            )
            + "\n"
            + _("Set MELLANRUM_DEBUG=1 and run the command again to see where.")
        )
        return FAULT


def _say(text: str) -> None:
    with suppress(OSError, ValueError):
        say(text, err=True)


def _written(code: int) -> int:
    """Return the exit code once all that was said is written. Standard output may be a file on a full disk."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        let_go_of_stdout()
        why = error.strerror or error
        _say(_("Error: the system refused (standard output): {why}", why=why))
        return FAULT
    return code


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
