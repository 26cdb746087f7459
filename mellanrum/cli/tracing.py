"""`mellanrum trace`: one client's story."""

from __future__ import annotations

from typing import Any

import click

from mellanrum.cli.errors import told_in_words
from mellanrum.cli.options import NTH, parameters_option, seed_option, years_option
from mellanrum.cli.saying import say


@click.command()
@click.argument("county")
@click.argument("design")
@click.argument("other", metavar="[DESIGN]", required=False)
@click.option("--client", metavar="ID", help="Tell of the client with this name, such as Luleå-12.")
@click.option("--fell", metavar="MECHANISM", help="Tell of a client who fell this way under the first DESIGN.")
@seed_option
@click.option("--replication", type=NTH, default=0, show_default=True, help="Number of the replication, from 0.")
@years_option
@parameters_option
@click.option("--full", is_flag=True, help="Tell everything from the first day to the last.")
@told_in_words
def trace(county: str, design: str, other: str | None, **options: Any) -> None:
    """Tell one client's story in COUNTY under a DESIGN, or the same client's under two.

    Without --client and --fell it is somebody who fell between chairs. Mechanisms: never_received, lost_referral,
    bounced, sobriety_blocked, gave_up_in_queue, gave_up_between, half_treated, undetected, disputed, discharged_unmet,
    no_aftercare, lost_in_handover.

    \b
    Examples:
      mellanrum trace norrbotten current
      mellanrum trace norrbotten current big_bang --fell sobriety_blocked
      mellanrum trace norrbotten current --client Luleå-12 --full
    """
    from mellanrum import api

    say(api.trace(county, design, other, **options).text)
