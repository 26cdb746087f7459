"""What every result says first where few draws are like the county: whole sentences, so that each can be looked up."""

from __future__ import annotations

from sim.terms.language import N_

MOST_NAMED = 2
"""So many unreached counts are named."""
NONE = N_("none")
# (how many reach: 0, 1, or 2 for more; closely known counts: 1, 2, or 3 for more)
FEW_REACH = {
    (0, 1): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}) ({around} "
        "would if they lay around it, spread as they are; `mellanrum evidence match {key}`)."
    ),
    (0, 2): N_(
        "{seldom} of {county}: none of {n} reaches both together ({around} would if they lay around them, "
        "spread as they are; `mellanrum evidence match {key}`)."
    ),
    (0, 3): N_(
        "{seldom} of {county}: none of {n} reaches all {k} together ({around} would if they lay around them, "
        "spread as they are; `mellanrum evidence match {key}`)."
    ),
    (1, 1): N_(
        "{seldom} of {county}: {m} of {n} reaches “{title}” ({figure}, known to {low}–{high}) ({around} would"
        " if they lay around it, spread as they are; `mellanrum evidence match {key}`)."
    ),
    (1, 2): N_(
        "{seldom} of {county}: {m} of {n} reaches both together ({around} would if they lay around them, "
        "spread as they are; `mellanrum evidence match {key}`)."
    ),
    (1, 3): N_(
        "{seldom} of {county}: {m} of {n} reaches all {k} together ({around} would if they lay around them, "
        "spread as they are; `mellanrum evidence match {key}`)."
    ),
    (2, 1): N_(
        "{seldom} of {county}: {m} of {n} reach “{title}” ({figure}, known to {low}–{high}) ({around} would "
        "if they lay around it, spread as they are; `mellanrum evidence match {key}`)."
    ),
    (2, 2): N_(
        "{seldom} of {county}: {m} of {n} reach both together ({around} would if they lay around them, spread"
        " as they are; `mellanrum evidence match {key}`)."
    ),
    (2, 3): N_(
        "{seldom} of {county}: {m} of {n} reach all {k} together ({around} would if they lay around them, "
        "spread as they are; `mellanrum evidence match {key}`)."
    ),
}
# (unreached counts: 1, 2, or 3 for more; whether there are two closely known counts)
UNREACHED = {
    (1, True): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}), so none both "
        "together ({around} would if they lay around them, spread as they are; `mellanrum evidence match "
        "{key}`)."
    ),
    (1, False): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}), so none all "
        "{k} together ({around} would if they lay around them, spread as they are; `mellanrum evidence match "
        "{key}`)."
    ),
    (2, True): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}) or “{title2}” "
        "({figure2}, known to {low2}–{high2}), so none both together ({around} would if they lay around them,"
        " spread as they are; `mellanrum evidence match {key}`)."
    ),
    (2, False): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}) or “{title2}” "
        "({figure2}, known to {low2}–{high2}), so none all {k} together ({around} would if they lay around "
        "them, spread as they are; `mellanrum evidence match {key}`)."
    ),
    (3, False): N_(
        "{seldom} of {county}: none of {n} reaches “{title}” ({figure}, known to {low}–{high}) or “{title2}” "
        "({figure2}, known to {low2}–{high2}) or {more} more, so none all {k} together ({around} would if "
        "they lay around them, spread as they are; `mellanrum evidence match {key}`)."
    ),
}
