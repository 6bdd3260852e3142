"""Tables of cases; each file of a case hangs on the case, and its texts are sealed with the case's own key."""
from jiazong.service.cases.models.assessing import Assessment, Scale
from jiazong.service.cases.models.case import Case, Intake, Involved, Party
from jiazong.service.cases.models.ending import Closing, FollowUp, GoalOutcome, Satisfaction
from jiazong.service.cases.models.notes import Draft, Note, NoteText, Present
from jiazong.service.cases.models.passing import Referral, Transfer
from jiazong.service.cases.models.planning import Goal, Plan, Step
from jiazong.service.cases.models.sampling import SampleMonth
from jiazong.service.cases.models.settings import Setting
from jiazong.service.cases.models.visits import HomeVisit

__all__ = [
    "Assessment", "Case", "Closing", "Draft", "FollowUp", "Goal", "GoalOutcome", "HomeVisit", "Intake", "Involved", "Note", "NoteText",
    "Party", "Plan", "Present", "Referral", "SampleMonth", "Satisfaction", "Scale", "Setting", "Step", "Transfer",
]  # fmt: skip
