"""Drawings made fit to stand in a page: own ids, words for who cannot see, no foreign parts, few bytes."""

import html
import re

from untwitch.facts.refused import Refused

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')
_FOREIGN = re.compile(
    r"<(script|image|foreignObject|use|style)\b|\bon\w+=|javascript:|href=|\bstyle=", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e[-+]?\d+)?")
_SILENT = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"| opacity="1"')
"""What says nothing inside a picture that is read out as one, and what is so anyway."""
_UNSEEN = re.compile(r'<path class="(?:foreground|background)"[^>]*/>')
_OWN_COLOURS = (
    "<style>svg{color:#26302f;background:#fbfaf6;--accent:#2f6f6a}"
    '[class*=" fit_"],[class*=" told_"],[class*=" known_"],[class*=" goes_"],[class*=" tested_"],'
    '[class*=" weekday_"]{color:var(--accent)}'
    "@media(prefers-color-scheme:dark){svg{color:#dfe5e3;background:#1d2423;--accent:#8cc7bf}}</style>"
)


def for_page(drawing: str, *, name: str, title: str, description: str) -> str:
    """Gives a drawing that can stand inside a page beside others.

    Args:
        drawing: SVG as drawn, without foreign parts.
        name: Name of the drawing, unique in the page; every id begins with it.
        title: What it is, a few words.
        description: What it shows, as text.

    Returns:
        One `svg` element with role `img`, a title and a description, scaled by its view box, in hundredths
        of its pixels.

    Raises:
        Refused: The drawing is no SVG, or it holds a script, a picture, a link or a style.
    """
    root = _ROOT.search(drawing)
    box = _VIEW_BOX.search(root.group()) if root else None
    if root is None or box is None:
        raise Refused(f"the drawing {name!r} is not SVG with a view box")
    body = drawing[root.end() :]
    foreign = _FOREIGN.search(body)
    if foreign:
        raise Refused(f"the drawing {name!r} holds {foreign.group()!r}, which a page must not carry")
    body = _LONG_NUMBER.sub(_in_hundredths, _UNSEEN.sub("", _SILENT.sub("", body)))
    for own in sorted(set(_ID.findall(body)), key=len, reverse=True):
        body = body.replace(f'id="{own}"', f'id="{name}-{own}"').replace(
            f"url(#{own})", f"url(#{name}-{own})"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {name}" viewBox="{box.group(1)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{html.escape(title)}</title>'
        f'<desc id="{name}-desc">{html.escape(description)}</desc>{body}'
    )


def _in_hundredths(number: re.Match[str]) -> str:
    short = f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def standalone(drawing: str) -> str:
    """Gives a drawing of `for_page` as a file of its own, with a calm ground in light and dark."""
    root = _ROOT.search(drawing)
    if root is None:
        raise Refused("the drawing is not SVG")
    return drawing[: root.end()] + _OWN_COLOURS + drawing[root.end() :]
