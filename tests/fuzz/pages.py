"""Pages read as a browser reads them: their forms, and anything in them that a visitor could have put there to run."""
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.fuzz.strings import MARK

_RUNS = ("javascript:", "vbscript:", "data:text", "data:x")
_LINKS = ("href", "src", "action", "formaction", "srcdoc", "xlink:href", "data", "hx-get", "hx-post")
_NOT_TYPED = {"csrfmiddlewaretoken", "_once"}


@dataclass
class Form:
    """A form that is sent by POST: where to, its fields with what stands in them, which of them take files."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        return [name for name in self.fields if name not in _NOT_TYPED]


class Page(HTMLParser):
    """One page: forms, and what would run in it though our pages carry nothing that runs."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.running: list[str] = []
        self._form: Form | None = None
        self._open: str = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._watch(tag, said)
        if tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(said.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and said.get("name"):
            self._take(tag, said)
        self._open = "script" if tag == "script" and "src" not in said and "json" not in said.get("type", "") else tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script" and data.strip():
            self.running.append(f"script: {data[:80]}")
        if self._open == "textarea" and self._form is not None and self._form.fields:
            self._form.fields[next(reversed(self._form.fields))] += data

    def _take(self, tag: str, said: dict[str, str]) -> None:
        name, kind = said["name"], said.get("type", "text")
        if kind == "file":
            self._form.files.append(name)
        elif kind in ("radio", "checkbox"):
            if "checked" in said or name not in self._form.fields:
                self._form.fields[name] = said.get("value", "on")
        elif kind not in ("submit", "button", "image") and tag in ("input", "textarea", "select"):
            self._form.fields[name] = said.get("value", "")

    def _watch(self, tag: str, said: dict[str, str]) -> None:
        if MARK in tag or any(MARK in name for name in said):
            self.running.append(f"<{tag} {list(said)}>")
        self.running += [f"<{tag} {name}>" for name in said if name.startswith(("on", "hx-on"))]
        for name in _LINKS:
            value = "".join(said.get(name, "").split()).lower().lstrip("\x00\x01")
            if value.startswith(_RUNS) or value.startswith((f"//{MARK}", f"https://{MARK}")):
                self.running.append(f"<{tag} {name}={said[name][:60]}>")
