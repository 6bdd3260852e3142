"""What a person would find on a page: its boxes with what stands in them, and where its links lead."""
from html.parser import HTMLParser


class Page(HTMLParser):
    """A page that was answered, read as a browser would read it."""

    def __init__(self, response) -> None:
        super().__init__()
        self.boxes: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._select = self._textarea = ""
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in about and (about.get("type") != "checkbox" or "checked" in about):
            self.boxes[about["name"]] = about.get("value", "on" if about.get("type") == "checkbox" else "")
        elif tag == "select":
            self._select = about.get("name", "")
        elif tag == "option" and self._select and ("selected" in about or self._select not in self.boxes):
            self.boxes[self._select] = about.get("value", "")
        elif tag == "textarea":
            self._textarea = about.get("name", "")
        elif tag == "a" and "rel" in about:
            self.links[about["rel"]] = about["href"]

    def handle_endtag(self, tag) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data) -> None:
        if self._textarea:
            self.boxes[self._textarea] = self.boxes.get(self._textarea, "") + data
