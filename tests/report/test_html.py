"""The page: well formed, escaped, needs nothing from elsewhere, calm words, readable by everybody."""

import base64
import dataclasses
import datetime as dt
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading import grade
from tests.recordings.made_summary import grid
from tests.report.kept_recordings import history_of, kept
from tests.report.sample_person import about, cause, empty_findings, explain, findings

from untwitch.facts.problem import Problem
from untwitch.report.html import render
from untwitch.report.recording_series import series
from untwitch.report.sheet import KeptCheck, OwnWords

VOID = {"meta", "link", "br", "hr", "img", "input"}
DISEASES = re.compile(
    r"\b(als|mnd|motor neuron\w*|amyotrophic|multiple sclerosis|parkinson\w*|dementia|neuropathy|myasthenia|"
    r"epilepsy|cancer|tumou?r|myokymia|neuromyotonia|thrombosis|hyperthyroid\w*|fasciculation syndrome)\b",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"safe to ignore|you are deficient|nothing to worry|certainly harmless|stop (taking )?your medicine|"
    r"by chance|magnesium tablets|potassium tablets",
    re.IGNORECASE,
)


class Page(HTMLParser):
    """Reads a page and keeps what the claims are about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.prose: list[str] = []
        self.hidden_depth = 0
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"style", "title", "desc"} and "body" not in self.open:
            return
        self.text.append(data)
        if self.open and self.open[-1] in {"p", "li", "figcaption"} and "svg" not in self.open:
            self.prose.append(data)


@pytest.fixture(scope="module")
def full() -> str:
    return render(findings("mild"))


@pytest.fixture(scope="module")
def empty() -> str:
    return render(empty_findings())


@pytest.fixture(params=["full", "empty"])
def page(request: pytest.FixtureRequest) -> str:
    html: str = request.getfixturevalue(request.param)
    return html


def person_part(html: str) -> str:
    """Gives the page without what is written for the clinician and without what the person typed."""
    html = re.sub(r'<section[^>]*class="for-the-clinician".*?</section>', "", html, flags=re.DOTALL)
    return re.sub(r"<bdi>.*?</bdi>", "", html, flags=re.DOTALL)


def test_tags_are_balanced_and_there_is_one_first_heading(page: str) -> None:
    read = Page(page)
    assert read.faults == []
    assert read.open == []
    assert read.tags.count("h1") == 1
    assert page.startswith("<!doctype html>\n<html lang=")


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag in Page(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_tables_have_captions_and_scopes(full: str) -> None:
    read = Page(full)
    assert read.tags.count("table") == read.tags.count("caption") > 5
    assert read.tags.count("th") == sum((tag, name) == ("th", "scope") for tag, name, _ in read.attributes)


def test_every_drawing_has_words_and_ids_are_unique(full: str) -> None:
    read = Page(full)
    assert read.tags.count("svg") == 4
    ids = [value for _, name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    for tag, name, value in read.attributes:
        if name == "aria-labelledby":
            assert set(value.split()) <= set(ids)
        assert tag != "img"
        assert name != "style"
    assert sum(value == "img" for tag, name, value in read.attributes if (tag, name) == ("svg", "role")) == 4


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    read = Page(page)
    assert not {"script", "link", "iframe", "object", "embed", "img", "base", "form"} & set(read.tags)
    assert not [
        each for each in read.attributes if each[1] in {"src", "href", "srcset", "action", "xlink:href"}
    ]
    assert not [each for each in read.attributes if each[1].startswith("on")]
    bare = page.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
    assert "http://" not in bare
    assert "https://" not in bare
    assert "@import" not in page
    assert "url(" not in page.replace("url(#", "")


def test_the_policy_lets_only_the_pages_own_style_in(page: str) -> None:
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page.replace("'", "&#39;")


def test_other_peoples_words_never_become_markup() -> None:
    wicked = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    own = OwnWords(wicked, (wicked,), (wicked,))
    run = {"path": wicked, "format": wicked, "measures": {}}
    check = KeptCheck(
        dt.date(2025, 3, 30),
        {"twitch_trend": wicked, "numb_or_tingling_sites": [wicked], "nerve_exam_result": wicked},
        {"urgency": "routine", "look_alike": wicked, "ask_again": [wicked],
         "reasons": [{"id": wicked, "sign": wicked, "why_clinician": wicked, "source": wicked}]},
    )  # fmt: skip
    told = explain() | {"problems": [{"where": wicked, "what": wicked}, wicked], "guards": {wicked: wicked}}
    html = render(
        findings(
            wicked,
            about=about(own=own, imports=(run,), problems=(Problem(wicked, wicked),)),
            check=check,
            explain=told,
        )
    )
    read = Page(html)
    assert read.faults == []
    assert not {"script", "img"} & set(read.tags)
    assert not [each for each in read.attributes if each[1].startswith("on")]
    assert html.count("&lt;script&gt;") >= 10
    assert "49" not in re.findall(r"\{\{.{0,9}", html)
    assert "{{ 7*7 }}" in html


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_makes_a_page_that_can_be_written(note: str) -> None:
    html = render(findings(note, explain=None, check=None, about=about(own=OwnWords(note, (note,), (note,)))))
    html.encode("utf-8")
    assert Page(html).faults == []


def test_right_to_left_words_stay_in_their_own_box() -> None:
    note = "\u202e\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639\u0631\u0628\u064a\u0629"
    assert f"<bdi>{note}</bdi>" in render(findings(note, check=None, explain=None))


def test_a_huge_note_does_not_make_a_huge_page(full: str) -> None:
    assert len(render(findings("word " * 400_000))) < len(full) + 5_000


def test_only_the_name_of_a_file_is_told(full: str) -> None:
    assert "export.zip" in full
    assert "secret folder" not in full
    assert "420, 406, 14, 3" in full
    assert "apple health, not complete" in full
    nameless = render(findings(about=about(imports=({"path": "C:\\me\\a.csv", "format": "csv_table"},))))
    assert "<bdi>a.csv</bdi>" in nameless
    assert "<td>none</td><td>0, 0, 0, 0</td>" in nameless


def test_the_person_reads_no_name_of_a_disease(page: str) -> None:
    said = person_part(page)
    assert not DISEASES.search(said), DISEASES.search(said)
    assert not NEVER.search(said)
    assert "motor neurone disease" in page


def test_what_is_for_the_clinician_stands_only_there(full: str) -> None:
    said = person_part(full)
    assert "exclude motor neurone disease by examination" in full
    assert "exclude" not in said
    assert "restless legs" not in said
    assert "P(effect)" not in said
    assert "0.90" not in said


def test_the_sheet_comes_first_and_answers_are_dated(full: str) -> None:
    first = full.partition('<section class="sheet"')[2].partition("</section>")[0]
    for words in ("Began", "left calf (2)", "Answered on 30 March 2025", "Book an ordinary appointment",
                  "Salbutamol, started 1 May 2024", "asthma", "blood test in May, normal",
                  "that it is serious", "May I run?", "Still open: speech slurred",
                  "twitching for more than two weeks"):  # fmt: skip
        assert words in first, words
    assert re.search(r"A muscle that got thinner</th><td><bdi>no</bdi>", first)
    assert re.search(r"Slurred speech</th><td><bdi>not answered</bdi>", first)


def test_an_empty_record_says_how_to_begin(empty: str) -> None:
    for words in ("Not answered yet", "untwitch check", "untwitch log evening", "nothing to draw",
                  "There is no answer about the six reasons yet", "Not told yet. Write it here",
                  "Everything was typed"):  # fmt: skip
        assert words in empty, words


def test_limits_are_said(page: str) -> None:
    for words in ("No clinician has reviewed this.", "if the link is causal", "never counted as none",
                  "do not test your strength"):  # fmt: skip
        assert words in page, words


def test_a_made_up_person_is_called_made_up(full: str) -> None:
    made = render(findings(about=about(truth={"sleep": 1.5})))
    assert "This person is made up" in made
    assert "1.50 times as many for a usual step up" in made
    assert "made up" not in full


@pytest.mark.parametrize(
    ("enough", "words"),
    [
        ("enough", "You have measured enough"),
        ("diary_cannot", "A diary cannot answer this"),
        ("more", "More days"),
    ],
)
def test_the_page_says_whether_it_is_enough(enough: str, words: str) -> None:
    assert words in render(findings(explain=explain() | {"enough": enough}))


def test_the_plan_stands_on_the_page_and_return_signs_are_said_once(full: str, empty: str) -> None:
    assert "Gentle massage" in full
    assert full.count("do not test your strength") == 1
    assert empty.count("do not test your strength") == 1
    assert "There is no plan yet." in empty


def test_what_else_was_taken_into_account_is_named(full: str) -> None:
    assert "Also taken into account: screen time." in full


def test_findings_say_how_often_such_findings_were_wrong(full: str, empty: str) -> None:
    assert re.search(
        r"Goes with your twitches&#34;: On simulated diaries of .* wrong about \d+ times? in 100", full
    )
    assert re.search(r"Possible&#34;: On simulated diaries", full)
    assert "simulated diaries" not in empty


def test_a_cause_without_a_sign_has_no_ratio(full: str) -> None:
    assert re.search(
        r"Too little to drink</th><td>no sign of it</td><td>no more of them with more of it", full
    )


def test_known_and_unknown_days_are_told_for_each_exposure(full: str) -> None:
    assert re.search(r"caffeine</th><td>86</td><td>4</td><td>\d+ mg</td>", full)
    assert re.search(r"twitches</th><td>86</td><td>4</td>", full)


def test_problems_are_told_once_and_not_without_end() -> None:
    many = tuple(Problem(f"row {each}", "not a number") for each in range(80))
    html = render(findings(about=about(problems=(*many, many[0]))))
    assert "and 31 more" in html
    assert html.count("row 7: not a number") == 1


def test_unknown_numbers_are_said_to_be_unknown() -> None:
    bare = {
        "causes": [cause("sleep", "cannot_tell", probability=None, share=None)],
        "guards": {"k_hat": None},
    }
    html = render(findings(explain=bare, check=KeptCheck(dt.date(2025, 1, 1), {}, {})))
    assert "k hat: not known" in html
    assert "<td>not known</td>" in html
    assert "no answer was kept" in html


def test_prose_for_the_person_is_read_at_grade_eight_or_lower(page: str) -> None:
    prose = " ".join(" ".join(Page(person_part(page)).prose).split())
    assert len(prose.split()) > 150
    assert grade(prose) <= 8


def test_the_page_is_small_and_fits_phones_and_paper(full: str) -> None:
    assert len(full) < 300_000
    for words in (
        "width=device-width",
        "@page",
        "prefers-color-scheme: dark",
        "prefers-contrast: more",
        "max-width",
    ):
        assert words in full


def test_kept_recordings_stand_on_the_page_series_by_series() -> None:
    history = history_of([kept(day=0), kept(day=4), kept(grid(), day=2, site="forearm_left")])
    page = Page(render(dataclasses.replace(findings("mild"), recordings=series(history))))
    assert page.faults == []
    text = " ".join(page.text)
    for words in ("accelerometer, calf left", "EMG, 16 channels, forearm left", "not clinically validated"):
        assert words in text
    assert "no number stands here yet" in text
    names = [value for _, name, value in page.attributes if name == "id"]
    assert len(names) == len(set(names))
    assert "Recordings" not in " ".join(Page(render(findings("mild"))).text)
