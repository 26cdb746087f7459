"""Why the model misses a figure, as the files of evidence say it: marked here, to be looked up where it is shown."""

from __future__ import annotations

from sim.terms.language import N_

OF_ROWS = (
    N_(
        "Fewer come to the municipality than the survey counted: first seekers or asking again "
        "(people.first_seekers_per_10000, hazards.reseeking) are too low."
    ),
    N_(
        "More come to the municipality than the survey counted: first seekers or asking again "
        "(people.first_seekers_per_10000, hazards.reseeking) are too high."
    ),
    N_("Fewer come than the assumption that is scaled from Norrbotten's survey; nothing was counted here."),
    N_("More come than the assumption that is scaled from Norrbotten's survey; nothing was counted here."),
    N_("Fewer are in municipal treatment than ask in the period: treatments are too short, or too few begin (NB-006)."),
    N_(
        "More are in municipal treatment than ask in the period, since the model counts those who began before "
        "it: read so, the survey's 480 would leave out some who were there already."
    ),
    N_(
        "The model's front door loses too many before an inquiry or treatment, or the survey counts more as "
        "received than the model can see: {model} against {figure}."
    ),
    N_("The model's front door loses too few: in the survey 47 of 527 left without help."),
    N_(
        "Fewer leave in the first month than at one agency in the United States, where attrition in all was 80 %;"
        " the whole share that leaves (X163) says more."
    ),
    N_("More leave in the first month than at one agency in the United States, where attrition in all was 80 %."),
    N_(
        "Fewer treatments than the survey counted: fewer come as far as treatment by the last day (NB-006), and "
        "how many methods a treatment has is an assumption (A262)."
    ),
    N_("More treatments than the survey counted, or fewer methods each than assumed (A262)."),
    N_(
        "As persons times methods (NB-017): the mix is put in, so only the number of treatments is tried, and it "
        "is too low."
    ),
    N_(
        "As persons times methods (NB-017): the mix is put in, so only the number of treatments is tried, and it "
        "is too high."
    ),
    N_(
        "The model treats no relatives: counted are clients in treatment whose relatives help, times an assumed "
        "share (A263), and these treatments are too few (NB-017)."
    ),
    N_(
        "The model treats no relatives: counted are clients in treatment whose relatives help, times an assumed "
        "share (A263), which is too high."
    ),
    N_("Municipalities differ far more in testing than in size, and the model has one practice for all."),
    N_(
        "Municipalities differ far more in testing (20 to 1 634) than in size, and the model has one practice for"
        " all, so that its least is near its mean."
    ),
    N_(
        "The model counts clean samples at visits of treatment, with one practice for all; people who come only "
        "to leave samples (NB 7.1) are in it only where a design opens that door."
    ),
    N_(
        "The model takes more samples than any of the four municipalities; how often a sample is taken at a visit"
        " is an assumption."
    ),
    N_(
        "In the model {ratio} as many are in outpatient treatment on a given day as the national count gives: "
        "fewer begin (NB-006), or a treatment lasts too short. The national count is of interventions of any "
        "kind, and the model's of treatment alone."
    ),
    N_(
        "In the model {ratio} as many are in outpatient treatment on a given day as the national count gives: a "
        "treatment lasts too long, or too many begin."
    ),
    N_(
        "Fewer are in HVB on a given day than the national count gives, while the number placed in ten months has"
        " a row of its own (NB-032): if that is met, stays in the model are too short (how long one lasts was not"
        " found, X132) or the county places less than Sweden."
    ),
    N_(
        "More are in HVB on a given day than the national count gives: stays in the model are too long (how long "
        "one lasts was not found, X132), or the county places more than Sweden. The model's HVB holds family "
        "homes, as the survey's does."
    ),
    N_(
        "Fewer are in compulsory care on a given day than the national count gives. The fit follows Norrbotten's "
        "own count (NB-033), and use differs by four times between counties (X124); else too few crises lead "
        "there (practice.lvm_share_of_crises)."
    ),
    N_(
        "More are in compulsory care on a given day than the national count gives. The fit follows Norrbotten's "
        "survey (NB-033, which holds LVU of the young too), and use differs by four times between counties "
        "(X124)."
    ),
    N_(
        "Fewer stays in compulsory care end than the national count of 2017 gives. The fit follows Norrbotten's "
        "own count (NB-033), and use differs by four times between counties (X124) and has fallen since (X118); "
        "else too few crises lead there (practice.lvm_share_of_crises)."
    ),
    N_(
        "More stays in compulsory care than the national count gives; use differs by four times between counties "
        "(X124), and the fit follows Norrbotten's survey (NB-033)."
    ),
    N_(
        "Stays in LVM are drawn from this figure, but some end earlier in the model, or the tail is cut at the "
        "legal six months."
    ),
    N_("Stays in LVM are drawn from this figure, yet last longer in the model."),
    N_(
        "Too few are placed: the severity from which HVB is chosen (practice.hvb_severity) is too high, or too "
        "few come as far as a decision."
    ),
    N_("Too many are placed: the severity from which HVB is chosen (practice.hvb_severity) is too low."),
    N_("Too few crises lead to compulsory care (practice.lvm_share_of_crises)."),
    N_(
        "Too many crises lead to compulsory care (practice.lvm_share_of_crises), although the survey's ten hold "
        "LVU of the young and the model's do not."
    ),
    N_("Too few of those in treatment are placed."),
    N_(
        "HVB stands over too small a number of treated persons: the placed are as counted where the county's own "
        "count is met (NB-032), the treated are fewer (NB-006, X121)."
    ),
    N_("Too few of those in treatment are in compulsory care."),
    N_("Too many of those in treatment are in compulsory care, or the treated are too few (NB-006, X121)."),
    N_(
        "Fewer clients meet the region than its register has. The register also holds people who never ask the "
        "municipality and come once to a ward or an emergency with a diagnosis."
    ),
    N_(
        "More clients meet the region than its register has: the model counts every visit, the register only "
        "those with a diagnosis of dependence set."
    ),
    N_("Fewer clients meet the region than the national register gives, as with the county's own count (GB-001)."),
    N_("More clients meet the region than the national register gives, as with the county's own count (GB-001)."),
    N_(
        "A register has a person under each diagnosis: X103 and X105 add up to 1.4 times all who were in care "
        "(NB-044). The model has one main substance, so part of this is a way of counting; the rest is that too "
        "few first seekers have alcohol as theirs."
    ),
    N_(
        "Of those whom the region meets too many have alcohol as their main substance, or the region meets too "
        "many (NB-044)."
    ),
    N_("The region meets fewer people with alcohol as main substance than it gave a diagnosis."),
    N_(
        "The region meets more people with alcohol as main substance than it gave a diagnosis; Gävleborg's rate "
        "is the lowest in Sweden, so under-diagnosis is one reading."
    ),
    N_(
        "The region meets too few with other substances than alcohol: the share of first seekers with narcotics "
        "is too low, or the region meets too few (NB-044)."
    ),
    N_(
        "The region meets too many with other substances than alcohol: the share of first seekers with narcotics "
        "is too high, or those stay longer."
    ),
    N_("Fewer have mixed use in the model than a register codes so."),
    N_("More have mixed use in the model than a register codes so."),
    N_("Fewer use opioids in the model than have that diagnosis, and so fewer can be LARO's patients (X157)."),
    N_("More use opioids in the model than have that diagnosis."),
    N_("The comorbid reach the region less than others, although they are put in at this share."),
    N_(
        "The comorbid are put in at this share, and reach the region more than others, since their psychiatric "
        "need brings them there too; and the model counts all who have the need, the register those who were "
        "cared for."
    ),
    N_(
        "Too few of those whom the region meets are seen for their psychiatric need: psychiatry refuses or is "
        "waited for too long (X261, X136)."
    ),
    N_("Too many of those whom the region meets are seen for their psychiatric need."),
    N_("Women reach the region less than men, although they are put in at this share."),
    N_(
        "Women reach the region more than men, although they are put in at this share: more of them are comorbid "
        "(NB-046)."
    ),
    N_("Fewer women among the comorbid than the report's even split."),
    N_(
        "The national shares (NB-045, NB-046), which the model takes, put more women among the comorbid than "
        "Gävleborg's even split; both cannot hold."
    ),
    N_(
        "The comorbid are 15 years younger, and the model has more of them among those the region sees than have "
        "a diagnosis."
    ),
    N_("The region meets older men than its register: the young drop out too soon, or the stock is too old."),
    N_("The region meets older women than its register: the young drop out too soon, or the stock is too old."),
    N_("Ages go in from this figure and come out younger."),
    N_(
        "Ages go in from this figure at the first asking, and people stay in the model for years: so those whom "
        "the region meets are older."
    ),
    N_("Ages go in from men's figure and come out younger."),
    N_(
        "Ages go in from men's figure at the first asking, and people stay in the model for years: so those whom "
        "the region meets are older."
    ),
    N_("The first visit comes sooner than municipalities report: the queue of inquiries is too short."),
    N_("The first visit comes later than municipalities report: the queue of inquiries is too long for its staff."),
    N_("The queue of inquiries is too long for its staff."),
    N_("The queue of inquiries is too short."),
    N_("The clinic's queue is too long: too many come to it for its staff."),
    N_("The clinic's queue is too short."),
    N_("Psychiatry's queue is too short."),
    N_("Psychiatry's queue is too long: a pool staffed for 85 % of its work has long waits in some draws."),
    N_("Psychiatry's queue is too long."),
    N_(
        "Too few wait long for a neuropsychiatric assessment: in the model the most severe pass this queue too "
        "(A141), which no source says."
    ),
    N_("Nobody is assessed within 90 days."),
    N_(
        "Too few are in LARO: too few use opioids (X107), LARO refuses too many (X159), or patients leave too "
        "soon (X158)."
    ),
    N_("Too many are in LARO: too many use opioids (X107), or patients stay too long (X158)."),
    N_("Patients leave LARO too soon, although the rate of leaving goes in from this figure."),
    N_("Patients stay in LARO too long, although the rate of leaving goes in from this figure."),
    N_("LARO refuses too seldom."),
    N_(
        "LARO refuses too often: the model's share holds those refused at the door (use, another's "
        "responsibility), the figure only those who were assessed."
    ),
    N_("Too few leave treatment before its end, although the rate of leaving goes in from this figure."),
    N_(
        "Too many leave treatment before its end, although the rate of leaving goes in from this figure: relapse "
        "and missed visits come on top of it."
    ),
    N_("Too few of the comorbid leave treatment before its end."),
    N_(
        "More of the comorbid leave treatment before its end than in studies of treatment for both needs, which "
        "ordinary outpatient care is not: their other need goes untreated (A117)."
    ),
    N_("Too few visits are missed."),
    N_("Too many visits are missed: use and an untreated psychiatric need each raise it."),
    N_("Too few visits to psychiatry are missed."),
    N_(
        "More visits to psychiatry are missed in the model, whose patients all have a dependence, than in "
        "England, where few have. One share holds for psychiatry and clinic (A020), and use and an untreated need"
        " raise it."
    ),
    N_(
        "Fewer visits to the clinic are missed than in the United States; the model takes one share for "
        "psychiatry and clinic (A020)."
    ),
    N_("Too many visits to the clinic are missed."),
    N_("Too few attempts last 90 days."),
    N_("Too many attempts last 90 days."),
    N_("Too few relapse within a year."),
    N_(
        "By 90 days two thirds of attempts have ended already, as the model's rates are set to have it (A023, "
        "X179), so that half within a year cannot come out; X184 is of people in recovery, the model's of every "
        "pause. After 90 days the rate (hazards.relapse) may fall too little."
    ),
    N_(
        "Too few come back to detox: a crisis makes the next one likelier for 30 days only (A312.soon_again), and"
        " then whoever has been there is as others are, while the figure's patients come back for years. Crises "
        "that end in the psychiatric emergency or LVM are not counted here."
    ),
    N_("Too many come back to detox within a year."),
    N_(
        "Too few come back to detox within a month. A crisis makes the next one likelier while the client uses "
        "(A312.soon_again, with this figure in view: 7 % of those in active use), but many pause after it, and "
        "some crises end in the psychiatric emergency or LVM."
    ),
    N_("Too many come back to detox within a month."),
    N_(
        "{model} deaths against {figure}. The model has one rate of dying for all clients (hazards.deaths), so "
        "that having been in LVM, or having just left it, raises nothing; in the register it does."
    ),
    N_(
        "{model} deaths against {figure}. The model has one rate of dying for all clients (hazards.deaths), and "
        "it is higher than that of the very worst off in the register."
    ),
    N_(
        "{model} deaths against {figure}. The rate is put in (hazards.deaths); those who leave by exit are at "
        "least as many."
    ),
    N_("{model} deaths against {figure}. The rate is put in (hazards.deaths)."),
    N_("Psychiatry refuses too seldom."),
    N_(
        "Psychiatry refuses too often: each refusal counts in the model, also the second and third of one person,"
        " where Norway counts referrals. The sobriety rule is most of it "
        "(services.adult_psychiatry.rules.sobriety_share)."
    ),
    N_("Fewer leave than in the register, where moves within the municipality are counted too."),
    N_("More leave than in the register."),
    N_(
        "A social worker of the model has {model} clients because only inquiries are hers, and posts go in as a "
        "number that was worked out from the hours of inquiries alone (A055); one who keeps the case through "
        "outpatient treatment and HVB has more. The figure is of child welfare."
    ),
    N_(
        "A social worker of the model has more inquiries at one time than the only figure says: posts are too "
        "few, or inquiries last too long."
    ),
    N_(
        "Posts of today have no locums in the model: they come only to posts that fall vacant in a transfer or an"
        " opening (docs/assumptions.md)."
    ),
    N_("More locums than in psychiatry."),
)
"""Of the scorecard: where the model gives less, and where it gives more."""
OF_TARGETS = (
    N_(
        "central values are not fitted: the severity from which HVB is chosen (practice.hvb_severity) is a little"
        " lower in the draws"
    ),
    N_(
        "central values are not fitted: the share of crises that lead to compulsory care "
        "(practice.lvm_share_of_crises) is higher in the draws"
    ),
    N_(
        "how many methods a treatment has is an assumption (A262), and central values are not fitted to it: fewer"
        " in the draws"
    ),
    N_("as methods per person who sought: how many a treatment has is an assumption (A262)"),
    N_(
        "the share of helping relatives who get support of their own is an assumption (A263), and central values "
        "are not fitted to it: higher in the draws"
    ),
    N_(
        "the model counts those whose treatment began before the ten months; read so, the survey's 480 would "
        "leave them out"
    ),
    N_(
        "the model counts clean samples taken at treatment visits, with one practice for all; municipalities "
        "differ from 20 to 1 634, and those who come only to leave samples (NB 7.1 tells of them) are not in it"
    ),
    N_(
        "the most severe pass the queue in the model (A141), about one in five, in this line too; no source says "
        "that they do"
    ),
    N_(
        "the national shares (64 % of women and 52 % of men comorbid: NB-045, NB-046), which the model takes, put"
        " more women among the comorbid; the two sources cannot both hold (GB-008)"
    ),
    N_(
        "the model counts as comorbid all who have the need, 60 % of those the region sees, against the 48 % with"
        " a diagnosis; the comorbid are 15 years younger"
    ),
)
"""Of targets: why a figure is not reached."""
