from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "jiazong.ledger.books"
    label = "books"
