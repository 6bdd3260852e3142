"""A consultation on paper (咨询登记表, domain D4)."""
from jiazong.ground.papers.actions import Part
from jiazong.ground.papers.filling import Ticks
from jiazong.service.intake import wording
from jiazong.service.intake.models import Consultation, ConsultationText

CONSULTATION = "consultation"


def consultation_part(told: Consultation, text: ConsultationText) -> Part:
    """One consultation with what was asked and answered; who came stands there as far as it was told."""
    values = {
        "consult.day": told.day, "consult.came_at": told.arrival.came_at if told.arrival else None,
        "consult.who": told.person.name if told.person else told.name_told, "consult.minutes": told.minutes,
        "consult.channel": Ticks.of(wording.CHANNELS, told.channel), "consult.kind": Ticks.of(wording.KINDS, told.kind),
        "consult.content": text.content, "consult.answer": text.answer, "consult.outcome": Ticks.of(wording.OUTCOMES, told.outcome),
        "consult.referred_to": text.referred_to, "consult.worker": told.answered_by, "files.names": "",
    }  # fmt: skip
    return Part(CONSULTATION, values, f"ZX-{told.day:%Y%m%d}-{str(told.pk)[:4].upper()}")
