"""Imports of brought files in the background: first only looked at, then, if wanted, kept.

look   |== reads everything, keeps nothing ==|  the person reads what would be taken
keep                                               |== the same, and keeps it ==|  file dropped
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from untwitch.actions.bring_in import ImportAnswer, bring_in
from untwitch.actions.session import Session
from untwitch.actions.uploads import Upload, drop, upload_of
from untwitch.facts.refused import Refused

MOST_REMEMBERED = 40
DEFECT = "This file could not be read. That is a fault of untwitch; nothing of it was kept."
_LOG = logging.getLogger(__name__)

State = Literal["waiting", "reading", "done", "refused"]


@dataclass(frozen=True, slots=True)
class Work:
    """One reading of a file, as far as it is.

    Attributes:
        name: What the person calls the file.
        keeps: Whether what is read is kept; else it is only looked at.
        mapping: Meaning by column, as the person said.
        state: How far it is.
        done_bytes: Bytes read, unpacked.
        total_bytes: Bytes to read, or None where nothing says.
        rows: Rows met so far.
        answer: What became of it, when done.
        sentence: Why not, when refused.
    """

    name: str
    keeps: bool
    mapping: Mapping[str, str]
    state: State = "waiting"
    done_bytes: int = 0
    total_bytes: int | None = None
    rows: int = 0
    answer: ImportAnswer | None = None
    sentence: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it is done or refused."""
        return self.state in {"done", "refused"}

    @property
    def is_kept(self) -> bool:
        """Whether something of the file is in the record now."""
        return self.keeps and self.answer is not None and bool(self.answer.files)


class ImportDesk:
    """The readings of this server, one after the other."""

    def __init__(self) -> None:
        """Starts with none."""
        self._works: OrderedDict[tuple[Path, str], Work] = OrderedDict()
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def work(self, session: Session, upload_id: str) -> Work | None:
        """Gives the newest reading of a file, or None.

        Args:
            session: Place.
            upload_id: Which file.
        """
        with self._lock:
            return self._works.get((session.home, upload_id))

    def look(self, session: Session, upload_id: str, *, mapping: Mapping[str, str] | None = None) -> Work:
        """Gives what would be taken of a file, or how far the reading is; begins it where there is none.

        Args:
            session: Place, moment and person.
            upload_id: Which file.
            mapping: Meaning by column; None for what was said before.

        Raises:
            Refused: There is no such file, or it is not whole.
        """
        work = self.work(session, upload_id)
        if work is not None and (mapping is None or not work.is_over or work.is_kept):
            return work
        return self._begin(session, upload_id, keeps=False, mapping=mapping or {}, is_right=False)

    def keep(self, session: Session, upload_id: str, *, is_right: bool = False) -> Work:
        """Keeps what is in a file, with the meanings that were said while looking.

        Args:
            session: Place, moment and person.
            upload_id: Which file.
            is_right: Whether the person looked at the first rows of a format that was never tried and found
                them right.

        Raises:
            Refused: There is no such file.
        """
        work = self.work(session, upload_id)
        if work is not None and (not work.is_over or work.is_kept):
            return work
        mapping = work.mapping if work is not None else {}
        return self._begin(session, upload_id, keeps=True, mapping=mapping, is_right=is_right)

    def _begin(
        self, session: Session, upload_id: str, *, keeps: bool, mapping: Mapping[str, str], is_right: bool
    ) -> Work:
        upload = upload_of(session, upload_id)
        if not upload.is_whole:
            raise Refused(f"only a part of {upload.name} is here; choose the file again, and it goes on")
        work = Work(upload.name, keeps, dict(mapping))
        with self._lock:
            self._works[session.home, upload_id] = work
            self._works.move_to_end((session.home, upload_id))
            if len(self._works) > MOST_REMEMBERED:
                self._works.popitem(last=False)
        # A daemon: what an import that is cut off left is swept when the record is opened next.
        threading.Thread(
            target=self._run, args=(session, upload, is_right), name="untwitch-import", daemon=True
        ).start()
        return work

    def _run(self, session: Session, upload: Upload, is_right: bool) -> None:  # noqa: FBT001 - of a thread
        with self._reading:
            work = self._now(session, upload, state="reading")

            def progress(done_bytes: int, total_bytes: int | None, *, kinds: Mapping[str, int]) -> None:
                rows = sum(kinds.values())
                self._now(session, upload, done_bytes=done_bytes, total_bytes=total_bytes, rows=rows)

            try:
                answer = bring_in(
                    session,
                    [upload.path],
                    dry_run=not work.keeps,
                    mapping=work.mapping,
                    progress=progress,
                    confirm=lambda _: is_right,
                    within=upload.path.parent,
                )
            except (Refused, OSError) as refusal:
                sentence = str(refusal).replace(f"{upload.path.parent}/", "")
                self._now(session, upload, state="refused", sentence=sentence)
            except Exception:  # noqa: BLE001 - the page must come to an end, and says so
                _LOG.exception("a brought file could not be read")
                self._now(session, upload, state="refused", sentence=DEFECT)
            else:
                work = self._now(session, upload, state="done", answer=answer)
                if work.is_kept:
                    drop(session, upload.id)

    def _now(self, session: Session, upload: Upload, **changed: object) -> Work:
        with self._lock:
            work = self._works.get((session.home, upload.id)) or Work(upload.name, keeps=False, mapping={})
            new: Work = replace(work, **changed)  # type: ignore[arg-type]
            self._works[session.home, upload.id] = new
            return new
