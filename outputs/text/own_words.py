"""The own words of names that stand in no list: `gap_days_per_client_year` is "gap days per client year"."""

from __future__ import annotations

from sim.terms.language import N_, _


def own_words(name: str) -> str:
    """Return a name, or a part of one, in its own words; in another language those that it knows."""
    return _(name.replace("_", " "))


OF_MEASURES = (
    N_("fall rate not comorbid"), N_("any mechanism rate not comorbid"), N_("fall rate with withdrawals"),
    N_("worst month falls per 1000"), N_("gap days per client year"), N_("latent days per client year"),
    N_("parallel share"), N_("crises per client year"), N_("relative contacts per client year"),
    N_("relative contacts per year"), N_("comorbid client years"), N_("days to first treatment"),
    N_("days to both treatments"), N_("share treated"), N_("share both treated"), N_("wait within"), N_("wait over"),
    N_("wait days"), N_("load"), N_("hours"), N_("hours talks"), N_("hours missed"), N_("hours referral"),
    N_("hours handover"), N_("handovers arrived"), N_("handover days"), N_("longest"), N_("sips per year"),
    N_("sips per 100 client years"), N_("conferences per year"), N_("conference cases per year"),
    N_("conference leads per year"), N_("ladder step"), N_("deviation reports per year"), N_("reports per 100 falls"),
    N_("stepped in per year"), N_("hours for other"), N_("hours coordination"), N_("plan parts failed"),
    N_("method not offered per year"), N_("contact persons"), N_("contacts begun"), N_("refusals"),
    N_("disputes inside"), N_("disputes between"), N_("staff"), N_("staff total"), N_("vacant months"),
    N_("locum months"), N_("transfer"), N_("untreated share"), N_("untreated share not comorbid"),
    N_("days to treatment"), N_("both treated share"), N_("one treated share"), N_("neither treated share"),
    N_("detected share"), N_("psychosocial untreated share"), N_("cohort size"), N_("baseline"), N_("age"),
    N_("cold"), N_("warm"), N_("meeting"), N_("own worker"), N_("offered"), N_("followed"), N_("stayed"),
    N_("resigned at transfer"), N_("psychiatric"), N_("addiction"), N_("social"), N_("medical"), N_("psychosocial"),
    N_("acute"), N_("ordinary"), N_("nobody"), N_("alone"), N_("median"), N_("mean"),
)  # fmt: skip
OF_KEYS = (
    N_("calendar"), N_("day zero"), N_("warm up years"), N_("baseline years"), N_("regime"), N_("responsible"),
    N_("assessor"), N_("steps in"), N_("information on following"), N_("informed usual"), N_("opens"), N_("after"),
    N_("from"), N_("process leader"), N_("coordination"), N_("hub"), N_("districts"), N_("municipalities"),
    N_("adults"), N_("district"), N_("travel"), N_("staffing"), N_("admissions per 10000"), N_("utilisation"),
    N_("neuropsychiatric"), N_("location"), N_("place"), N_("ladder"), N_("principal"), N_("services"), N_("plan"),
    N_("visits"), N_("people"), N_("practice"), N_("others"), N_("number"), N_("level"), N_("weight"),
    N_("municipal"), N_("hazards"), N_("demand ratio"), N_("detects"), N_("missed limit"), N_("leaving"),
    N_("sample share"), N_("share"), N_("county covers"), N_("local covers"), N_("supports waiting"),
    N_("days in care"), N_("urgent share"), N_("door weights"), N_("door weights comorbid"), N_("giving up"),
    N_("substance weights"), N_("disorder weights"), N_("woman share"), N_("relapse"), N_("deaths"), N_("crisis"),
    N_("between"), N_("within"), N_("lost share"), N_("talks"), N_("talks share"), N_("case management"),
    N_("relapse prevention"), N_("twelve step"), N_("group share"), N_("short"), N_("middle"), N_("long"),
    N_("rules"), N_("roles"), N_("caseload per fte"), N_("client share"), N_("contact"), N_("assessment"),
    N_("acceptances"), N_("abstaining"), N_("withdrawing"), N_("urgent severity"), N_("hours per fte year"),
    N_("is assessment"), N_("sober visits"), N_("samples per month"), N_("social share"), N_("medical share"),
    N_("addiction severity"), N_("psychiatric severity"), N_("social severity"), N_("one team share"),
    N_("asi share"), N_("report share"), N_("report days"), N_("ombud share"), N_("low threshold share"),
    N_("called back share"), N_("conference capacity"), N_("conference hours"), N_("sip hours"), N_("sip days"),
    N_("warm share"), N_("handling days"), N_("holds"), N_("follow up"), N_("division"), N_("methods"), N_("groups"),
)  # fmt: skip
OF_TODAY = (
    N_("face"), N_("municipal seekers per year"), N_("received share"), N_("received"),
    N_("regional persons per year"), N_("comorbid regional persons per year"), N_("comorbid share regional"),
    N_("inquiry days"), N_("laro patients"), N_("laro retention 12 months"), N_("hvb share of treated"),
    N_("lvm share of treated"), N_("hvb persons per year"), N_("lvm persons per year"), N_("dropout psychosocial"),
    N_("no show"), N_("psychiatry refusal share"), N_("psychiatry refusal"), N_("abstinent 90 days share"),
    N_("abstinent 90 days"), N_("persons at one time"), N_("lvm days"), N_("lvm stays ended per year"),
    N_("deaths per 1000 client years"), N_("deaths after lvm per 1000 client years"), N_("mixed share of narcotics"),
    N_("opioid share of narcotics"), N_("regional age not comorbid"), N_("refusal share"),
    N_("lost before inquiry share"), N_("lost before inquiry"), N_("lost after inquiry share"),
    N_("lost after inquiry"), N_("left within 30 days share"), N_("left within 30 days"), N_("detox again share"),
    N_("relapsed within 365 days share"), N_("relapsed within 365 days"), N_("clients per social worker"),
    N_("locum share"), N_("vacant share"), N_("comorbid"), N_("sex"),
)  # fmt: skip
