"""Words of cases for codes: stages, colours, sources, decisions, entries of the timeline."""
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.service.cases import contact_words
from jiazong.service.cases.queries import timeline
from jiazong.service.cases.rules import assessing, path, planning, stages

STAGES = {
    stages.INTAKE: _("Intake"), stages.ASSESSMENT: _("Assessment"), stages.PLANNING: pgettext_lazy("stage of a case", "Plan"),
    stages.INTERVENTION: _("Intervention"), stages.EVALUATION: pgettext_lazy("stage of a case", "Evaluation"),
    stages.CLOSED: pgettext_lazy("stage of a case", "Closed"), stages.REFUSED: _("Not taken"), stages.REFERRED: _("Referred"),
}  # fmt: skip
COLOURS = {
    stages.RED: pgettext_lazy("colour of a case", "Red"), stages.YELLOW: pgettext_lazy("colour of a case", "Yellow"),
    stages.BLUE: pgettext_lazy("colour of a case", "Blue"), stages.GREEN: pgettext_lazy("colour of a case", "Green"),
}  # fmt: skip
URGENCIES = [("normal", pgettext_lazy("urgency", "Ordinary")), ("urgent", _("Urgent")), ("crisis", _("Crisis"))]
SOURCES = [
    ("self", _("Came on their own")), ("family", _("Through the family")), ("visit", _("Found on a visit")),
    ("committee", _("Residents’ committee")), ("street", _("Street office")), ("agency", _("Another agency")),
    ("school", pgettext_lazy("source of a case", "School")), ("hospital", pgettext_lazy("source of a case", "Hospital")),
    ("police", _("Police")), ("other", pgettext_lazy("source of a case", "Other")),
]  # fmt: skip
DECISIONS = [("accepted", _("Take the case")), ("refused", _("Do not take it")), ("referred", _("Refer it elsewhere"))]
DECIDED = {"accepted": _("Case taken"), "refused": _("Case not taken"), "referred": _("Referred elsewhere at intake")}
RISKS = [
    (assessing.VIOLENCE, pgettext_lazy("risk", "Violence")), (assessing.SELF_HARM, _("Self-harm or suicide")),
    (assessing.NEGLECT, _("Neglect or abuse")),
]  # fmt: skip
RISK_LEVELS = [
    (assessing.NONE, pgettext_lazy("risk", "None seen")), (assessing.PAST, _("In the past")),
    (assessing.POSSIBLE, _("Possible")), (assessing.ACUTE, _("Acute")),
]  # fmt: skip
SYSTEMS = [
    (assessing.PERSONAL, _("The person")), (assessing.FAMILY, pgettext_lazy("system", "The family")),
    (assessing.SOCIAL, _("School, work, neighbours, services")),
]  # fmt: skip
PLAN_STATES = {
    planning.DRAFT: pgettext_lazy("state of a plan", "Being written"), planning.SUBMITTED: _("Waits for approval"),
    planning.APPROVED: pgettext_lazy("state of a plan", "Approved"), planning.RETURNED: _("Given back"),
}  # fmt: skip
CHANGES = {planning.CHANGED: _("changed"), planning.ADDED: pgettext_lazy("goal", "new"), planning.DROPPED: _("dropped")}
LACKS = {
    "scores": _("Score every item."), "risks": _("Say of each risk how it stands."), "needs": _("Write at least one need."),
    "goals": _("Write at least one goal."), "steps": _("Give each goal at least one step."),
    "who": _("Say of each step who does it."), "days": _("Say of each step until when."),
}  # fmt: skip
KINDS = {"plan": _("Service plan"), "closing": _("Closing report")}
# What is next → (what to do, the name of the page where it is done).
NEXT = {
    path.ALLOT: (_("Nobody works on it yet; ask the director to give it to somebody."), ""),
    path.DECIDE_INTAKE: (_("Finish the intake form and decide whether to take the case."), "cases:decide_intake"),
    path.ASSESS: (_("Write the assessment."), "cases:assess"),
    path.COMPLETE: (_("Finish the assessment that was begun."), "cases:assess"),
    path.PLAN: (_("Write the service plan."), "cases:plan_edit"),
    path.HAND_IN: (_("Hand the plan in for approval."), "cases:plan_edit"),
    path.AWAIT: (_("The plan waits for approval."), "cases:plan"),
    path.RETURNED: (_("The plan was given back; write the next version."), "cases:plan_edit"),
    path.REVIEW: (_("It is time to look again: write a new assessment."), "cases:assess"),
    path.NOTE: (_("Note each contact within 24 hours."), "cases:note_new"),
    path.CLOSE: (_("Write the closing report."), "cases:closing"),
    path.FOLLOW_UP: (_("Look in again after closing."), "cases:following"),
}
ENTRIES = {
    timeline.INTAKE: _("Case opened"), timeline.ASSESSED: _("Assessment completed"), timeline.PLANNED: _("Plan handed in"),
    timeline.HANDED_ON: _("Given to %(name)s"), timeline.CLOSED: _("Closing report handed in"),
    timeline.REFERRED: pgettext_lazy("timeline", "Referral"), timeline.NOTE: pgettext_lazy("timeline", "Contact"),
    timeline.FOLLOW_UP: _("Follow-up"), timeline.SATISFACTION: _("How the family found it"),
}  # fmt: skip
DRAFTS = contact_words.FORMS | {"note": _("A note"), "closing": _("Closing report"), "assessment": _("Assessment"), "plan": _("Service plan")}
# The page an entry of the timeline stands for.
PAGES = {
    timeline.NOTE: "cases:note", timeline.REFERRED: "cases:referral", timeline.ASSESSED: "cases:assessment", timeline.PLANNED: "cases:plan",
    timeline.PLAN_DECIDED: "cases:plan", timeline.CLOSED: "cases:closing_report", timeline.FOLLOW_UP: "cases:following",
    timeline.SATISFACTION: "cases:following", timeline.INTAKE: "cases:intake", timeline.DECIDED: "cases:intake",
}  # fmt: skip
SEXES = {"m": _("male"), "f": _("female"), "x": pgettext_lazy("sex", "other"), "": _("Not told")}


