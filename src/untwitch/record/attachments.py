"""Photos and clips beside entries, in parts of at most a mebibyte, so that none is ever whole in memory.

row        started            |- parts 0, 1, 2 ... -|          finished
size       0                                                   all parts together
seen                                                            from here on, while its entry is there
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from untwitch.facts.attachment import LARGEST_BYTES, Attachment
from untwitch.facts.identity import checked_id
from untwitch.facts.refused import Refused
from untwitch.record import edits, operations
from untwitch.record.connection import Database
from untwitch.record.operations import ATTACHMENT, ENTRY, Sent, Stamp
from untwitch.record.people import person_key
from untwitch.record.schema import attachment, attachment_part

PART_BYTES = 1 << 20
UNFINISHED_MS = 24 * 3_600_000
"""How long the parts of one that was never finished are kept."""


class Attachments:
    """The photos and clips of one person, in the open record."""

    def __init__(self, database: Database, person_id: str, *, stamp: Stamp) -> None:
        """Keeps where to read and write.

        Args:
            database: The open record.
            person_id: Whose.
            stamp: When and on which device.
        """
        self._database = database
        self._person_id = person_id
        self._stamp = stamp

    def part(self, attachment_id: str, number: int, content: bytes, *, entity: str, entity_id: str) -> None:
        """Keeps one part; the first one starts it. A part that is there already is not kept twice.

        Args:
            attachment_id: UUID made by who adds it.
            number: 0 for the first part; parts come in order.
            content: At most `PART_BYTES`.
            entity: Kind of the entry.
            entity_id: Its id.

        Raises:
            Refused: There is no such entry, parts are missing before this one, it is too large, or what has
                this id is finished or belongs to another entry.
        """
        if not 0 < len(content) <= PART_BYTES:
            raise Refused(f"a part has 1 to {PART_BYTES} bytes, not {len(content)}")
        with self._database.write() as connection:
            key = person_key(connection, self._person_id)
            own = checked_id(attachment_id)
            row = self._row(connection, key, own)
            if row is None:
                self._start(connection, key, own, entity, checked_id(entity_id))
            elif (row.entity, row.entity_id) != (entity, entity_id):
                raise Refused(f"id {own} already stands for a photo or clip of another entry")
            elif row.sha256:
                raise Refused(f"the photo or clip {own} is finished already")
            there, size = self._so_far(connection, key, own)
            if number < there:
                return
            if number > there:
                raise Refused(f"part {number} came before part {there}")
            if size + len(content) > LARGEST_BYTES:
                raise Refused(f"a photo or clip of more than {LARGEST_BYTES >> 20} MiB cannot be kept")
            row_of_part = {"person_id": key, "id": own, "number": number, "content": content}
            connection.execute(insert(attachment_part), row_of_part)

    def _start(self, connection: Connection, key: int, own: str, entity: str, entity_id: str) -> None:
        if not edits.current(connection, key, entity, only=entity_id):
            raise Refused(f"no {entity} has the id {entity_id!r} now")
        for old in connection.execute(
            select(attachment.c.id).where(
                attachment.c.person_id == key,
                attachment.c.sha256 == "",
                attachment.c.added_ms < self._stamp.instant_ms - UNFINISHED_MS,
            )
        ).scalars():
            self._forget(connection, key, old)
        connection.execute(
            insert(attachment),
            {
                "person_id": key, "id": own, "entity": entity, "entity_id": entity_id, "media_type": "",
                "size_bytes": 0, "sha256": "", "added_ms": self._stamp.instant_ms,
            },
        )  # fmt: skip

    def finish(self, attachment_id: str, *, media_type: str, size_bytes: int) -> Attachment:
        """Makes it seen, once all parts are there; once more it changes nothing.

        Args:
            attachment_id: Its id.
            media_type: What it is.
            size_bytes: How large all of it is.

        Raises:
            Refused: There is none of that id, or parts of it are missing.
        """
        with self._database.write() as connection:
            key = person_key(connection, self._person_id)
            own = checked_id(attachment_id)
            row = self._row(connection, key, own)
            if row is None:
                raise Refused(f"no photo or clip has the id {own!r}")
            if row.sha256:
                return _fact(row)
            size = self._so_far(connection, key, own)[1]
            if size != size_bytes:
                raise Refused(f"of the photo or clip {own} only {size} of {size_bytes} bytes came")
            digest = hashlib.sha256()
            for piece in self._pieces(connection, key, own):
                digest.update(piece)
            made = Attachment(
                own, row.entity, row.entity_id, media_type, size, digest.hexdigest(), row.added_ms
            )
            connection.execute(
                update(attachment)
                .where(attachment.c.person_id == key, attachment.c.id == own)
                .values(media_type=media_type, size_bytes=size, sha256=made.sha256)
            )
            sent = Sent(own, made.sha256)
            operations.append(connection, key, [(ATTACHMENT, own, ENTRY, True)], stamp=self._stamp, sent=sent)
        return made

    def first_bytes(self, attachment_id: str, count: int) -> bytes:
        """Gives the first bytes of one, finished or not; empty if there is none.

        Args:
            attachment_id: Its id.
            count: How many.
        """
        with self._database.read() as connection:
            key = person_key(connection, self._person_id)
            mine = (attachment_part.c.person_id == key, attachment_part.c.id == checked_id(attachment_id))
            wanted = select(func.substr(attachment_part.c.content, 1, count)).where(
                *mine, attachment_part.c.number == 0
            )
            return bytes(connection.execute(wanted).scalar() or b"")

    def remove(self, attachment_id: str, *, sent: Sent | None = None) -> None:
        """Removes one, as an operation that can be undone; its bytes stay until they are erased.

        Args:
            attachment_id: Its id.
            sent: What the removal was sent as; sent once more, nothing is done.

        Raises:
            Refused: There is none of that id now.
        """
        with self._database.write() as connection:
            key = person_key(connection, self._person_id)
            if not operations.is_done(connection, key, sent):
                made = [(ATTACHMENT, self.one(attachment_id).id, ENTRY, False)]
                operations.append(connection, key, made, stamp=self._stamp, sent=sent)

    def of_all(self) -> tuple[Attachment, ...]:
        """Gives those that are there now, beside entries that are there now, the oldest first."""
        with self._database.read() as connection:
            key = person_key(connection, self._person_id)
            said = edits.changes(connection, key, ATTACHMENT)
            rows = connection.execute(
                select(attachment)
                .where(attachment.c.person_id == key, attachment.c.sha256 != "")
                .order_by(attachment.c.added_ms, attachment.c.id)
            ).all()
            held = [_fact(row) for row in rows if said.get(row.id, {}).get(ENTRY)]
            return tuple(
                each for each in held if edits.current(connection, key, each.entity, only=each.entity_id)
            )

    def one(self, attachment_id: str) -> Attachment:
        """Gives one that is there now.

        Raises:
            Refused: There is none of that id now.
        """
        found = next((each for each in self.of_all() if each.id == checked_id(attachment_id)), None)
        if found is None:
            raise Refused(f"no photo or clip has the id {attachment_id!r} now")
        return found

    def content(self, attachment_id: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Gives the bytes of one, part by part.

        Args:
            attachment_id: Its id.
            start: First byte wanted.
            end: One past the last byte wanted, or None for all.
        """
        number = start // PART_BYTES
        at = number * PART_BYTES
        while end is None or at < end:
            with self._database.read() as connection:
                key = person_key(connection, self._person_id)
                piece = _part(connection, key, attachment_id, number)
            if piece is None:
                return
            yield piece[max(start - at, 0) : None if end is None else end - at]
            at += len(piece)
            number += 1

    def _pieces(self, connection: Connection, key: int, own: str) -> Iterator[bytes]:
        number = 0
        while (piece := _part(connection, key, own, number)) is not None:
            yield piece
            number += 1

    def _row(self, connection: Connection, key: int, own: str) -> "Row[tuple[object, ...]] | None":
        mine = select(attachment).where(attachment.c.person_id == key, attachment.c.id == own)
        return connection.execute(mine).one_or_none()

    def _so_far(self, connection: Connection, key: int, own: str) -> tuple[int, int]:
        """Gives how many parts are there, and how many bytes."""
        columns = attachment_part.c
        size = func.coalesce(func.sum(func.length(columns.content)), 0)
        mine = select(func.count(), size).where(columns.person_id == key, columns.id == own)
        count, size_bytes = connection.execute(mine).one()
        return int(count), int(size_bytes)

    def _forget(self, connection: Connection, key: int, own: str) -> None:
        for table in (attachment_part, attachment):
            connection.execute(delete(table).where(table.c.person_id == key, table.c.id == own))


def _part(connection: Connection, key: int, own: str, number: int) -> bytes | None:
    columns = attachment_part.c
    wanted = select(columns.content).where(
        columns.person_id == key, columns.id == own, columns.number == number
    )
    found = connection.execute(wanted).scalar()
    return None if found is None else bytes(found)


def _fact(row: "Row[tuple[object, ...]]") -> Attachment:
    return Attachment(
        row.id, row.entity, row.entity_id, row.media_type, row.size_bytes, row.sha256, row.added_ms
    )
