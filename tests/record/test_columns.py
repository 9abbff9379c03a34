from untwitch.record.columns import METADATA, entry, instant, note, of_person


def test_a_table_of_entries_has_whose_it_is_and_its_id_as_key() -> None:
    made = entry("made_for_a_test", *instant("start"), note())
    try:
        assert [each.name for each in made.primary_key.columns] == ["person_id", "id"]
        assert list(made.c.keys()) == [
            "person_id", "id", "start_ms", "start_zone", "start_zone_known_by", "note",
        ]  # fmt: skip
        assert not any(each.nullable for each in made.c)
    finally:
        METADATA.remove(made)
    (key,) = of_person().foreign_keys
    assert key.target_fullname == "person.person_id"
