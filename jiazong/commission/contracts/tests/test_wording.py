import pytest
from django.utils import translation

from jiazong.commission.contracts import wording
from jiazong.commission.contracts.rules import BadContract, read_contract
from jiazong.commission.contracts.tests import factories as make

FAULTS = [
    ("nonsense", {}, "The file: it holds no contract; take a contract file (JSON)."),
    (None, {"code": ""}, "Contract code: it is missing; fill it in."),
    (None, {"code": "青禾"}, "Contract code: “青禾” may have letters, digits, dot, hyphen and underscore only."),
    (None, {"term__first_day": "2026-02-30"}, "First day: “2026-02-30” is no day; write it as 2025-01-31."),
    (None, {"term__last_day": "2025-12-31"}, "Term: the last day lies before the first day; correct one of them."),
    (None, {"term__year": 4}, "Year of the term: year 4 of 3 cannot be; correct one of them."),
    (None, {"annual_budget_yuan": 0.001}, "Budget of the year: yuan have at most two decimals."),
    (None, {"annual_budget_yuan": "many"}, "Budget of the year: “'many'” is not a number of at least 0."),
    (None, {"hours__professionals": 1.5}, "Professionals: “1.5” is not a whole number of at least 0."),
    (None, {"hours__floor": 99999}, "Floor of direct hours: the floor lies above the total; correct one of them."),
    (None, {"indicators": []}, "Indicators of the contract: write at least one indicator."),
    (None, {"indicators": "visits"}, "Indicators of the contract: this must be a list."),
    (None, {"staff": [{"name": "甲", "post": "social_worker"}] * 2}, "Staff list: “甲” stands twice; give each its own name."),
    (None, {"staff": ["甲"]}, "Staff list, line 1: name and post are needed."),
]


@pytest.mark.parametrize(("whole", "changes", "said"), FAULTS)
def test_every_fault_of_a_contract_file_is_said_with_its_place_and_what_to_do(whole, changes, said):
    with translation.override("en"), pytest.raises(BadContract) as fault:
        read_contract(whole or make.file(**changes))
    with translation.override("en"):
        assert wording.fault_said(fault.value) == said


def test_a_fault_of_an_indicator_names_its_line_and_part():
    with translation.override("en"):
        said = wording.fault_said(BadContract("indicators[1].target", "must be a whole number of at least 0, not 1.5"))
    assert said == "Indicators of the contract, line 2, target: “1.5” is not a whole number of at least 0."


@pytest.mark.parametrize(
    "what",
    [
        "440199 is not in the loaded divisions; load them with: jiazong regions load FILE",
        "qinghe is already 青禾家综; give 河涌家综 a code of its own",
        "contract qinghe-2026 belongs to centre hechong",
        "service is already posted on days outside the new term",
        "cook is no known post; known are social_worker",
    ],
)
def test_a_fault_found_while_taking_in_is_said_in_the_language_of_the_page(what):
    with translation.override("en"):
        said = wording.what_said(what)
    assert said != what
    assert "%(" not in said
