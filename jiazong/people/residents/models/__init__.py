"""Tables of residents: who somebody is, who belongs to whom, what stands for finding them again."""
from jiazong.people.residents.models.books import PeopleBook
from jiazong.people.residents.models.families import (
    Bond,
    Guardianship,
    Parentage,
    Residence,
    Tie,
    Twin,
    Union,
)
from jiazong.people.residents.models.persons import Household, Link, Person, Phone, SearchKey
from jiazong.people.residents.models.tags import Tag, TagKind

__all__ = [
    "Bond", "Guardianship", "Household", "Link", "Parentage", "PeopleBook", "Person", "Phone", "Residence", "SearchKey", "Tag", "TagKind",
    "Tie", "Twin", "Union",
]  # fmt: skip
