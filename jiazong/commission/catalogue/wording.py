"""The words for what the rules and tables of this app say with codes."""
from django.utils.translation import gettext_lazy as _

CHANNELS = {"paper": _("on paper"), "phone": _("by telephone"), "web": _("on the web")}
KINDS = {"project": _("centre project"), "post": _("post (mobile social worker)")}
PROPOSERS = {"department": _("department"), "organisation": _("people's organisation"), "agency": _("agency"), "public": _("the public")}
VERDICTS = {"same": _("the same"), "different": _("different"), "merge": _("merge them")}
OUTCOMES = {"admitted": _("admitted"), "refused": _("not admitted"), "merged": _("merged into another")}
VOTES = {"for": _("for it"), "against": _("against it"), "abstain": _("abstain")}
ROUND_STATES = {"ahead": _("not begun"), "open": _("taking proposals"), "reviewing": _("under review"), "published": _("published")}
NOTES = {"planned": _("to be bought"), "running": _("being carried out")}
EVENTS = {
    "listed": _("listed"), "bought": _("bought"), "renewal_applied": _("renewal applied for"), "renewal_refused": _("renewal refused"),
    "left": _("left the catalogue"),
}  # fmt: skip
REASONS = {
    "unbought": _("not bought for too long"), "cycle_ended": _("cycle over, no renewal applied for"),
    "renewal_refused": _("renewal refused"),
}  # fmt: skip
STAGES = {"planned": _("planned"), "tendered": _("tendered"), "fitted": _("fitted out"), "opened": _("open to the public")}
NO_SITE = _("nothing planned")
RANKINGS = {
    "nothing": _("No need is written down; type the numbers of the needs in order, for example 3 1 5."),
    "twice": _("A need stands there twice; each may stand at one place only."),
    "too_many": _("There are more needs than the form asks for; leave out the last ones."),
    "unknown": _("This number is none of the needs of the form; look at the list and correct it."),
}
VERBS = {
    "needs.begun": _("began the survey"), "needs.sampled": _("changed the sample"), "needs.closed": _("closed the survey"),
    "needs.opened": _("opened the survey to everybody"),
    "catalogue.round": _("announced the round"), "catalogue.compared": _("looked for look-alikes"),
    "catalogue.panel_called": _("called members of the panel"), "catalogue.panel_released": _("took somebody off the panel"),
    "catalogue.votes_counted": _("counted the votes"), "catalogue.judged": _("judged look-alikes"), "catalogue.published": _("published the catalogue"),
    "rollout.planned": _("planned the centre"), "rollout.stage": _("changed the stages"), "rollout.served": _("changed whom it serves"),
    "rollout.ceremony": _("planned the opening ceremony"),
}  # fmt: skip
WORDS = {
    "channels": CHANNELS, "kinds": KINDS, "proposers": PROPOSERS, "verdicts": VERDICTS, "outcomes": OUTCOMES,
    "round_states": ROUND_STATES, "votes": VOTES, "notes": NOTES, "events": EVENTS, "reasons": REASONS, "stages": STAGES, "no_site": NO_SITE,
    "verbs": VERBS,
}  # fmt: skip
