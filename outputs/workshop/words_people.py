"""What the page says about people and by the room: map, two lives, rounds, guesses, votes and the phone.

JavaScript holds no sentence: it takes them from here by key and fills their gaps. A key that ends in `_one` is said
where the number is one.
"""

from __future__ import annotations

from sim.terms.language import N_

_DIALOG = {
    "dialog.close": N_("Close"),
}

_MAP = {
    "map.what": N_("Needs that stay untreated, of 100: {design} beside {baseline}, municipality by municipality."),
    "map.keys": N_("The map. Arrow keys go from municipality to municipality."),
    "map.fewer_most": N_("at least {least} fewer"),
    "map.fewer_between": N_("{least} to {most} fewer"),
    "map.fewer_least": N_("up to {most} fewer"),
    "map.more_least": N_("up to {most} more"),
    "map.more_between": N_("{least} to {most} more"),
    "map.more_most": N_("at least {least} more"),
    "map.legend": N_("Change, of 100 needs"),
    "map.unclear": N_("chance could make the change"),
    "map.few": N_("too few people or runs to tell"),
    "map.none": N_("no numbers"),
    "map.same": N_("no change at all"),
    "map.point": N_("Point at a municipality, or go there with Tab and arrow keys, to read its numbers."),
    "map.said_fewer": N_("{place}: {change} fewer of 100 needs stay untreated ({before} → {after})."),
    "map.said_more": N_("{place}: {change} more of 100 needs stay untreated ({before} → {after})."),
    "map.said_unclear": N_("{place}: {change} of 100 needs, which chance could make ({before} → {after})."),
    "map.said_few": N_("{place}: too few people or runs to tell."),
    "map.said_none": N_("{place}: no numbers."),
    "map.said_same": N_("{place}: no change at all: {before} of 100 needs stay untreated."),
    "map.clients": N_("{n} comorbid clients ask here, of all {total} in the county."),
    "map.clients_one": N_("One comorbid client asks here, of all {total} in the county."),
    "map.table": N_("The map as a table"),
    "map.place": N_("Municipality"),
    "map.before": N_("Untreated of 100, {design}"),
    "map.change": N_("Change"),
    "map.reading": N_("How to read it"),
    "map.reading_fewer": N_("fewer needs untreated"),
    "map.reading_more": N_("more needs untreated"),
    "map.reading_unclear": N_("chance could make it"),
    "map.reading_few": N_("too few to tell"),
    "map.reading_same": N_("no change"),
    "map.reading_none": N_("no numbers"),
    "map.asking": N_("Comorbid clients who ask"),
    "map.waiting": N_("The map comes with the first estimate."),
    "map.alone": N_("The map shows a change: choose a second design."),
    "map.missing": N_("There is no map of this county. The table has the same numbers."),
}

_LANES = {
    "lanes.once": N_("One client's story shows how things happen, not how often: see the comparison for that."),
    "lanes.waiting": N_("A client can be followed when the first estimate is there."),
    "lanes.alone": N_("To follow one client under two designs, choose a second design."),
    "lanes.fetching": N_("Looking for a client …"),
    "lanes.failed": N_("No client was found: {fault}"),
    "lanes.another": N_("Another client"),
    "lanes.who": N_("Somebody who"),
    "lanes.anybody": N_("fell between chairs in any way"),
    "lanes.picture": N_(
        "{name} under {design} and under {other}: needs as bars, events as marks. The lists below tell the same."
    ),
    "lanes.reform": N_("reform day {date}"),
    "lanes.events": N_("What happens under {design}"),
    "lanes.no_events": N_("Nothing more happens."),
    "lanes.same_until": N_("The same in both until {date}; from there each goes its way."),
    "lanes.text": N_("The whole story as text, as the command line tells it"),
    "lanes.bars": N_("The bars as text"),
    "lanes.span": N_("{state}: {start} to {end}"),
    "lanes.legend": N_("What the bars say"),
}

