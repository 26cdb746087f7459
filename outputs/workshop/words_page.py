"""What the page says: its controls, the state of the answer, the design, the results and the figures.

JavaScript holds no sentence: it takes them from here by key and fills their gaps. A key that ends in `_one` is said
where the number is one.
"""

from __future__ import annotations

from sim.terms.language import N_

_PAGE = {  # the page itself
    "page.skip": N_("Straight to the results"),
    "page.county": N_("County"),
    "page.designs": N_("Designs to compare"),
    "page.design": N_("Design"),
    "page.today": N_("Today"),
    "page.today_short": N_("Today"),
    "page.baseline": N_("the yardstick"),
    "page.differs_count": N_("{n} differences"),
    "page.differs_count_one": N_("one difference"),
    "page.add_design": N_("Compare one more"),
    "page.copy_of": N_("{title}, changed"),
    "page.run": N_("Run"),
    "page.cancel": N_("Stop"),
    "page.progress": N_("How much of the answer is computed"),
    "page.languages": N_("Language"),
    "page.left": N_("What the design is, and how it differs from today"),
    "page.tabs": N_("Ways to look at the answer"),
    "page.guess": N_("The room's guess"),
    "page.vote": N_("Vote"),
    "page.as_table": N_("Show as a table"),
    "page.refused": N_("The server said no (code {status}). Nothing that you have set is lost."),
    "page.nobody_answers": N_(
        "The program on this computer does not answer. What you have set is kept here; start `mellanrum "
        "workshop` again if it has been shut."
    ),
    "page.part_failed": N_("This part of the page could not be shown. Load the page again; nothing is lost."),
    "page.noscript": N_("The page needs JavaScript, which this browser has turned off."),
    "page.not_a_forecast": N_(
        "Comparisons between designs under stated assumptions. They are no forecasts, and the page calls no "
        "design the best."
    ),
}
_STATUS = {  # what state the answer is in
    "status.nothing": N_("Nothing has been run yet. Set what you want to try, and press Run."),
    "status.stale": N_("Not yet run with what you have set. Press Run."),
    "status.waiting": N_("In the queue: other answers are being computed."),
    "status.running": N_("Computing: {n} runs of each design so far, {done} parts of at most {total}."),
    "status.running_one": N_("Computing: one run of each design so far, {done} parts of at most {total}."),
    "status.time_unknown": N_("How long it takes is not known yet."),
    "status.seconds_left": N_("At most about {n} seconds left."),
    "status.seconds_left_one": N_("About a second left."),
    "status.minutes_left": N_("At most about {n} minutes left."),
    "status.lost": N_("The program does not answer just now; the page goes on trying. What has been computed is kept."),
    "status.settled": N_("Settled: {n} runs of each design, as precise as wanted."),
    "status.enough": N_(
        "Done: {n} runs of each design. That is all that were to be run, and less precise than wanted."
    ),
    "status.enough_one": N_("Done: one run of each design, which says little."),
    "status.cancelled": N_("Stopped after {n} runs of each design. What had been computed is shown and kept."),
    "status.failed": N_("It could not be computed."),
}
_DESIGN = {  # the design: what it builds on, its levers, what differs
    "setup.title": N_("Design {letter} builds on"),
    "setup.from_today": N_("Today, changed by yourselves"),
    "setup.more": N_("About it, name and file"),
    "setup.called": N_("What the room calls it"),
    "setup.title_none": N_("as the design it builds on"),
    "setup.give_back_all": N_("Undo all changes"),
    "setup.download": N_("Download as a file"),
    "setup.upload": N_("Read in a file"),
    "setup.remove": N_("Take away this design"),
    "setup.too_large": N_("{name} is too large to be a design file."),
    "levers.today": N_(
        "This is how it is today, and nothing is set here. Choose another design above, or compare one more."
    ),
    "levers.more": N_("{n} more levers: {group}"),
    "levers.more_one": N_("One more lever: {group}"),
    "levers.withheld": N_("{n} things that this design cannot have"),
    "levers.withheld_one": N_("One thing that this design cannot have"),
    "group.staff": N_("Staff"),
    "group.change": N_("The transition"),
    "group.rules": N_("Rules"),
    "group.cooperation": N_("Working together"),
    "group.organisation": N_("Organisation"),
    "lever.today": N_("Today: {value}"),
    "lever.not_today": N_("There is no such thing today."),
    "lever.yes": N_("yes"),
    "lever.no": N_("no"),
    "lever.give_back": N_("Undo"),
    "lever.give_back_of": N_("Undo the change: {label}"),
    "lever.behind": N_("Evidence"),
    "lever.behind_of": N_("Evidence behind: {label}"),
    "lever.range": N_("The range in the evidence: {low} to {high}. It is the shaded part of the slider."),
    "lever.base_value": N_("In the design that it builds on: {value}."),
    "lever.idle": N_("Has no effect as things are set: it takes “{label}” set to {values}."),
    "lever.idle_more": N_("Has no effect as things are set: it takes more of “{label}”."),
    "lever.or": N_("or"),
    "lever.owner": N_("Who in the room answers for it"),
    "lever.owner_nobody": N_("nobody in particular"),
    "lever.owner_is": N_("In the hands of: {title}"),
    "differs.title": N_("{letter} differs from today: {n} things"),
    "differs.title_one": N_("{letter} differs from today: one thing"),
    "differs.today_title": N_("Differs from today"),
    "differs.today": N_("Nothing: this is today’s division of responsibility."),
    "differs.nothing": N_("Nothing differs from today."),
    "differs.reading": N_("Reading what differs …"),
    "evidence.of_sentence": N_("{id}, evidence for: {text}"),
    "evidence.reading": N_("Reading the evidence …"),
    "evidence.none": N_("No figure in the sources stands behind this: it is for the room to choose."),
    "evidence.assumption": N_("Assumption"),
    "evidence.evidence": N_("From a source"),
    "evidence.value": N_("Value"),
    "evidence.range": N_("Range"),
    "evidence.source": N_("Source"),
    "evidence.page": N_("Where"),
    "evidence.grade": N_("How sure"),
    "evidence.note": N_("Remark"),
    "evidence.from_to": N_("{low} to {high}"),
}
_RESULTS = {  # what came out, in words and numbers
    "tab.hundred": N_("Of a hundred"),
    "tab.hundred.title": N_("Of a hundred who asked for help"),
    "tab.gains": N_("For whom"),
    "tab.gains.title": N_("Who is better off, who is worse off, and who is the same"),
    "tab.numbers": N_("Numbers"),
    "tab.numbers.title": N_("All numbers, with how sure they are"),
    "tab.map": N_("Map"),
    "tab.map.title": N_("Municipality by municipality"),
    "tab.gaps": N_("Gaps"),
    "tab.gaps.title": N_("Between which services people fall"),
    "tab.months": N_("Months"),
    "tab.months.title": N_("Month by month through the reform"),
    "tab.staff": N_("Staff"),
    "tab.staff.title": N_("Where the posts are, and where they go"),
    "tab.lanes": N_("One person"),
    "tab.lanes.title": N_("The same person under two designs"),
    "tab.rounds": N_("Rounds"),
    "tab.rounds.title": N_("Rounds: question, expectation, finding, decision"),
    "results.title": N_("Of 100 needs: so many are untreated a year after help was asked for"),
    "results.none": N_("Nothing to show yet. Press Run."),
    "results.veiled": N_("The answer is being computed. It is shown when the room has guessed."),
    "results.of_100_needs": N_("of 100 needs"),
    "results.between": N_("(uncertainty {low}–{high})"),
    "results.baseline": N_("The others are compared with this."),
    "results.same": N_("Nothing changed."),
    "results.stale": N_("This is what was run before, not what you have set now."),
    "results.stale_running": N_("This is what was run before. What you have set is being computed."),
    "results.how": N_("{n} runs of each design, seed {seed}, {years} years after the reform day, version {version}."),
    "results.how_one": N_(
        "One run of each design, seed {seed}, {years} years after the reform day, version {version}."
    ),
    "results.rests_on": N_("What the numbers rest on"),
    "numbers.lead": N_("Read each design’s difference from today and how sure it is, before its level."),
    "numbers.measure": N_("What is counted"),
    "numbers.against_today": N_("{title} against today"),
    "numbers.more": N_("{n} more numbers"),
    "numbers.more_one": N_("One more number"),
    "numbers.second": N_("More numbers"),
}
_FIGURES = {  # the figures and their twins
    "hundred.both": N_("both"),
    "hundred.one": N_("one"),
    "hundred.neither": N_("neither"),
    "hundred.both.long": N_("Both needs treated within a year"),
    "hundred.one.long": N_("One of the two treated"),
    "hundred.neither.long": N_("Neither treated"),
    "hundred.label": N_("A hundred figures: {both} have both needs treated, {one} have one, {neither} have neither."),
    "hundred.today": N_(
        "Today {both} of 100 have both needs treated within a year, {one} have one of them and {neither} have neither."
    ),
    "hundred.moved": N_(
        "Under {title}: both {both_today} → {both}, one {one_today} → {one}, neither {neither_today} → {neither}."
    ),
    "hundred.net": N_(
        "A figure is the same person under every design. Queues shift everybody a little, so single people move both "
        "ways: read what is left on balance."
    ),
    "hundred.more": N_("Came here: more needs treated than today"),
    "hundred.fewer": N_("Came here: fewer needs treated than today"),
    "hundred.from_to": N_("Who moved from what to what under {title}, as a table"),
    "hundred.from_to_corner": N_("Of 100: today ↓, then →"),
    "hundred.from": N_("today {state}"),
    "hundred.to": N_("then {state}"),
    "hundred.sum_today": N_("All today"),
    "hundred.sum": N_("All under {title}"),
    "hundred.against_today": N_("Against today"),
    "hundred.replay": N_("Show the change from today again"),
    "gains.lead": N_(
        "The same people meet the same chances under both designs, so each is compared with itself: first by "
        "untreated needs, then by days to treatment."
    ),
    "gains.better": N_("are better off"),
    "gains.same": N_("the same"),
    "gains.worse": N_("are worse off"),
    "gains.all": N_("Of 100 who asked under both"),
    "gains.chance": N_("If chance alone dealt them out"),
    "gains.chance_why": N_("Queues shift everybody a little. Read better less worse, beside what chance alone gives."),
    "gains.of_100": N_("{better} better off, {same} the same, {worse} worse off"),
    "gains.who": N_("Who they are, under {title}"),
    "gains.by_place": N_("By municipality"),
    "gains.group": N_("Group"),
    "gains.clients": N_("People"),
    "gains.in_words": N_("In words"),
    "gaps.lead": N_(
        "The boundaries at which most fall, from the service that they leave to the one that does not take them: "
        "falls a year after the reform."
    ),
    "gaps.boundary": N_("From → to"),
    "gaps.how": N_("How they fall"),
    "gaps.not_among": N_("not among the most common"),
    "months.choose": N_("What is shown"),
    "months.untreated_share": N_("Share of needs untreated"),
    "months.newly_fallen": N_("People who fall, each month"),
    "months.gap_persons": N_("People who have fallen and are untreated"),
    "months.load.municipality": N_("The municipalities’ load (1 = all places taken)"),
    "months.load.region": N_("The region’s load (1 = all places taken)"),
    "months.label": N_("{what}, month by month, a line for each design. The slider below says the values of a month."),
    "months.reform": N_("Reform day {day}"),
    "months.reader": N_("Month to read"),
    "months.reads": N_("{month}: {values}."),
    "months.value": N_("{title} {value}"),
    "months.not_from_zero": N_("The axis begins at {low}, so that the lines can be told apart."),
    "months.month": N_("Month"),
    "months.service": N_("Service"),
    "months.waits": N_("Waits after the reform"),
    "months.waits_what": N_("Half of those who wait are taken on within so many days."),
    "staff.all_roles": N_("All roles"),
    "staff.role": N_("Role"),
    "staff.lead": N_(
        "Full-time posts. Each bar is as high as there are posts, and each ribbon as wide as what goes between; "
        "posts without anybody are drawn by themselves."
    ),
    "staff.label": N_(
        "The posts as a flow between principals over the stages of the reform. The tables below have the same numbers."
    ),
    "staff.leaving": N_("from here staff begin to leave"),
    "staff.principal": N_("Principal"),
    "staff.ledger": N_("Show as a table: posts at each stage"),
    "staff.flows": N_("Show as a table: posts that move"),
    "staff.with_vacant": N_("{fte} ({vacant} vacant)"),
    "staff.nobody_moves": N_("No posts move under this design."),
    "staff.between": N_("Between"),
    "staff.step": N_("{from} → {to}"),
    "staff.from": N_("From"),
    "staff.to": N_("To"),
    "staff.posts": N_("Posts"),
    "staff.people": N_("What happens to those whose work is moved (full-time posts)"),
    "staff.offered": N_("Offered to follow"),
    "staff.followed": N_("Follow"),
    "staff.stayed": N_("Stay"),
    "staff.resigned_at_transfer": N_("Resign"),
    "staff.recruited": N_("Recruited in all"),
    "staff.never_refilled": N_("Never filled again"),
    "results.more": N_("More in words"),
    "differs.chosen": N_("As you have set it"),
    "differs.of_base": N_("As the design has it"),
    "gains.verdict.more": N_("more gain than lose"),
    "gains.verdict.fewer": N_("more lose than gain"),
    "gains.verdict.unclear": N_("chance could make the difference"),
    "gains.verdict.same": N_("no difference"),
    "gains.verdict.few": N_("too few to tell"),
    "months.reform_short": N_("Reform day"),
    "evidence.population": N_("Whom it is about"),
    "evidence.period": N_("Period"),
}

PAGE: dict[str, str] = {**_PAGE, **_STATUS, **_DESIGN, **_RESULTS, **_FIGURES}
"""Key → sentence, for `_` to look up. Gaps are filled by the page."""
