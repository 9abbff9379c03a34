import cv2
import numpy as np
import numpy.typing as npt
import pytest

from untwitch.recordings.cell_motion import COLUMNS, ROWS, CellMotion

Image = npt.NDArray[np.uint8]
HEIGHT, WIDTH = 240, 320


def skin(*, seed: int = 1) -> npt.NDArray[np.float32]:
    chance = np.random.default_rng(seed)
    shape = (HEIGHT + 40, WIDTH + 40)
    fine, coarse = (cv2.GaussianBlur(chance.normal(size=shape), (0, 0), each) for each in (1.5, 6))
    return np.asarray(140 + 12 * fine / fine.std() + 12 * coarse / coarse.std(), dtype=np.float32)


def seen(
    texture: npt.NDArray[np.float32],
    *,
    down: float = 0.0,
    right: float = 0.0,
    turn: float = 0.0,
    by: float = 0.0,
    cell: tuple[int, int] | None = None,
) -> Image:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    from_rows = rows - down + turn * (columns - WIDTH / 2)
    from_columns = columns - right - turn * (rows - HEIGHT / 2)
    if cell is not None:
        middle_row, middle_column = (cell[0] + 0.5) * HEIGHT / ROWS, (cell[1] + 0.5) * WIDTH / COLUMNS
        away = ((rows - middle_row) ** 2 + (columns - middle_column) ** 2) / (2 * 30.0**2)
        from_rows = from_rows - by * np.exp(-away)
    found = cv2.remap(texture, from_columns + 20, from_rows + 20, cv2.INTER_CUBIC)
    return np.asarray(np.clip(np.round(found), 0, 255), dtype=np.uint8)


def test_a_cell_that_moves_is_told_how_far_and_which_way() -> None:
    motion, texture = CellMotion(), skin()
    assert motion.follow(seen(texture), 0.0) is None
    cells = motion.follow(seen(texture, cell=(2, 5), by=0.5), 0.03)
    assert cells is not None
    assert cells[:, 0].argmax() == 2 * COLUMNS + 5
    assert cells[2 * COLUMNS + 5, 0] == pytest.approx(0.4, abs=0.1)
    assert np.abs(cells[:, 1]).max() < 0.05
    assert abs(cells[5 * COLUMNS, 0]) < 0.08


@pytest.mark.parametrize(
    "moved", [{"down": 1.7}, {"right": -2.3}, {"down": 0.6, "right": 0.8, "turn": 0.006}]
)
def test_what_the_whole_picture_does_is_no_movement_of_a_cell(moved: dict[str, float]) -> None:
    motion, texture = CellMotion(), skin()
    motion.follow(seen(texture), 0.0)
    cells = motion.follow(seen(texture, **moved), 0.03)  # type: ignore[arg-type]
    assert cells is not None
    assert np.abs(cells.reshape(ROWS, COLUMNS, 2)[1:-1, 1:-1]).max() < 0.06


def test_light_over_the_whole_picture_is_no_movement() -> None:
    motion, texture = CellMotion(), skin()
    motion.follow(seen(texture), 0.0)
    cells = motion.follow(seen(texture + 6), 0.03)
    assert cells is not None
    assert np.abs(cells).max() < 0.02


def test_a_hand_before_the_camera_is_unknown_and_after_it_the_skin_is_followed_anew() -> None:
    motion, texture = CellMotion(), skin()
    for number in range(8):
        motion.follow(seen(texture), number / 30)
    hand = seen(texture)
    hand[60:200, 80:260] = 220
    assert motion.follow(hand, 0.3) is None
    assert motion.follow(seen(texture), 0.34) is not None
    for number in range(30):
        motion.follow(seen(skin(seed=2)), 0.4 + number / 30)
    assert motion.follow(seen(skin(seed=2)), 1.5) is not None


def test_a_jump_of_the_whole_picture_is_unknown() -> None:
    motion, texture = CellMotion(), skin()
    motion.follow(seen(texture), 0.0)
    assert motion.follow(seen(texture, right=18), 0.03) is None


def test_a_new_reference_goes_on_where_the_old_one_ended() -> None:
    motion, texture = CellMotion(), skin()
    motion.follow(seen(texture), 0.0)
    before = motion.follow(seen(texture, cell=(3, 3), by=0.5), 10.5)
    after = motion.follow(seen(texture, cell=(3, 3), by=0.5), 10.6)
    assert before is not None
    assert after is not None
    np.testing.assert_allclose(after, before, atol=0.02)


def test_a_picture_without_texture_answers_with_no_movement() -> None:
    motion = CellMotion()
    plain = np.full((HEIGHT, WIDTH), 128, np.uint8)
    motion.follow(plain, 0.0)
    cells = motion.follow(plain, 0.03)
    assert cells is not None
    assert np.abs(cells).max() == 0


def test_another_size_begins_anew() -> None:
    motion = CellMotion()
    motion.follow(seen(skin()), 0.0)
    assert motion.follow(seen(skin())[:200], 0.03) is None
