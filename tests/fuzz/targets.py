"""Everything that can be written to: each form of each page, found by opening every address as somebody who may."""
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from jiazong.ground.access import table
from tests.fuzz.pages import Form, Page
from tests.permissions.arguments import SCREENS
from tests.permissions.world import HERE, Person, World

# What is sent to an address that has no form on any page of the world (its form appears in states the world is not in).
GUESSED = ("reason", "text", "note", "title", "next", "answer", "day", "minutes", "code", "name", "page", "before")


@dataclass(frozen=True)
class Target:
    """One form of one address, and who sends it."""

    route: str
    address: str
    form: Form
    person: Person | None

    def __str__(self) -> str:
        return f"{self.route} ({len(self.form.typed)} fields)"


def client_of(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person.account)
    return client


def who_may(route: str, world: World) -> list[Person | None]:
    """Those who may open an address: for the public ones nobody in particular."""
    word = table.word_of_screen()[route]
    if word == "public":
        return [None]
    cells = table.cells()[word]
    return [one for one in world.people if one.state == HERE and (word == "signed_in" or cells.get(one.role))]


def address_of(route: str, world: World, person: Person | None) -> str:
    screen = SCREENS[route]
    return reverse(route, kwargs=screen.arguments(world.ours, person) if screen.arguments else {}) + screen.query


def targets(world: World) -> list[Target]:
    """Each writable address once, with the fullest form that leads to it."""
    found: dict[str, Target] = {}
    for route in sorted(set(SCREENS) & set(table.word_of_screen())):
        for person in who_may(route, world)[:1]:
            client, address = client_of(person), address_of(route, world, person)
            for form in forms_of(client, address):
                _keep(found, form, address, person)
            if route not in found and client.post(address).status_code != 405:
                found[route] = Target(route, address, Form(address, dict.fromkeys(GUESSED, "")), person)
    return [found[route] for route in sorted(found)]


def forms_of(client: Client, address: str) -> list[Form]:
    answer = client.get(address)
    is_page = answer.status_code in (200, 422) and answer.headers.get("Content-Type", "").startswith("text/html")
    return Page(answer.content.decode()).forms if is_page else []


def _keep(found: dict[str, Target], form: Form, here: str, person: Person | None) -> None:
    to = form.action or here
    try:
        route = resolve(urlsplit(to).path).view_name
    except Resolver404:
        return
    there = found.get(route)
    if there is None or len(form.typed) + len(form.files) > len(there.form.typed) + len(there.form.files) or there.form.typed == list(GUESSED):
        found[route] = Target(route, to, form, person)
