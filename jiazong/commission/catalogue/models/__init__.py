"""The tables of needs, catalogue and roll-out."""
from jiazong.commission.catalogue.models.figures import AgendaPoint, Duty, Figure
from jiazong.commission.catalogue.models.items import Edition, Entry, Item, ItemEvent
from jiazong.commission.catalogue.models.needs import Answer, Group, Need, Stratum, Survey
from jiazong.commission.catalogue.models.rollout import Ceremony, Served, Site, Target
from jiazong.commission.catalogue.models.rounds import Decision, Pair, Project, Proposal, Round

__all__ = [
    "AgendaPoint", "Answer", "Ceremony", "Decision", "Duty", "Edition", "Entry", "Figure", "Group", "Item", "ItemEvent",
    "Need", "Pair", "Project", "Proposal", "Round", "Served", "Site", "Stratum", "Survey", "Target",
]  # fmt: skip
