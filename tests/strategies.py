"""Hypothesis strategies for the facts, shared by the tests of every room."""

import datetime as dt

import numpy as np
from hypothesis import strategies as st

from untwitch.facts.body_site import BODY_SITES
from untwitch.timeline.columns import OUTCOMES, limit, timeline_measures
from untwitch.timeline.timeline import Timeline

ZONES = st.sampled_from(
    ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
     "Africa/Casablanca", "America/St_Johns", "Pacific/Apia", "Antarctica/Troll", "+05:30", "-09:00"]
)  # fmt: skip


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Gives timelines of any shape that a build or a file could give."""
    row_h = draw(st.sampled_from([1, 6, 24]))
    first = draw(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
    days = draw(st.integers(0, 4))
    offset = dt.timezone(dt.timedelta(minutes=draw(st.integers(-12 * 60, 14 * 60))))
    sites: list[str | None] = sorted(
        draw(st.sets(st.sampled_from(BODY_SITES), max_size=2)), key=BODY_SITES.index
    )
    sites = [None, *sites] if draw(st.booleans()) or not sites else sites
    starts: list[dt.date] = [first + dt.timedelta(days=day) for day in range(days)]
    if row_h < 24:
        clocks = [dt.time(hour, tzinfo=offset) for hour in range(0, 24, row_h)]
        starts = [dt.datetime.combine(day, clock) for day in starts for clock in clocks]
    rows = [(start, site) for start in starts for site in sites]
    names = draw(
        st.sets(st.sampled_from(["twitches", "twitch_min", "recorded_h", *timeline_measures()]), max_size=5)
    )
    pairs = draw(st.sets(st.sampled_from(["twitches", "recorded"]), max_size=2))
    columns = {}
    for name in names:
        bounds = limit(name, row_h=row_h)
        low = max(bounds.low, 0.5 if name == "recorded_h" else bounds.low)
        numbers = st.integers(0, 50) if bounds.whole else st.floats(low, bounds.high)
        cells = draw(st.lists(st.none() | numbers, min_size=len(rows), max_size=len(rows)))
        columns[name] = np.array(cells, np.float64)
    for pair in pairs:
        lows = draw(st.lists(st.none() | st.integers(0, 9), min_size=len(rows), max_size=len(rows)))
        columns[f"{pair}_low"] = np.array(lows, np.float64)
        columns[f"{pair}_high"] = columns[f"{pair}_low"] + draw(st.integers(0, 4))
        columns.pop({"twitches": "twitches", "recorded": "recorded_count"}[pair], None)
    assert set(columns) <= {*OUTCOMES, *timeline_measures()}
    recorders = st.sampled_from(["", "emg", "phone, left pocket", 'the "old" one'])
    return Timeline(
        starts=tuple(start for start, _ in rows),
        row_h=float(row_h),
        sites=tuple(site for _, site in rows),
        columns=columns,
        instruments=tuple(draw(st.lists(recorders, min_size=len(rows), max_size=len(rows)))),
    )