_ROUNDS = {
    "rounds.round": N_("Round {number}"),
    "rounds.now": N_("Round {number} of {county}, begun {made}"),
    "rounds.question": N_("Question"),
    "rounds.question_help": N_("What do we want to know? One question to a round."),
    "rounds.expectation": N_("Expectation"),
    "rounds.expectation_help": N_("What do we believe will happen, to whom, and why? Write it before you look."),
    "rounds.finding": N_("Finding"),
    "rounds.finding_help": N_("What did we see? What surprised us? What could chance have made?"),
    "rounds.decision": N_("Decision"),
    "rounds.decision_help": N_("What do we do next, who does it, and what must be found out first?"),
    "rounds.begin": N_("Begin the first round"),
    "rounds.new": N_("New round"),
    "rounds.new_help": N_("The new round begins with the designs as they are now."),
    "rounds.open": N_("Open round {number}"),
    "rounds.open_now": N_("Open now"),
    "rounds.all": N_("Rounds side by side"),
    "rounds.part": N_("Part of the round"),
    "rounds.none": N_(
        "No round yet. A round keeps the question, what was expected, what was seen and what was decided."
    ),
    "rounds.saved": N_("Saved."),
    "rounds.typing": N_("Being written …"),
    "rounds.saving": N_("Saving …"),
    "rounds.unsaved": N_("Not saved yet: trying again. What you wrote is kept in this window."),
    "rounds.unsaved_because": N_("Not saved yet: {fault} What you wrote is kept in this window."),
    "rounds.both": N_("Two windows wrote the same"),
    "rounds.both_what": N_("Somebody else saved this round meanwhile. Choose what shall stand; nothing is lost."),
    "rounds.ours": N_("Written here"),
    "rounds.theirs": N_("Saved by the other"),
    "rounds.keep": N_("What shall stand"),
    "rounds.take_this": N_("Take this"),
    "rounds.choose": N_("Let it stand so"),
    "rounds.guess": N_("The room's guess"),
    "rounds.no_guess": N_("none placed"),
    "rounds.designs": N_("Designs"),
    "rounds.result": N_("Result"),
    "rounds.no_result": N_("not computed"),
    "rounds.settled": N_("as precise as was asked for"),
    "rounds.unsettled": N_("not as precise as was asked for"),
    "rounds.stood_on": N_("{n} replications; {settled}"),
    "rounds.votes": N_("Votes"),
    "rounds.no_votes": N_("no vote held"),
    "rounds.vote": N_("{option}: {n}"),
    "rounds.take_home": N_("Take home"),
    "rounds.report": N_("The record as a report"),
    "rounds.json": N_("The record as data (JSON)"),
    "rounds.file": N_("Design file: {design}"),
    "rounds.file_help": N_("The command mellanrum compare reads a design file and gives the same numbers."),
    "rounds.where": N_("Every round is kept on this computer, in the folder {folder}."),
    "rounds.failed": N_("The rounds could not be fetched: {fault}"),
}

