"""What the readers of exports of many small files share: each file is of a kind, told by its begin."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from untwitch.facts.problem import Incomplete, Problem
from untwitch.facts.refused import Refused
from untwitch.facts.stay import Stay
from untwitch.intake.bounded import MEBIBYTE
from untwitch.intake.members import Member, Members
from untwitch.intake.progress import Progress
from untwitch.sources.shelf import NOT_READ, Shelf
from untwitch.sources.source import ColumnPlan, Item, NextFile
from untwitch.sources.wall_place import WallPlace

KNOWN = 0.95
LARGEST_FILE_BYTES = 256 * MEBIBYTE
FIRST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Setting:
    """What the files of one import are read with.

    Attributes:
        shelf: Takes what they hold.
        place: Where the person was.
        mapping: What a person said of tags, in the words of `--map`.
        members: All files, those that are not read too.
    """

    shelf: Shelf
    place: WallPlace
    mapping: Mapping[str, str]
    members: Members


class FileReader(ABC):
    """Takes the files of one import, one after the other.

    Attributes:
        shelf: What it has taken.
        place: Where the person was.
        setting: What it reads with.
    """

    def __init__(self, setting: Setting) -> None:
        """Starts empty."""
        self.setting = setting
        self.shelf = setting.shelf
        self.place = setting.place

    @abstractmethod
    def take(self, kind: str, member: Member) -> Iterator[Item]:
        """Takes one file.

        Args:
            kind: What it is.
            member: The file.

        Yields:
            What is no sample.

        Raises:
            Refused: It cannot be read as a whole.
        """

    def finish(self) -> Iterator[Item]:
        """Takes what needs several files, and gives what is no sample."""
        yield from ()


class FileSource(ABC):
    """Reads an export of files of several kinds.

    Attributes:
        name: Name of the format.
        version: Version of the reader.
        app_name: The app.
        measures: Ids of the measures that it can give.
        together: Whether the files of one folder or zip are one import.
        unproven: Whether no real file was at hand.
        order: Kinds that are read, in that order; files of any other kind are counted and not read.
    """

    name: str
    version = "1"
    app_name: str
    measures: frozenset[str]
    together = True
    unproven = False
    order: tuple[str, ...]

    @abstractmethod
    def kind_of(self, member: Member) -> str:
        """Gives the kind of a file by its begin: one that is not in `order` where it is known and not read.

        Args:
            member: The file.

        Returns:
            The kind; empty for a stranger.
        """

    @abstractmethod
    def reader(self, setting: Setting) -> FileReader:
        """Gives what takes the files of one import."""

    def app(self, members: Members) -> str:  # noqa: ARG002 - one app writes this format
        """Gives the name of the app."""
        return self.app_name

    def claims(self, members: Members) -> float:
        """Says whether one of the files is of a kind of this format."""
        return KNOWN if any(map(self.kind_of, members.members)) else 0.0

    def plan(
        self,
        members: Members,  # noqa: ARG002 - most formats leave nothing to choose
        *,
        mapping: Mapping[str, str] | None,  # noqa: ARG002
    ) -> tuple[ColumnPlan, ...]:
        """Gives nothing: the format leaves no choice."""
        return ()

    def read(
        self,
        members: Members,
        *,
        mapping: Mapping[str, str] | None,
        zone: str,
        progress: Progress,
        stays: Iterable[Stay] = (),
    ) -> Iterator[Item]:
        """Gives what the files hold; one that cannot be read becomes a problem and hides no other.

        Args:
            members: The opened files.
            mapping: What a person said of tags.
            zone: Zone of times for which neither the file nor a stay names one.
            progress: Told after each file.
            stays: Zone history.

        Raises:
            Refused: What the person said has no meaning, or the only file cannot be read.
        """
        shelf = Shelf()
        place = WallPlace(zone, stays=stays)
        reader = self.reader(Setting(shelf, place, mapping or {}, members))
        if members.damage:
            yield Incomplete(members.name, members.damage)
        kinds = [(each, self.kind_of(each)) for each in members.members]
        place_of = {kind: number for number, kind in enumerate(self.order)}
        wanted = sorted((each for each in kinds if each[1] in place_of), key=lambda each: place_of[each[1]])
        for _, kind in kinds:
            if kind and kind not in place_of:
                shelf.keep_apart(kind, what=NOT_READ)
        done_bytes = sum(each.size or 0 for each, kind in kinds if kind not in place_of)
        for number, (member, kind) in enumerate(wanted):
            if number:
                yield from shelf.items(at_least=1)
                yield NextFile()
            try:
                for item in reader.take(kind, member):
                    yield item
                    yield from shelf.items()
            except Refused as refused:
                if len(members.members) == 1:
                    raise
                yield Problem(member.name, f"{refused}; left out")
            done_bytes += member.size or 0
            progress(done_bytes, members.bytes, kinds=shelf.kinds())
        yield from reader.finish()
        yield from shelf.finish(where=members.name)


def whole(member: Member) -> bytes:
    """Gives the bytes of a file.

    Raises:
        Refused: It is larger than any real one, damaged or cut off.
    """
    return member.whole(at_most_bytes=LARGEST_FILE_BYTES)
