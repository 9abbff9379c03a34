"""Gives a person everything that is kept of them, as tables and as one document that can be read back."""

import csv
import dataclasses
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from untwitch import __version__
from untwitch.actions.session import Session
from untwitch.facts.attachment import Attachment
from untwitch.facts.fact_table import KINDS, SAMPLE_COLUMNS, Cell, cells, clock, columns
from untwitch.facts.instant import Instant
from untwitch.facts.measure import measure
from untwitch.facts.refused import Refused
from untwitch.record.record import Record

CONTRACT = "export/1"
DOCUMENT = "export.json"
ATTACHMENTS = "attachments"
"""Folder of the photos and clips, as they came."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_TEXT_AT_ONCE = 1 << 16
_IN_MEMORY_BYTES = 1 << 24

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        path: The folder or zip.
        rows: Rows by table.
    """

    path: Path
    rows: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Gives it as one object."""
        return {"contract": CONTRACT, "path": str(self.path), "rows": dict(self.rows)}


class Export:
    """Everything that is kept of one person, read from the open record.

    Attributes:
        name: What the person is called here.
    """

    def __init__(self, record: Record, person_id: str, *, session: Session) -> None:
        """Keeps where to read.

        Args:
            record: The open record.
            person_id: Whose.
            session: The moment, told in the document.
        """
        self._record = record
        self._person_id = person_id
        self._session = session

    def facts(self, kind: str) -> Iterator[Row]:
        """Gives the rows of one kind of fact."""
        for each in self._record.entries(self._person_id, kind):
            yield cells(kind, each)

    def samples(self, *, runs_as_text: bool) -> Iterator[dict[str, Any]]:
        """Gives the imported samples.

        Args:
            runs_as_text: Whether the numbers of the imports are one cell, as tables have them.
        """
        for each in self._record.held_samples(self._person_id):
            row = each.row
            start, end = (Instant(ms, row.zone, row.zone_known_by) for ms in (row.start_ms, row.end_ms))
            values = (
                each.sample_id, each.measure, row.value, measure(each.measure).unit, clock(start), clock(end),
                row.zone, row.zone_known_by, row.app, row.estimate,
                " ".join(each.runs) if runs_as_text else list(each.runs),
            )  # fmt: skip
            yield dict(zip(SAMPLE_COLUMNS, values, strict=True))

    def document(self) -> Iterator[str]:
        """Gives the one JSON document, in pieces of text."""
        person = next(each for each in self._record.persons() if each.person_id == self._person_id)
        head = {
            "contract": CONTRACT,
            "version": __version__,
            "made": clock(self._session.now),
            "person": {"id": person.person_id, "name": person.name},
            "settings": self._record.settings(self._person_id),
            "runs": [each.to_json() for each in self._record.runs(self._person_id)],
            "entries": {kind: [dict(each) for each in self.facts(kind)] for kind in KINDS},
            "attachments": [
                {**dataclasses.asdict(each), "file": f"{ATTACHMENTS}/{each.file_name}"}
                for each in self.attachments()
            ],
        }
        yield _json(head).removesuffix("}")
        yield ', "samples": ['
        mark = ""
        for each in self.samples(runs_as_text=False):
            yield f"{mark}\n{_json(each)}"
            mark = ","
        yield "]}\n"

    def attachments(self) -> tuple[Attachment, ...]:
        """Gives the photos and clips."""
        return self._record.attachments(self._person_id).of_all()

    def content(self, attachment: Attachment) -> Iterator[bytes]:
        """Gives the bytes of a photo or clip, piece by piece."""
        return self._record.attachments(self._person_id).content(attachment.id)

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterable[Row]]]:
        """Gives name, columns and rows of each table."""
        for kind in KINDS:
            yield f"{kind}.csv", columns(kind), self.facts(kind)
        yield "samples.csv", SAMPLE_COLUMNS, self.samples(runs_as_text=True)


def document(session: Session) -> Iterator[str]:
    """Gives everything of the person of this session as one JSON document, in pieces of text.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: There is no such person.
    """
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        yield from Export(record, person_id, session=session).document()


def export(session: Session, out: Path) -> Exported:
    """Writes everything of the person of this session to a folder, or a zip where the name ends so.

    Args:
        session: Place, moment and person.
        out: The folder or zip; it must not be there, except as an empty folder.

    Raises:
        Refused: It is there already, or there is no such person.
        OSError: It cannot be written.
    """
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise Refused(f"{out} is there already; name a new folder or zip")
    rows: dict[str, int] = {}
    with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
        person_id = record.person(session.person_name).person_id
        writer = _Zip(out) if out.suffix.lower() == ".zip" else _Folder(out)
        made = Export(record, person_id, session=session)
        with writer:
            for name, header, found in made.tables():
                rows[name] = writer.table(name, header, found)
            writer.text(DOCUMENT, made.document())
            for each in made.attachments():
                writer.bytes(f"{ATTACHMENTS}/{each.file_name}", made.content(each))
    return Exported(out, rows)


def zipped(session: Session) -> Iterator[bytes]:
    """Gives everything of the person of this session as the bytes of a zip, which is kept nowhere.

    Args:
        session: Place, moment and person.

    Raises:
        Refused: There is no such person.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        with Record.open(session.record_path, now_ms=session.now.utc_ms, device=session.device) as record:
            person_id = record.person(session.person_name).person_id
            made = Export(record, person_id, session=session)
            with _ZipStream(file) as writer:
                for name, header, found in made.tables():
                    writer.table(name, header, found)
                writer.text(DOCUMENT, made.document())
        file.seek(0)
        while piece := file.read(_TEXT_AT_ONCE):
            yield piece


class _Folder:
    """Writes the files of an export into a folder."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Self:
        self._out.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        return

    def table(self, name: str, header: tuple[str, ...], rows: Iterable[Row]) -> int:
        counted = _Counted(rows)
        self.text(name, _csv(header, counted))
        return counted.count

    def text(self, name: str, pieces: Iterable[str]) -> None:
        with (self._out / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)

    def bytes(self, name: str, pieces: Iterable[bytes]) -> None:
        (self._out / name).parent.mkdir(mode=0o700, exist_ok=True)
        with (self._out / name).open("wb") as file:
            file.writelines(pieces)


class _Zip(_Folder):
    """Writes the files of an export into a zip, which bears its name only when it is whole."""

    def __enter__(self) -> Self:
        self._out.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished = self._out.with_name(self._out.name + ".unfinished")
        self._archive = zipfile.ZipFile(self._unfinished, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._archive.close()
        if kind is None:
            self._unfinished.replace(self._out)
        else:
            self._unfinished.unlink(missing_ok=True)

    def text(self, name: str, pieces: Iterable[str]) -> None:
        self.bytes(name, (each.encode() for each in pieces))

    def bytes(self, name: str, pieces: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name, _ZIP_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._archive.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)


class _ZipStream(_Zip):
    """Writes the files of an export into a zip that somebody else holds open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._archive.close()


class _Counted:
    """Counts the rows that are taken from it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        for each in self._rows:
            self.count += 1
            yield each


def _csv(header: tuple[str, ...], rows: Iterable[Row]) -> Iterator[str]:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    for each in rows:
        writer.writerow({name: _cell(value) for name, value in each.items()})
        if text.tell() > _TEXT_AT_ONCE:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
