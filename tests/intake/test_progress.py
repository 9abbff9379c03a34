from untwitch.intake.progress import Progress, silent


def test_the_silent_one_can_stand_where_progress_is_told() -> None:
    tell: Progress = silent
    tell(1, None, kinds={"steps": 1})
