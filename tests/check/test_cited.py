"""Who asks where an answer comes from reads the source of each part, and how far it was read."""

from typing import Any

from tests.check.cases import PICTURES, calm

from untwitch.check.cited import cited
from untwitch.check.verdict import verdict


def lines(**changes: Any) -> list[str]:
    return list(cited(verdict(calm(**changes))))


def test_each_reason_names_its_source_and_how_far_it_was_read() -> None:
    assert lines(face_droop="sudden")[1].endswith(
        ": NHS FAST; NICE NG127 limb/facial weakness (the text was read)"
    )
    assert lines(eyelid_droop=True)[1].endswith("(from memory, for a clinician to confirm)")


def test_every_rule_can_be_cited() -> None:
    for rule, picture in PICTURES.items():
        answer = verdict(calm(**picture))
        assert rule in {each["id"] for each in answer["reasons"]}
        found = list(cited(answer))
        assert len([line for line in found if "the text was read" in line or "from memory" in line]) >= 1


def test_amounts_name_what_was_published_or_that_nothing_was() -> None:
    found = " ".join(lines(caffeine_24h_mg=700, stress_0_10=9, water_24h_l=0.5, magnesium_24h_mg=50))
    assert "caffeine: EFSA 400 mg adult; 200 mg pregnancy and breastfeeding" in found
    assert "water: EFSA total-water adequate intake by age and sex" in found
    assert "food: NASEM" in found
    assert "stress: no published amount (from memory" in found


def test_counts_of_how_twitches_go_on_name_where_they_were_counted() -> None:
    assert any("Mattiuzzi C" in line for line in lines(**PICTURES["S08"]))
    assert any("10.1007/s10072-024-07867-0" in line for line in lines(**PICTURES["S04"]))
    short = lines()
    assert sum("how such twitches go on" in line for line in short) == 1
    assert not any("Mattiuzzi" in line for line in short)
    assert not any("how such twitches" in line for line in lines(face_droop="sudden"))
