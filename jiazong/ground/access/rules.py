"""How far a person's sight reaches: pure, so that the table of permissions can be reasoned about without a database."""
from collections.abc import Iterable
from dataclasses import dataclass, field

OWN = "own"
SCOPE = "scope"

CENTRE, AGENCY, REGION, EVERYWHERE = "centre", "agency", "region", "everywhere"


@dataclass(frozen=True)
class Held:
    """One membership as it stands today: a role in a centre, an agency or a region."""

    role: str
    scope_kind: str
    scope_code: str


@dataclass(frozen=True)
class Reach:
    """Where a person may do one thing: by centre, by agency, by region prefix; `own_in` limits to the person's own rows."""

    centres: frozenset[str] = field(default_factory=frozenset)
    agencies: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)
    own_in: frozenset[str] = field(default_factory=frozenset)
    everywhere: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.centres or self.agencies or self.regions or self.own_in)

    def covers_centre(self, *, code: str, agency: str, region: str) -> bool:
        """Whether a centre lies within the reach; region codes nest by prefix (GB/T 2260)."""
        return (
            self.everywhere
            or code in self.centres
            or agency in self.agencies
            or any(region.startswith(prefix) for prefix in self.regions)
        )


def reach_of(word: str, held: Iterable[Held], table: dict[str, dict[str, str]]) -> Reach:
    """Join all memberships of a person into the reach for one word of the permission table."""
    centres, agencies, regions, own_in, everywhere = set(), set(), set(), set(), False
    for one in held:
        cell = table.get(word, {}).get(one.role, "")
        if cell == OWN and one.scope_kind == CENTRE:
            own_in.add(one.scope_code)
        elif cell == SCOPE:
            if one.scope_kind == EVERYWHERE:
                everywhere = True
            else:
                {CENTRE: centres, AGENCY: agencies, REGION: regions}[one.scope_kind].add(one.scope_code)
    return Reach(*map(frozenset, (centres, agencies, regions, own_in)), everywhere=everywhere)
