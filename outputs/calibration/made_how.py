"""How figures were made comparable, and why some are none, as the files of evidence say it: marked to be looked up."""

from __future__ import annotations

from sim.terms.language import N_

HOW = (
    N_("Norrbotten's survey, by way of A003, times the ratio of adults"),
    N_("480 of 527, read the other way: whoever was in treatment, whenever they asked"),
    N_("480 of 527, which is one minus NB-006"),
    N_(
        "calls to one agency in the United States (1 822; Wilson); in Norrbotten 9 of 100 were lost on the whole "
        "way (NB-006)"
    ),
    N_("the same agency; its assessment offers one treatment, an inquiry any or none"),
    N_("one agency in the United States, 1 822 persons, Wilson"),
    N_("739 less 60 for relatives, of 527"),
    N_("a contact person is no method of the model"),
    N_("60 of 527"),
    N_("individual interventions on 1 November 2017; 10 627 in 2016"),
    N_("voluntary institutions, 1 November 2022; 1 904 in 2016, so falling"),
    N_("1 November 2022; 372 in 2017 and 384 in 2016, so falling"),
    N_("2017, before the fall in use"),
    N_("a ratio between two counties, of which the model has one"),
    N_("of 2002; national use has fallen since (X118), and NB-033 has a newer count"),
    N_("the figure counts a place to live; the model's housing support is help in one's own home"),
    N_("98 of 527"),
    N_("10 of 527"),
    N_("98 of 480 in 10 months; placements are assumed to be among the 480"),
    N_("10 of 480 in 10 months"),
    N_("persons from 10 years in specialised care, 2017; the model's are adults"),
    N_(
        "specialised and inpatient care, 2019; 'more than 40 000'; a register has a person under each diagnosis, "
        "the model under one main substance"
    ),
    N_("340 per 100 000, times 284 485 inhabitants (X072); the lowest rate in Sweden"),
    N_("2019; a register has a person under each diagnosis, the model under one main substance"),
    N_("17 883 of 33 563; a register gives the diagnosis F19 where any two are used, the model where no one leads"),
    N_("9 705 of 33 563"),
    N_("the model does not tell cannabis apart"),
    N_("over three years (2016 to 2018); the model counts who has the need, cared for or not"),
    N_("the report gives 63 % men"),
    N_("worked out from the report's means, if both groups split alike by sex"),
    N_(
        "the model gives each comorbid client one main condition; these studies count all that a person has, by "
        "screening in part"
    ),
    N_("counts municipalities, not persons: 18 % within 3 days, 56 % in 4 to 7"),
    N_("one informant: 'within two weeks', read as more than half (A015)"),
    N_("informants: 'often within two weeks', read as more than half (A014)"),
    N_("Region Uppsala, May 2016; its affective unit reached 50 %"),
    N_("Norway 2008, median; its mean is 53"),
    N_("Gävleborg, August 2017, all specialties; beside it the model's adult psychiatry"),
    N_("by A013; Umeå: two years in 2018, up to three in 2021, longer than the year in which a wait is looked at here"),
    N_(
        "agencies in the United States before and after an improvement, without an inquiry between; the model's "
        "are comorbid clients, median"
    ),
    N_("one agency in the United States; X133 is Sweden's"),
    N_("8 744 persons in 2024; 65 (2022) to 83 per 100 000 inhabitants"),
    N_("two Swedish figures, 64 and 80 %; the middle is ours"),
    N_("19 of 127 assessed, one Swedish cohort, Wilson"),
    N_("mean of 151 studies"),
    N_("the same studies, those of treatment for both; the model's comorbid are in ordinary outpatient treatment"),
    N_("England 2002-03, psychiatry, where all patients are counted"),
    N_("England 2002-03; all patients, the model's have a dependence"),
    N_("67 agencies in the United States, before (37 %) and after (20 %) an improvement"),
    N_("Stockholm 2018: visits that a fee was charged for, all patients (C035)"),
    N_("by A023; a Norwegian programme found 22 or 37 % three months afterwards"),
    N_("said of addiction in general, without an address; X185 says two thirds"),
    N_("readmission to alcohol inpatient care, Stockholm county, 2 735 persons, Wilson"),
    N_("after alcohol withdrawal, hospitals in the United States"),
    N_("7.1 per 100; the model's are few in a run, so its interval is wide"),
    N_("2.2 per 100, a Norwegian cohort of 19 years; a Swedish one of 42 years had 2.28 for men and 1.87 for women"),
    N_("the model knows use and abstinence, not 'greatly reduced'"),
    N_("Norway's share of all referrals, with the odds doubled since all here have a dependence (A021, A022)"),
    N_("2023, moves within the municipality included"),
    N_(
        "one child-welfare worker in Luleå, 2018: the only figure of a caseload in the north; of addiction none "
        "was found (X209)"
    ),
    N_("psychiatry's physicians, Sweden 2016"),
    N_("all staff of Region Norrbotten, 2021; the model has the staff of these services"),
    N_("about 2003; nothing newer was found"),
)
ELSEWHERE = (
    N_("counted above, over ten months"),
    N_("GB-006 has it as a number of persons"),
    N_("GB-007 has it as a share"),
)
OF_KINDS = (
    N_("Says who was asked and who answered."),
    N_("Sets what a design may be and when, and is no outcome."),
    N_("The model counts persons, days and hours, no money."),
    N_("Goes in as shares of municipalities with an agreement and a routine; a run changes no agreement."),
    N_("Goes in as the county's file has it."),
    N_("Go in as weights of methods and shares of those who work so; only their sum is a figure (NB-017)."),
    N_("Go in as visits, hours and days of a plan."),
    N_("The model's people begin when they first seek help, and its psychiatry has other patients only as a queue."),
    N_("Bears on transfers and on nothing under current."),
    N_("Differences between two ways of working, which a run of one does not have; see evidence levers."),
    N_("A rule or an interval as somebody told it, no count."),
    N_("History of plans and audits."),
    N_("The model has adults only."),
    N_("Tell what one programme reached, or how attendance hangs on a wait or a reminder."),
    N_(
        "Opinions, absence and the use of time, which the model has not; absence after a transfer is a part of a "
        "design."
    ),
    N_("The row says that there is no figure."),
)
"""Why the rows of a kind are no figure that a run could give."""
