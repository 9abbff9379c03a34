"""The forms of a page as a person without JavaScript meets them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """One form.

    Attributes:
        action: Where it is sent.
        fields: What is sent if nothing is touched.
        boxes: Names of checkboxes.
        radios: Values by name of radio buttons.
        typed: Names of fields to be typed in.
        buttons: (name, value) of its buttons.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    boxes: set[str] = field(default_factory=set)
    radios: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Every field that can be filled in."""
        return self.boxes | set(self.radios) | self.typed


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._is_inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: Mapping[str, str] = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert not self._is_inside, "a form inside a form"
            self.forms.append(PageForm(said.get("action", "")))
            self._is_inside = True
        if not self._is_inside:
            return
        form, name, value = self.forms[-1], said.get("name", ""), said.get("value", "")
        if tag == "input":
            self._input(form, name, value, said)
        elif tag == "select":
            self._select = name
            form.typed.add(name)
            form.fields[name] = ""
        elif tag == "option" and "selected" in said:
            form.fields[self._select] = value
        elif tag == "textarea":
            form.typed.add(name)
            form.fields[name] = ""
        elif tag == "button":
            form.buttons.append((name, value))

    def _input(self, form: PageForm, name: str, value: str, said: Mapping[str, str]) -> None:
        kind = said.get("type", "text")
        if kind == "checkbox":
            assert name not in form.boxes, f"two boxes are called {name}"
            form.boxes.add(name)
        elif kind == "radio":
            form.radios.setdefault(name, []).append(value)
        elif kind != "hidden":
            form.typed.add(name)
        if kind not in {"checkbox", "radio"} or "checked" in said:
            form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def forms_of(page: str) -> list[PageForm]:
    """Gives the forms of a page."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def form_to(page: str, action: str) -> PageForm:
    """Gives the form of a page that is sent to an address."""
    return next(each for each in forms_of(page) if each.action == action)
