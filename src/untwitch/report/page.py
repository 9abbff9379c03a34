"""What every page of the report room is made with: templates that escape every word, one style, its hash."""

import base64
import hashlib
from importlib import resources

import jinja2
from markupsafe import Markup

from untwitch.report.wording import measure_words, number, unit_words


def template_text(name: str) -> str:
    """Gives the text of a template or style of this room."""
    return resources.files("untwitch.report").joinpath("templates", name).read_text(encoding="utf-8")


def environment() -> jinja2.Environment:
    """Gives what fills templates: every word escaped, every missing one an error."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(template_text),
        autoescape=jinja2.select_autoescape(default=True, default_for_string=True),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["drawn_here"] = Markup  # only this room's figures, made of numbers and our own words
    made.filters["as_number"] = lambda value: "not told" if value is None else number(value)
    made.filters["as_measure"] = measure_words
    made.filters["as_unit"] = unit_words
    return made


def style() -> tuple[Markup, Markup]:
    """Gives the style of a page, and its hash for the policy that lets it in and nothing else."""
    text = template_text("report.css")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    # The style is ours and holds no `<`; escaping its quotes would change its hash.
    return Markup(text), Markup(digest)  # noqa: S704 - ours, and base64 of a hash