def stage_of(code: str) -> str:
    """A stage in a word."""
    return str(STAGES.get(code, code))


def colour_of(code: str) -> str:
    """A colour in a word."""
    return str(COLOURS.get(code, code))


def word_of(choices: object, code: str) -> str:
    """The word of a code in a list of choices or a mapping."""
    return str(dict(choices).get(code, code))


def entry_of(entry: timeline.Entry) -> str:
    """What an entry of the timeline says."""
    if entry.kind == timeline.DECIDED:
        return word_of(DECIDED, entry.state)
    if entry.kind == timeline.PLAN_DECIDED:
        said = _("Plan %(n)s approved") if entry.state == planning.APPROVED else _("Plan %(n)s given back")
        return said % {"n": entry.number}
    if entry.kind == timeline.HANDED_ON:
        return ENTRIES[entry.kind] % {"name": entry.who}
    return word_of(ENTRIES, entry.kind)


WORDS = {
    "stage_of": stage_of, "colour_of": colour_of, "word_of": word_of, "entry_of": entry_of, "stages": STAGES, "colours": COLOURS,
    "urgencies": URGENCIES, "sources": SOURCES, "risks": RISKS, "risk_levels": RISK_LEVELS, "systems": SYSTEMS, "decided": DECIDED,
    "plan_states": PLAN_STATES, "changes": CHANGES, "lacks": LACKS, "kinds": KINDS, "next": NEXT, "drafts": DRAFTS, "draft_pages": contact_words.ADDRESSES, "pages": PAGES, "reasons": contact_words.REASONS, "sexes": SEXES,
}  # fmt: skip
