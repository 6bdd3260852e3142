"""Tables of the front desk."""
from jiazong.service.intake.models.allotting import Conflict, Need, Proposal
from jiazong.service.intake.models.booking import Appointment
from jiazong.service.intake.models.queue import Arrival
from jiazong.service.intake.models.review import MonthReview
from jiazong.service.intake.models.settings import Setting
from jiazong.service.intake.models.talking import Consultation, ConsultationText

__all__ = [
    "Appointment", "Arrival", "Conflict", "Consultation", "ConsultationText", "MonthReview", "Need", "Proposal", "Setting",
]  # fmt: skip