_GUESS = {
    "guess.title": N_("Guess first"),
    "guess.what": N_(
        "Before you see it: of 100 needs, how many more or fewer stay untreated under {design} than under {baseline}?"
    ),
    "guess.slider": N_("More or fewer of 100 needs that stay untreated"),
    "guess.not_placed": N_("No guess placed yet"),
    "guess.none": N_("No difference: as many needs stay untreated"),
    "guess.fewer": N_("{n} fewer of 100 needs stay untreated"),
    "guess.fewer_one": N_("1 fewer of 100 needs stays untreated"),
    "guess.more": N_("{n} more of 100 needs stay untreated"),
    "guess.more_one": N_("1 more of 100 needs stays untreated"),
    "guess.end_fewer": N_("{n} fewer of 100"),
    "guess.end_more": N_("{n} more of 100"),
    "guess.one_fewer": N_("1 fewer"),
    "guess.one_more": N_("1 more"),
    "guess.set_none": N_("no difference"),
    "guess.place": N_("Place the guess, show the result"),
    "guess.skip": N_("Show it without a guess"),
    "guess.replay": N_("Replay the last change"),
    "guess.ask_phones": N_("Let the phones guess"),
    "guess.close_phones": N_("Close the phones' guess"),
    "guess.phones": N_("{n} phones have guessed. What they guessed is shown when it is closed."),
    "guess.phones_one": N_("One phone has guessed. What it guessed is shown when it is closed."),
    "guess.beside": N_("Guesses and result"),
    "guess.beside_of": N_("Guesses and result: {design}"),
    "guess.fewer_side": N_("fewer untreated"),
    "guess.fewer_short": N_("fewer"),
    "guess.more_short": N_("more"),
    "guess.more_side": N_("more untreated"),
    "guess.room": N_("the room's guess"),
    "guess.result": N_("result"),
    "guess.said_room": N_("The room guessed: {guess}."),
    "guess.said_phones": N_("{n} phones guessed (the dots): from {low} to {high}, the one in the middle {middle}."),
    "guess.said_phones_one": N_("One phone guessed (the dot): {low}."),
    "guess.said_result": N_("The result: {mean} of 100, with an interval from {low} to {high}."),
    "guess.said_result_alone": N_("The result so far: {mean} of 100, from too few runs to say how sure."),
    "guess.said_no_result": N_("There is no result yet."),
    "guess.veiled": N_("The result is shown when the room has guessed."),
    "guess.why_not": N_(
        "A guess is about the model's result. Both a guess and the model can be wrong about the county."
    ),
    "guess.unsure": N_("The guesses could not be fetched: {fault}"),
}

_VOTE = {
    "vote.title": N_("Ask the phones"),
    "vote.what": N_(
        "Everybody answers for themselves. Counts are shown when the vote is closed, in the order of the options."
    ),
    "vote.options": N_("Options, one to a line (2 to 6)"),
    "vote.options_first": N_("We try this next\nWe need to know more first\nWe leave it"),
    "vote.open": N_("Open the vote"),
    "vote.close": N_("Close the vote and show the counts"),
    "vote.answered": N_("{n} phones have answered."),
    "vote.answered_one": N_("One phone has answered."),
    "vote.nobody": N_("No phone answered."),
    "vote.counts": N_("The counts"),
    "vote.count": N_("{n} of {all}"),
    "vote.too_few": N_("A vote needs two options at least, and six at most."),
    "vote.needs_round": N_("Begin a round first: a vote belongs to a round."),
    "vote.failed": N_("The vote was not opened: {fault}"),
    "vote.not_a_decision": N_("A count is no decision: write the decision and its reasons in the round."),
    "vote.join": N_("Let phones join"),
    "vote.join_how": N_("Join the same wireless network as this computer and point the phone's camera at the square."),
    "vote.join_private": N_("A phone can guess and vote, nothing else. Nobody sees whose answer it is."),
    "vote.join_code": N_("Square code with the address for phones"),
    "vote.no_phones": N_(
        "Phones cannot join: the page was started for this computer alone. Start it with --host and the "
        "computer's address on the network."
    ),
}

_GUEST = {
    "guest.title": N_("The room's question"),
    "guest.anonymous": N_("Anonymous: no name is asked for, and nobody sees whose answer it is."),
    "guest.wait": N_("Nothing is asked right now"),
    "guest.wait_more": N_("Leave this page open. The next question comes here by itself."),
    "guest.round": N_("Round {number}"),
    "guest.guess_heading": N_("What do you believe?"),
    "guest.vote_heading": N_("What do you think?"),
    "guest.guess_what": N_("Of 100 needs, how many more or fewer stay untreated under {design}?"),
    "guest.vote_what": N_("Choose one"),
    "guest.send_guess": N_("Send my guess"),
    "guest.send_vote": N_("Send my answer"),
    "guest.sending": N_("Sending …"),
    "guest.yours": N_("Sent: {answer}. You can change it until it is closed."),
    "guest.late": N_("It was closed before your answer came."),
    "guest.broken": N_("No contact with the room's computer. Trying again; your answer is kept."),
    "guest.refused": N_("This code is of no use any more. Scan the one on the screen again."),
}

PEOPLE: dict[str, str] = {**_DIALOG, **_MAP, **_LANES, **_ROUNDS, **_GUESS, **_VOTE, **_GUEST}
"""Key → sentence, with {gaps}."""
