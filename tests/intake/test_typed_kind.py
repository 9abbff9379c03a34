"""The first words of a log line say what it is; what is not known names the nearest."""

import re
import shlex
from pathlib import Path

import pytest

from untwitch.facts.measure import measures
from untwitch.facts.refused import Refused
from untwitch.facts.symptom import SYMPTOM_KINDS
from untwitch.intake.typed_kind import SHORT_NAMES, Kind, read_kind, short_name
from untwitch.knowledge.cause import CauseKnowledge, causes
from untwitch.knowledge.food import foods


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("twitch", Kind("twitch", "", "")),
        ("none", Kind("none", "", "")),
        ("evening few", Kind("evening", "", "few")),
        ("food-check 3 1 2 6 6 3", Kind("food check", "", "3 1 2 6 6 3")),
        ("food_check 1", Kind("food check", "", "1")),
        ("caffeine 95mg", Kind("measure", "caffeine_mg", "95mg")),
        ("caffeine_mg 95", Kind("measure", "caffeine_mg", "95")),
        ("Sleep Quality 4", Kind("measure", "sleep_quality_1_5", "4")),
        ("sleep 6.5h", Kind("measure", "sleep_h", "6.5h")),
        ("hrv sdnn 40", Kind("measure", "hrv_sdnn_ms", "40")),
        ("weakness", Kind("symptom", "weakness_noticed", "")),
        ("numbness or tingling 3", Kind("symptom", "numbness_or_tingling", "3")),
        ("coffee", Kind("food", "coffee", "")),
        ("2 coffees", Kind("food", "coffees", "2 coffees")),
        ("water 500 ml", Kind("food", "water", "water 500 ml")),
        ("alcohol-free beer", Kind("food", "alcohol-free beer", "")),
        ("7up", Kind("food", "7up", "")),
        ("medicine Salbutamol 100", Kind("medicine", "", "Salbutamol 100")),
        ("stay Europe/Amsterdam", Kind("stay", "", "Europe/Amsterdam")),
    ],
)
def test_the_words_say_what_is_logged(text: str, kind: Kind) -> None:
    assert read_kind(text) == kind


@pytest.mark.parametrize("measure_id", measures())
def test_every_measure_of_the_registry_is_logged_by_its_id_and_by_a_plain_name(measure_id: str) -> None:
    assert read_kind(f"{measure_id} 1") == Kind("measure", measure_id, "1")
    plain = short_name(measure_id)
    assert read_kind(f"{plain} 1") == Kind("measure", measure_id, "1")
    assert plain == measure_id or plain in SHORT_NAMES


@pytest.mark.parametrize("symptom", SYMPTOM_KINDS)
def test_every_symptom_is_logged_by_its_own_name(symptom: str) -> None:
    assert read_kind(symptom) == Kind("symptom", symptom, "")


def test_every_food_and_alias_is_read_as_a_food() -> None:
    for food in foods():
        for name in (food.name, *food.aliases):
            assert read_kind(name).family == "food", name


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("cofee", "coffee"), ("evenning few", "evening"), ("cafeine 95mg", "caffeine"), ("twich", "twitch")],
)
def test_an_unknown_kind_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(Refused, match=f"cannot log '{text}'; nearest: .*{nearest}"):
        read_kind(text)


@pytest.mark.parametrize("known", causes().values(), ids=lambda each: each.id)
def test_what_a_cause_says_to_log_can_be_logged(known: CauseKnowledge) -> None:
    for command in re.findall(r"untwitch log ([^,:-]+?)(?: --|,|$)", known.log):
        assert read_kind(command).family in {"measure", "food", "workout", "food check"}


def test_every_line_of_the_how_to_can_be_logged() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "log.md").read_text(encoding="utf-8")
    built_in, _, loaded = text.partition("## Foods that are not known by name")
    assert "untwitch log kohlrabi" in loaded
    for line in re.findall(r"untwitch log ([^`\n]+)", built_in):
        words = shlex.split(re.split(r"\s{3,}| · ", line)[0])
        options = [place for place, word in enumerate(words) if word.startswith("--")]
        if words and not words[0].startswith("--"):
            assert read_kind(" ".join(words[: options[0]] if options else words)).family
