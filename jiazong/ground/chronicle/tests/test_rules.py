import pytest

from jiazong.ground.chronicle import rules


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("access.admitted", "membership"), ("admission.decided", "approval"), ("glass.opened", "break_glass"),
        ("grant.revoked", "grant"), ("books.handed_in", "import"), ("contracts.changed", "contract"),
        ("hours.posted", None), ("books.cancelled", None), ("staff.renamed", None),
    ],
)  # fmt: skip
def test_the_log_keeps_roles_grants_approvals_imports_exports_and_contracts(verb, kind):
    assert rules.kind_of(verb) == kind


def test_what_may_be_shown_and_what_is_only_committed_to_are_all_there_is():
    shown, rest = rules.shown_of({"role": "supervisor", "person": "ming", "sha256": "ab"})
    assert (shown, rest) == ({"role": "supervisor", "sha256": "ab"}, {"person": "ming"})
