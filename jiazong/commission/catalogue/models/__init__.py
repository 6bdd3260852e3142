"""The tables of needs, catalogue and roll-out."""
from jiazong.commission.catalogue.models.figures import AgendaPoint, Duty, Figure
from jiazong.commission.catalogue.models.items import Edition, Entry, Item, ItemEvent
from jiazong.commission.catalogue.models.needs import Answer, Group, Need, Stratum, Survey
from jiazong.commission.catalogue.models.rollout import Ceremony, Served, Site, Target
from jiazong.commission.catalogue.models.rounds import Decision, Pair, Project, Proposal, Round
from jiazong.commission.catalogue.models.voting import Seat, Vote

__all__ = [
    "AgendaPoint", "Answer", "Ceremony", "Decision", "Duty", "Edition", "Entry", "Figure", "Group", "Item", "ItemEvent",
    "Need", "Pair", "Project", "Proposal", "Round", "Seat", "Served", "Site", "Stratum", "Survey", "Target", "Vote",
]  # fmt: skip
