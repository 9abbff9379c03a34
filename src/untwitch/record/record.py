"""The record of one home: opened, written in durable steps, read back as facts."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from untwitch.facts.device import Device
from untwitch.facts.history import History
from untwitch.facts.instant import Instant
from untwitch.facts.kept_recording import KeptRecording
from untwitch.facts.person import Person
from untwitch.facts.refused import Refused
from untwitch.record import backup, devices, edits, operations, people, reading, sweep
from untwitch.record import erase as erasing
from untwitch.record.connection import Database, damaged
from untwitch.record.entries import Entry
from untwitch.record.migrate import prepare
from untwitch.record.operations import Action, Sent, Stamp
from untwitch.record.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from untwitch.record.attachments import Attachments
    from untwitch.record.held import HeldSample
    from untwitch.record.provenance import Provenance
    from untwitch.record.runs import ImportRun, Origin
    from untwitch.record.summary import RunSummary


class Record:
    """Everything kept in one file, for one or several persons.

    Made by `Record.open`; a context manager. Every change is one durable transaction: when a call has
    returned, what it was given survives a loss of power.
    """

    def __init__(self, database: Database, *, now_ms: int, device: str) -> None:
        self._database = database
        self._now_ms = now_ms
        self._device = device
        self._backed_up = False

    @classmethod
    def open(cls, path: Path, *, now_ms: int, device: str) -> Self:
        """Opens the record of a home, and makes it where there is none.

        Args:
            path: The file; its folder is made too.
            now_ms: The moment of the call, milliseconds since 1970 UTC, kept with every edit.
            device: Name of the device, kept with every edit.

        Raises:
            Refused: The file is damaged, of a newer version, not a record, or cannot be written.
        """
        database = prepare(path, now_ms=now_ms)
        record = cls(database, now_ms=now_ms, device=device)
        try:
            sweep.sweep_at_open(database)
            erasing.finish_at_open(database)
        except BaseException:
            database.close()
            raise
        return record

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def schema_version(self) -> int:
        """Number of the migration that this record stands at."""
        return SCHEMA_VERSION

    def persons(self) -> tuple[Person, ...]:
        """Gives everybody whose facts are kept, in the order they came."""
        return people.persons(self._database)

    def person(self, name: str | None = None) -> Person:
        """Gives one person; without a name the only one, who is made as "me" where there is nobody.

        Raises:
            Refused: There is nobody of that name, or several and none is named.
        """
        return people.find_person(self._database, name)

    def add_person(self, name: str) -> Person:
        """Adds a person.

        Raises:
            Refused: The name is empty or taken.
        """
        return people.add_person(self._database, name)

    def settings(self, person_id: str) -> dict[str, Any]:
        """Gives the settings of a person by name."""
        return people.settings(self._database, person_id)

    def set_setting(self, person_id: str, name: str, value: Any) -> None:
        """Sets one setting to anything that JSON can hold."""
        people.set_setting(self._database, person_id, name=name, value=value)

    def version(self, person_id: str) -> int:
        """Gives a number that grows with every visible change of a person's facts, for caches."""
        return people.version(self._database, person_id)

    def mapping_for(self, header_hash: str) -> dict[str, Any] | None:
        """Gives what the columns of a table mean, if a person has said so before."""
        return people.mapping_for(self._database, header_hash)

    def remember_mapping(self, header_hash: str, mapping: Mapping[str, Any]) -> None:
        """Keeps what the columns of a table with this header mean."""
        people.remember_mapping(self._database, header_hash, mapping=mapping)

    def add(self, person_id: str, entries: Sequence[Entry], *, sent: Sent | None = None) -> None:
        """Adds typed entries, all or none; one that is there already changes nothing.

        Args:
            person_id: Whose.
            entries: The entries.
            sent: What they were sent as by a browser; sent once more, nothing is done.

        Raises:
            Refused: An id already stands for another entry, or for another thing sent.
        """
        edits.add(self._database, person_id, entries=entries, stamp=self._stamp(), sent=sent)

    def keep_recording(self, person_id: str, recording: KeptRecording) -> KeptRecording:
        """Keeps a recording once; gives the one of the same file where that is kept already."""
        return edits.keep_recording(self._database, person_id, recording, stamp=self._stamp())

    def edit(self, person_id: str, entity: str, entity_id: str, *, field: str, value: Any) -> str:
        """Changes one field of an entry or of an imported sample (`sample`, its `value`).

        Args:
            person_id: Whose.
            entity: `twitch`, `watch`, `exposure`, `symptom`, `medicine`, `condition`, `person_fact`, `stay`,
                `recording`, `mark` or `sample`.
            entity_id: Its id; of a sample the content hash in hexadecimal.
            field: Name of the field.
            value: New value, checked as the fact checks it.

        Returns:
            Id of the operation.

        Raises:
            Refused: There is no such entry or field, or the value does not fit.
        """
        return self.edit_fields(person_id, entity, entity_id, fields={field: value})

    def edit_fields(
        self,
        person_id: str,
        entity: str,
        entity_id: str,
        *,
        fields: Mapping[str, Any],
        sent: Sent | None = None,
    ) -> str:
        """Changes several fields of one entry as `edit` does: all or none, and undone as one.

        Returns:
            Id of the last operation; empty for something sent that was done before.

        Raises:
            Refused: There is no such entry or field, or a value does not fit.
        """
        return edits.edit(
            self._database,
            person_id,
            entity=entity,
            entity_id=entity_id,
            fields=fields,
            stamp=self._stamp(),
            sent=sent,
        )

    def remove(self, person_id: str, entity: str, entity_id: str, *, sent: Sent | None = None) -> str:
        """Removes an entry or an imported sample, as an operation that can be undone.

        Raises:
            Refused: There is no such entry.
        """
        return edits.remove(
            self._database, person_id, entity=entity, entity_id=entity_id, stamp=self._stamp(), sent=sent
        )

    def action(self, person_id: str, action_id: str) -> Action | None:
        """Gives one action of a person by its id, undone or not; None if there is none."""
        return operations.action(self._database, person_id, action_id)

    def undo(self, person_id: str, action_id: str) -> str | None:
        """Takes back one action by its id, whatever was done after it.

        Returns:
            What was taken back, in words; None if that was done before.

        Raises:
            Refused: There is no such action.
        """
        return edits.undo(self._database, person_id, action_id, stamp=self._stamp())

    def attachments(self, person_id: str) -> "Attachments":
        """Gives the photos and clips of a person, to read and to add to."""
        from untwitch.record.attachments import Attachments  # noqa: PLC0415 - few lines have one

        return Attachments(self._database, person_id, stamp=self._stamp())

    def provenance(self, person_id: str, ids: Collection[str]) -> "Mapping[str, Provenance]":
        """Gives where entries came from, by their ids: who typed them when, or which file."""
        from untwitch.record.provenance import provenance  # noqa: PLC0415 - few pages ask

        return provenance(self._database, person_id, ids)

    def undo_last(self, person_id: str) -> str | None:
        """Takes back what the person typed, edited or removed last, and says in words what that was."""
        return edits.undo_last(self._database, person_id, stamp=self._stamp())

    def history(
        self, person_id: str, *, first_day: dt.date | None = None, last_day: dt.date | None = None
    ) -> History:
        """Gives the facts of a person as they stand now: edits applied, undone things gone.

        With days given, dated facts and stays come whole, and rows that touch those days anywhere on Earth
        (up to a day more on either side; the timeline cuts by local days).
        """
        return reading.history(self._database, person_id, first_day=first_day, last_day=last_day)

    def entries(
        self,
        person_id: str,
        entity: str,
        *,
        first_day: dt.date | None = None,
        last_day: dt.date | None = None,
    ) -> tuple[Entry, ...]:
        """Gives the entries of one kind as they stand now, in order of time where they have one.

        With days given, those that touch the days anywhere on Earth; of a long diary they come much faster.
        """
        return reading.entries(self._database, person_id, entity, first_day=first_day, last_day=last_day)

    def entry(self, person_id: str, entity: str, entry_id: str) -> Entry | None:
        """Gives one entry as it stands now, by its id; None if there is none."""
        return reading.entry(self._database, person_id, entity, entry_id)

    def entry_counts(self, person_id: str) -> dict[str, int]:
        """Gives how many entries of each kind there are now, and under `sample` how many imported samples."""
        return reading.entry_counts(self._database, person_id)

    def held_samples(self, person_id: str) -> "Iterator[HeldSample]":
        """Gives the imported samples one by one, edits applied, each with the imports that hold it."""
        from untwitch.record.held import held_samples  # noqa: PLC0415 - only an export needs it

        return held_samples(self._database, person_id)

    def freshness(self, person_id: str) -> dict[tuple[str, str], Instant]:
        """Gives the newest instant of every (app, measure); typed ones under the app `typed`."""
        return reading.freshness(self._database, person_id)

    def latest_outcome(self, person_id: str) -> Instant | None:
        """Gives the start of the newest twitch or watch that was ever kept, or None."""
        return reading.latest_outcome(self._database, person_id)

    def import_run(  # noqa: PLR0913 - each is one fact of provenance
        self,
        person_id: str,
        *,
        path: str,
        sha256: str,
        size_bytes: int,
        format: str,  # noqa: A002 - the word of the import contract
        app: str,
        importer_version: str,
    ) -> "AbstractContextManager[ImportRun]":
        """Starts an import; nothing of it is seen before its `finish`, and nothing stays without it.

        The record is backed up before the first import of an opening.
        """
        from untwitch.record.runs import Origin  # noqa: PLC0415 - a typed entry needs no import

        origin = Origin(
            path=path,
            sha256=sha256,
            size_bytes=size_bytes,
            format=format,
            app=app,
            importer_version=importer_version,
        )
        return self._importing(person_id, origin)

    @contextmanager
    def _importing(self, person_id: str, origin: "Origin") -> "Iterator[ImportRun]":
        from untwitch.record import runs  # noqa: PLC0415 - a typed entry needs no import

        if not self._backed_up and backup.holds_anything(self._database):
            backup.back_up(self._database, reason="import", now_ms=self._now_ms)
        self._backed_up = True
        with runs.importing(self._database, person_id, origin=origin, stamp=self._stamp()) as run:
            yield run

    def runs(self, person_id: str) -> "tuple[RunSummary, ...]":
        """Gives the finished imports of a person that were not undone, oldest first."""
        from untwitch.record import summary  # noqa: PLC0415 - a typed entry needs no import

        return summary.finished(self._database, person_id)

    def undo_run(self, person_id: str, run_id: str) -> int:
        """Undoes an import: what no other import holds is gone; edits stay for a later import.

        Returns:
            How many samples and entries are gone.

        Raises:
            Refused: There is no such run.
        """
        return sweep.undo(self._database, person_id, run_id)

    def integrity(self) -> list[str]:
        """Checks the file through and gives one sentence for each fault; empty if all is well."""
        return reading.integrity(self._database)

    def damaged(self, detail: str) -> Refused:
        """Gives the sentence about a damaged file: what to do, with the backups by name."""
        return damaged(self.path, detail)

    def back_up(self) -> Path:
        """Copies the record into the folder beside it, with its SHA-256, because a person asked for it."""
        return backup.back_up(self._database, reason="hand", now_ms=self._now_ms)

    def erase_person(self, person_id: str) -> int:
        """Erases everything of one person and rewrites the file; gives how many rows are gone.

        Raises:
            Refused: There is no such person, or somebody else is using the record.
        """
        return erasing.erase_person(self._database, person_id)

    def erase_kind(self, person_id: str, kind: str) -> int:
        """Erases all entries of a kind, or all values of a measure, and rewrites the file.

        Returns:
            How many are gone.

        Raises:
            Refused: There is no such kind or person, or somebody else is using the record.
        """
        return erasing.erase_kind(self._database, person_id, kind)

    def add_device(self, name: str, secret: str) -> Device:
        """Pairs a browser, which will show this secret from now on."""
        return devices.add_device(self._database, name=name, secret=secret, now_ms=self._now_ms)

    def device_of(self, secret: str) -> Device | None:
        """Gives the paired browser that shows a secret, or None."""
        return devices.device_of(self._database, secret, now_ms=self._now_ms)

    def devices(self) -> tuple[Device, ...]:
        """Gives every paired browser, the newest first."""
        return devices.devices(self._database)

    def remove_device(self, device_id: str) -> None:
        """Takes a browser off the list.

        Raises:
            Refused: There is no such browser.
        """
        devices.remove_device(self._database, device_id, now_ms=self._now_ms)

    def was_revoked(self, secret: str) -> bool:
        """Says whether a browser that shows this secret was taken off the list."""
        return devices.was_revoked(self._database, secret)

    def backups(self) -> tuple[Path, ...]:
        """Gives the backups beside the record, newest first."""
        return backup.backups(self.path)

    def _stamp(self) -> Stamp:
        return Stamp(instant_ms=self._now_ms, device=self._device)
