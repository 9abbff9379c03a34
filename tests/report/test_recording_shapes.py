"""Shapes stand on their strongest channel; a grid shows where twitches were largest and what was bad."""

from dataclasses import replace

import numpy as np
from tests.recordings.made_summary import grid, phone
from tests.report.drawn import layers, text

from untwitch.recordings.summary import Noise, Potential, Template
from untwitch.report.recording_shapes import map_figure, shapes_figure


def test_each_shape_is_drawn_on_its_strongest_channel_the_commonest_first() -> None:
    figure = shapes_figure(grid(), name="s")
    assert figure is not None
    assert [row[:4] for row in figure.table.rows] == [
        ("1", "9", "E1", "34 µV"), ("2", "4", "E15", "34 µV"),
    ]  # fmt: skip
    assert figure.table.rows[0][4] == "40 ms"
    assert "shape 1" in text(figure)
    assert "shape 2" in text(figure)


def test_at_most_six_shapes_are_drawn_and_broken_ones_are_left_out() -> None:
    one = phone().templates[0]
    many = tuple(replace(one, likely_source=number, members=20 - number) for number in range(1, 9))
    figure = shapes_figure(phone(templates=many), name="s")
    assert figure is not None
    assert [row[0] for row in figure.table.rows] == ["1", "2", "3", "4", "5", "6"]
    broken = (
        Template(1, 3, 100.0, np.full((4, 2), np.nan, np.float32), "uV"),
        Template(2, 3, 100.0, np.zeros((0, 0), np.float32), "uV"),
    )
    assert shapes_figure(phone(templates=broken), name="s") is None
    flat = Template(1, 3, 100.0, np.zeros((4, 5), np.float32), "uV")
    unnamed = shapes_figure(phone(templates=(flat,), channel_names=()), name="s")
    assert unnamed is not None
    assert unnamed.table.rows[0][2] == "1"


def test_the_map_counts_at_each_place_as_far_as_twitches_are_sure() -> None:
    sure = tuple(
        Potential(float(at), confidence, 1.0, "uV", 5.0, channel)
        for at, (channel, confidence) in enumerate([("E6", 0.9), ("E6", 0.8), ("E2", 0.5), (None, 1.0)])
    )
    figure = map_figure(grid(twitches=sure), name="m")
    assert figure is not None
    rows = {row[0]: row for row in figure.table.rows}
    assert rows["E6"] == ("E6", "1", "1", "1.7")
    assert rows["E2"][3] == "0.5"
    assert rows["E1"][3] == "0"
    assert rows["E16"][3] == "left out"
    assert "Most were at E6." in figure.sentence
    assert "A cross was left out as bad." in figure.sentence
    drawn = layers(figure)
    assert len(drawn["place"]) == 15
    assert len(drawn["bad"]) == 1


def test_a_cell_of_a_video_has_a_channel_for_each_direction_and_is_one_place() -> None:
    positions = np.array([[0, 0], [0, 0], [0, 1], [0, 1]], dtype=np.float32)
    made = grid(
        sensor="video", channel_names=("a x", "a y", "b x", "b y"), positions=positions, channels=4,
        noise=Noise(1, 1, 1, "px", bad_channels=("b x",)),
        twitches=(Potential(1.0, 0.5, 1.0, "px", 90.0, "a x"), Potential(2.0, 1.0, 1.0, "px", 90.0, "a y")),
    )  # fmt: skip
    figure = map_figure(made, name="m")
    assert figure is not None
    assert [(row[0], row[3]) for row in figure.table.rows] == [("a x", "1.5"), ("b x", "0")]
    assert "cross" not in figure.sentence


def test_there_is_no_map_without_a_grid_or_a_twitch() -> None:
    assert map_figure(phone(), name="m") is None
    assert map_figure(grid(twitches=()), name="m") is None
