import base64
import hashlib

import jinja2
import pytest

from untwitch.report.page import environment, style, template_text


def test_every_word_is_escaped_and_a_missing_one_is_an_error() -> None:
    made = environment()
    assert made.from_string("{{ x }}").render(x="<b>&") == "&lt;b&gt;&amp;"
    with pytest.raises(jinja2.UndefinedError):
        made.from_string("{{ y }}").render()
    assert made.from_string("{{ x | as_number }}").render(x=None) == "not told"
    assert made.from_string("{{ x | as_number }}").render(x=1.25) == "1.2"


def test_the_style_comes_with_its_hash() -> None:
    text, digest = style()
    assert str(text) == template_text("report.css")
    assert "<" not in text
    assert base64.b64decode(digest) == hashlib.sha256(text.encode()).digest()
