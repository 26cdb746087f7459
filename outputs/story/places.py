"""Where it happens: services as they stand after a verb. Swedish is `på` one, `i` another and `hos` a third."""

from __future__ import annotations

from sim.terms.language import N_
from sim.terms.words import Service

AT = {
    Service.SOCIAL_SERVICES: N_("at social services"),
    Service.MUNICIPAL_OUTPATIENT: N_("at outpatient treatment"),
    Service.HVB: N_("at the residential home (HVB)"),
    Service.LVM: N_("at compulsory care (LVM)"),
    Service.HOUSING_SUPPORT: N_("at housing support"),
    Service.PRIMARY_CARE: N_("at the health centre"),
    Service.ADULT_PSYCHIATRY: N_("at adult psychiatry"),
    Service.ADDICTION_CLINIC: N_("at the addiction clinic"),
    Service.LARO: N_("at the opioid clinic (LARO)"),
    Service.DETOX_WARD: N_("at the detox ward"),
    Service.PSYCHIATRIC_EMERGENCY: N_("at the psychiatric emergency ward"),
    Service.JOINT_ASSESSMENT_TEAM: N_("at the joint assessment team"),
    Service.LOW_THRESHOLD_CLINIC: N_("at the low-threshold clinic"),
    Service.INTEGRATED_TEAM: N_("at the integrated team"),
    Service.PERSONAL_OMBUD: N_("at the personal ombud"),
    Service.TREATMENT_ASSESSMENT: N_("at the treatment assessment"),
    Service.HVB_HEALTH_CARE: N_("at the health care in the residential home"),
    Service.SOBRIETY_DOCUMENTATION: N_("at the place where samples are left"),
}
"""As `outputs.text.words.phrase`, with `at` before it."""
NOWHERE = N_("at no service")
