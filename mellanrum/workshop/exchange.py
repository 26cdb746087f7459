"""What goes in and out: bodies no larger than they may be, JSON, and everything that is wrong in words.

A browser never sees a traceback: a fault of ours is told in a sentence and written whole on standard error.
"""

from __future__ import annotations

import asyncio
import errno
import json
import math
import sys
import traceback
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from sim.terms.errors import InputError, MellanrumError, refusal, unusable
from sim.terms.language import _, language

DRAFT_BYTES, UPLOAD_BYTES = 64 * 1024, 256 * 1024
"""The largest body of a draft, an ask, a round or a guess, and of a file that is brought back."""
SECONDS_FOR_A_BODY = 30.0
MOST_TOLD = 40
"""Problems that are told one by one: more are read by nobody."""
UNREAD = (408, 413)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# not said: a header
JSON = "application/json; charset=utf-8"


class RefusedError(MellanrumError):
    """A request that is answered with `status` and sentences. `more`: what else the answer has."""

    def __init__(self, status: int, faults: str | Iterable[str], **more: Any) -> None:
        self.status = status
        self.faults = [faults] if isinstance(faults, str) else list(dict.fromkeys(faults))
        self.more = more
        super().__init__("\n".join(self.faults))


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON; what is no number is null."""
    return Response(text_of(value), status, media_type=JSON)


def text_of(value: Any) -> str:
    """Return a value as JSON on one line, with null for what is no number."""
    return json.dumps(finite(value), ensure_ascii=False, allow_nan=False, default=_plain)


def finite(value: Any) -> Any:
    """Return a value with None in the place of every number that JSON has no word for."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [finite(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    """Return a number or list of NumPy's as JSON takes it."""
    if hasattr(value, "tolist"):
        return finite(value.tolist())
    raise TypeError(f"{type(value).__name__} in an answer")


async def body_of(request: Request, most: int) -> bytes:
    """Return the body. Raises RefusedError as soon as it is larger than `most` bytes, whatever its length says."""
    too_large = RefusedError(413, _("the request is larger than {n} kB; nothing of it was kept", n=most // 1024))
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said[:20]) > most:
        raise too_large
    found = bytearray()
    try:
        async with asyncio.timeout(SECONDS_FOR_A_BODY):
            async for part in request.stream():
                found += part
                if len(found) > most:
                    raise too_large
    except TimeoutError:
        raise RefusedError(408, _("the request did not come to an end; nothing of it was kept")) from None
    return bytes(found)


async def given(request: Request, most: int = DRAFT_BYTES) -> dict[str, Any]:
    """Return the JSON object that the body is. Raises RefusedError for anything else."""
    return object_in(await body_of(request, most))


def object_in(data: bytes) -> dict[str, Any]:
    """Return the JSON object in bytes. Raises RefusedError for what is none, or could not be written again."""
    try:
        found = json.loads(data or b"{}", parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # half letters, numbers beyond all bounds
    except (ValueError, RecursionError):
        raise RefusedError(422, unusable("JSON", _("a text that cannot be read"), _("one object, in UTF-8"))) from None
    if not isinstance(found, dict):
        raise RefusedError(422, unusable("JSON", type(found).__name__, _("one object, in UTF-8")))
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def in_words(error: BaseException, path: str = "") -> tuple[int, list[str], dict[str, Any]]:
    """Return status, sentences and what else is said of an error; a fault of ours is written on standard error."""
    match error:
        case RefusedError():
            return error.status, error.faults, error.more
        case InputError():
            return 422, list(error.lines), {}
        case HTTPException(status_code=404):
            return 404, [_("{path}: there is no such page here", path=path)], {}
        case HTTPException(status_code=405):
            return 405, [_("{path}: that cannot be done with this page", path=path)], {}
        case HTTPException():
            return error.status_code, [_("the request could not be understood")], {}
        case MellanrumError():
            return 500, [str(error)], {}
        case ClientDisconnect():
            return 400, [_("the request did not come to an end; nothing of it was kept")], {}
    _tell_whoever_mends(error)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return 507, [_("the disk is full: nothing was kept; make room and do it again"), *_refused(error)], {}
    if isinstance(error, OSError | MemoryError) and (refused := _refused(error)):
        return 500, refused, {}
    said = _("This is a fault in mellanrum, not in what you did: {what}", what=type(error).__name__)
    return 500, [said], {}


def _refused(error: BaseException) -> list[str]:
    words = refusal(error)
    return [] if words is None else [words]


def _tell_whoever_mends(error: BaseException) -> None:
    sys.stderr.write("".join(traceback.format_exception(error)))
    sys.stderr.flush()


def refused(error: BaseException, path: str, as_page: bool) -> Response:
    """Return the answer to a request that failed: JSON {faults}, or a page of plain words to a browser's own asking."""
    status, faults, more = in_words(error, path)
    if len(faults) > MOST_TOLD:
        faults = [*faults[:MOST_TOLD], _("and {n} more", n=len(faults) - MOST_TOLD)]
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if status in UNREAD:
        headers["Connection"] = "close"  # what is left of the body is not waited for
    if as_page:
        said = "".join(f"<p>{escape(fault)}</p>" for fault in faults)
        # not said: markup
        head = f'<!doctype html><html lang="{language().code}"><meta charset="utf-8"><title>mellanrum</title>'
        # not said: markup
        width = '<meta name="viewport" content="width=device-width">'
        return HTMLResponse(f"{head}{width}<main>{said}</main></html>", status, headers)
    return Response(text_of({"faults": faults, **more}), status, headers, JSON)
