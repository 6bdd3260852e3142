"""Which books a person sees: those of the contracts within reach."""
from django.db.models import QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.ledger.books.models import Book
from jiazong.people.places.permissions import centre_condition


def books_within(reach: Reach) -> QuerySet[Book]:
    """The books handed in for centres within a reach, newest first, without the files themselves."""
    found = Book.objects.filter(centre_condition(reach, "contract__centre__")).defer("content", "lines")
    return found.select_related("contract__centre", "uploaded_by", "posted_by").order_by("-uploaded_at", "pk")
