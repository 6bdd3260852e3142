"""The form of an assessment: its boxes follow from the scale."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import PastDayField
from jiazong.service.cases import wording
from jiazong.service.cases.actions.assessing import Assessed
from jiazong.service.cases.forms.fields import line, text
from jiazong.service.cases.models import Assessment, Scale
from jiazong.service.cases.rules import assessing as rules

NEEDS = 5


class AssessmentForm(forms.Form):
    """Scores by domain, risks, systems, strengths, needs in their rank, both views; complete only when asked to be."""

    made_on = PastDayField(label=_("Made on"))

    def __init__(self, *args: Any, scale: Scale, is_to_complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.is_to_complete = scale, is_to_complete
        for domain in scale.domains:
            for item in domain["items"]:
                self.fields[f"score-{domain['code']}-{item['code']}"] = _score(item)
        for code, label in wording.RISKS:
            self.fields[f"risk-{code}"] = forms.ChoiceField(
                label=label, choices=wording.RISK_LEVELS, required=is_to_complete, widget=forms.RadioSelect,
                error_messages={"required": _("Choose how this risk stands.")},
            )  # fmt: skip
            self.fields[f"riskwords-{code}"] = line(_("What was seen or said"), longest=400)
        for code, label in wording.SYSTEMS:
            self.fields[f"system-{code}"] = text(label, rows=3)
        self.fields["strengths"] = text(_("Strengths"), rows=3)
        self.fields["resources"] = text(_("Resources"), rows=3)
        for place in range(1, NEEDS + 1):
            self.fields[f"need-{place}"] = line(_("Need %(n)s") % {"n": place}, longest=200)
        self.fields["worker_view"] = text(_("The worker’s view"))
        self.fields["user_view"] = text(_("The person’s own view"))

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if self.is_to_complete:
            for domain in self.scale.domains:
                for item in domain["items"]:
                    name = f"score-{domain['code']}-{item['code']}"
                    if name not in self.errors and told.get(name) in ("", None):
                        self.add_error(name, _("Score %(item)s.") % {"item": item["name"]})
            if not any(told.get(f"need-{place}") for place in range(1, NEEDS + 1)):
                self.add_error("need-1", _("Write at least one need."))
        return told

    def told(self) -> Assessed:
        """The form as the case keeps it; items not scored yet are left out."""
        told = self.cleaned_data
        scores = {
            domain["code"]: {
                item["code"]: int(told[f"score-{domain['code']}-{item['code']}"])
                for item in domain["items"]
                if told[f"score-{domain['code']}-{item['code']}"] not in ("", None)
            }
            for domain in self.scale.domains
        }
        return Assessed(
            made_on=told["made_on"], scores=scores,
            risks={one: {"level": told[f"risk-{one}"], "words": told[f"riskwords-{one}"]} for one in rules.RISKS},
            systems={one: told[f"system-{one}"] for one in rules.SYSTEMS},
            needs=[need for place in range(1, NEEDS + 1) if (need := told[f"need-{place}"].strip())],
            **{name: told[name] for name in ("strengths", "resources", "worker_view", "user_view")},
        )  # fmt: skip


def typed(found: Assessment) -> dict[str, Any]:
    """What an assessment says, into the form."""
    said: dict[str, Any] = {name: getattr(found, name) for name in ("made_on", "strengths", "resources", "worker_view", "user_view")}
    for domain, items in (found.scores or {}).items():
        said |= {f"score-{domain}-{item}": str(points) for item, points in items.items()}
    for risk, how in (found.risks or {}).items():
        said |= {f"risk-{risk}": how.get("level", ""), f"riskwords-{risk}": how.get("words", "")}
    said |= {f"system-{system}": words for system, words in (found.systems or {}).items()}
    return said | {f"need-{place}": need for place, need in enumerate(found.needs or [], start=1)}


def _score(item: dict[str, Any]) -> forms.ChoiceField:
    choices = [(str(points), str(points)) for points in range(item["points"] + 1)]
    return forms.ChoiceField(label=item["name"], choices=choices, required=False, widget=forms.RadioSelect)
