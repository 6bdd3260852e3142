"""The ways a person's name is typed, written beside the person whenever the name is."""
from django.db import transaction

from jiazong.people.residents.models import Person, SearchKey
from jiazong.people.residents.rules import names


@transaction.atomic
def write_keys(person: Person) -> None:
    """Make a person findable under the present name and outside number; call it in the transaction that writes either."""
    sort_key = names.sort_key(person.name)
    if person.sort_key != sort_key:
        person.sort_key = sort_key
        person.save(update_fields=["sort_key"])
    wanted = {(key.kind, key.place, key.text) for key in names.search_keys(person.name, person.outside_number)}
    there = {(one.kind, one.place, one.key): one for one in SearchKey.objects.filter(person=person)}
    SearchKey.objects.filter(pk__in=[one.pk for key, one in there.items() if key not in wanted]).delete()
    SearchKey.objects.bulk_create(
        SearchKey(person=person, centre_id=person.centre_id, kind=kind, place=place, key=text)
        for kind, place, text in sorted(wanted - there.keys())
    )
