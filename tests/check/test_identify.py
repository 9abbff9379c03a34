"""Look-alikes are named for the report; the person is told five of them, and only where that is safe."""

from typing import Any

import pytest
from tests.check.cases import after, calm, taking

from untwitch.check.case import case_of
from untwitch.check.identify import look_alike, pictures, words_for_person

FOUND: dict[str, dict[str, Any]] = {
    "seizure": {"movement_kind": "rhythmic_limb_jerking"},
    "hypoglycaemia": {"medicines": taking("insulin"), "blood_glucose_mmol_l": 3},
    "tetany": {"tingling_lips_or_both_hands": True, "recent_events": after("neck_surgery", 5)},
    "overactive_thyroid": {"unplanned_weight_loss_kg": 4, "heat_intolerance": True, "shaking": True},
    "myasthenia": {"eyelid_droop": True, "worse_with_use_or_evening": True},
    "parkinsonism": {"movement_kind": "rhythmic_shaking", "slow_movement": True},
    "tremor": {"movement_kind": "rhythmic_shaking"},
    "cramp": {"movement_kind": "sustained_painful_tightening"},
    "myokymia_neuromyotonia": {"movement_kind": "continuous_rippling"},
    "myoclonus": {"movement_kind": "shock_like_jerk"},
    "hypnic_jerk": {"movement_kind": "jerk_at_sleep_onset"},
    "tic": {"movement_kind": "suppressible_urge_movement"},
    "restless_legs": {"movement_kind": "urge_to_move_legs"},
    "hemifacial_spasm": {"movement_kind": "one_side_face_spreading"},
    "blepharospasm": {"movement_kind": "both_eyes_forced_closure"},
    "spasticity": {"movement_kind": "stiff_limb_spasm"},
    "chorea_or_dystonia": {"movement_kind": "twisting_or_flowing"},
    "nerve_root_compression": {"pain_shoots_down_limb": "arm", "numb_or_tingling_sites": ["hand_left"]},
}


@pytest.mark.parametrize("wanted", FOUND)
def test_each_picture_is_found(wanted: str) -> None:
    found = look_alike(case_of(calm(**FOUND[wanted])))
    assert found is not None
    assert found.id == wanted


def test_all_pictures_are_tried_above() -> None:
    assert {each.id for each, _ in pictures()} == set(FOUND)


def test_an_ordinary_twitch_and_an_unknown_movement_resemble_nothing() -> None:
    assert look_alike(case_of(calm())) is None
    assert look_alike(case_of({})) is None


def test_the_person_is_told_only_below_urgent() -> None:
    tremor = look_alike(case_of(calm(movement_kind="rhythmic_shaking")))
    assert words_for_person(tremor, urgency="routine") == "a regular shaking rather than a twitch"
    assert words_for_person(tremor, urgency="self_care") == "a regular shaking rather than a twitch"
    assert words_for_person(tremor, urgency="urgent") is None
    assert words_for_person(tremor, urgency="emergency") is None
    assert words_for_person(look_alike(case_of(calm(**FOUND["myoclonus"]))), urgency="routine") is None
    assert words_for_person(None, urgency="routine") is None
