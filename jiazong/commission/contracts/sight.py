"""What the pages of contracts show, read in a fixed number of questions."""
from collections.abc import Collection

from jiazong.commission.contracts import queries, wording
from jiazong.commission.contracts.models import Contract, HoursRule
from jiazong.commission.contracts.rules import ContractSpec
from jiazong.commission.contracts.trying import Trial
from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.staff.models import Post

COLUMNS = (
    "code", "centre__name", "agency__name", "purchaser__name", "first_day", "last_day", "year", "of_years", "is_trial", "budget_fen",
)  # fmt: skip


def hours_rules_of(codes: Collection[str]) -> dict[str, HoursRule]:
    """Contract → the newest version of its hours rule, in one question."""
    rules = HoursRule.objects.filter(contract__in=codes).order_by("contract_id", "version")
    return {rule.contract_id: rule for rule in rules}


def whole(contract: Contract) -> dict[str, object]:
    """Everything a contract's page shows."""
    assignments = list(queries.workers_on_list(contract))
    posts: dict[int, Post] = {}
    for post in Post.objects.filter(worker__in=[one.worker_id for one in assignments]).select_related("kind").order_by("first_day"):
        posts[post.worker_id] = post
    indicators = contract.indicators.select_related("method").order_by("order")
    return {
        "contract": contract,
        "rules": list(contract.hours_rules.order_by("-version")),
        "indicators": [(one, wording.counting_said(one)) for one in indicators],
        "methods": list(contract.methods.order_by("order").values_list("name", flat=True)),
        "staff": [(one, posts.get(one.worker_id)) for one in assignments],
        "closings": list(contract.closings.select_related("closed_by").order_by("month")),
        "entries": [(entry, wording.verb_said(entry.verb)) for entry in entries_about(contract)],
    }


def changes_said(trial: Trial, spec: ContractSpec) -> list[tuple[str, list[str]]]:
    """What loading would do, grouped: (kind, names)."""
    names = {one.code: one.name for one in spec.indicators}
    grouped: dict[str, list[str]] = {}
    for change in trial.changes:
        kind, name = wording.change_said(change, names)
        grouped.setdefault(kind, []).append(name)
    if trial.new_bodies:
        grouped[wording.new_bodies_said()] = trial.new_bodies
    return list(grouped.items())
