"""Everything kept of one person, as the record hands it on."""

from dataclasses import dataclass

from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.mark import Mark
from untwitch.facts.person import Condition, Medicine, Person, PersonFact
from untwitch.facts.sample_batch import SampleBatch
from untwitch.facts.stay import Stay
from untwitch.facts.symptom import Symptom
from untwitch.facts.twitch import Twitch
from untwitch.facts.watch import Watch


@dataclass(frozen=True, slots=True)
class History:
    """The facts of one person as they stand now: edits applied, undone things gone.

    Attributes:
        person: Who.
        person_facts: Dated facts of the person.
        stays: Zone history.
        twitches: By start.
        watches: By start; each kept recording that has a count is one of them.
        symptoms: By start.
        medicines: In the order they were typed.
        conditions: In the order they were typed.
        batches: Exposures, typed and imported, as columns; several batches of one measure may follow each
            other, and devices are not merged yet.
        recordings: Kept recordings, by start.
        marks: What the person marked in them by hand, in the order they were set.
    """

    person: Person
    person_facts: tuple[PersonFact, ...] = ()
    stays: tuple[Stay, ...] = ()
    twitches: tuple[Twitch, ...] = ()
    watches: tuple[Watch, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    batches: tuple[SampleBatch, ...] = ()
    recordings: tuple[KeptRecording, ...] = ()
    marks: tuple[Mark, ...] = ()
