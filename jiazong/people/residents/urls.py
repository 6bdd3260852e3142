"""The addresses of families and people."""
from django.urls import path

from jiazong.people.residents.views import books, family, kin, linking, lists, people

app_name = "residents"
urlpatterns = [
    path("", lists.families_list, name="list"),
    path("new", lists.new, name="new"),
    path("alike", lists.hints, name="alike"),
    path("import", books.books, name="books"),
    path("import/new", books.upload, name="book_upload"),
    path("import/<uuid:pk>", books.book, name="book"),
    path("import/<uuid:pk>/status", books.status, name="book_status"),
    path("import/<uuid:pk>/confirm", books.confirm, name="book_confirm"),
    path("import/<uuid:pk>/cancel", books.cancel, name="book_cancel"),
    path("<uuid:pk>", family.family, name="family"),
    path("<uuid:pk>/edit", family.edit, name="household_edit"),
    path("<uuid:pk>/add", family.add, name="add"),
    path("<uuid:pk>/ties/new", family.tie, name="tie"),
    path("<uuid:pk>/ties/<uuid:tie>/end", family.tie_end, name="tie_end"),
    path("people/<uuid:pk>", people.person, name="person"),
    path("people/<uuid:pk>/edit", people.edit, name="edit"),
    path("people/<uuid:pk>/move", people.move, name="move"),
    path("people/<uuid:pk>/death", people.death, name="death"),
    path("people/<uuid:pk>/groups/<uuid:tag>/leave", people.group_leave, name="group_leave"),
    path("people/<uuid:pk>/link", linking.link, name="link"),
    path("people/<uuid:pk>/apart", linking.apart, name="apart"),
    path("people/<uuid:pk>/kin", kin.kin, name="kin"),
    path("people/<uuid:pk>/couples/<uuid:couple>", kin.part, name="part"),
    path("people/<uuid:pk>/guardian", kin.guardian, name="guardian"),
    path("people/<uuid:pk>/bond", kin.bond, name="bond"),
    path("people/<uuid:pk>/<slug:what>/<uuid:link>/strike", kin.strike, name="strike"),
    path("covered/<slug:kind>/<uuid:pk>/<slug:column>", people.uncover, name="uncover"),
]
