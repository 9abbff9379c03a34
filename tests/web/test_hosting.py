import re

from untwitch.actions.session import Session
from untwitch.web.hosting import Hosting, Tokens


def test_a_word_opens_once() -> None:
    tokens = Tokens()
    word = tokens.new()
    assert not tokens.spend("")
    assert not tokens.spend(word[:-1])
    assert tokens.spend(word)
    assert not tokens.spend(word)


def test_words_are_long_and_their_own() -> None:
    tokens = Tokens()
    first, second = tokens.new(), tokens.new()
    assert len(first) >= 22
    assert tokens.spend(second)
    assert tokens.spend(first)


def test_addresses_name_scheme_host_port_and_path(session: Session) -> None:
    plain = Hosting(session=lambda: session, hosts=frozenset(), port=8777)
    secure = Hosting(session=lambda: session, hosts=frozenset(), port=9000, is_secure=True)
    assert plain.address() == "http://127.0.0.1:8777/"
    assert secure.address("/more", host="untwitch.local") == "https://untwitch.local:9000/more"
    assert plain.cookie == "untwitch"
    assert secure.cookie == "__Host-untwitch"


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_word_for_a_phone_opens_ten_minutes_and_only_where_phones_come_in() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    word = tokens.new(is_phone=True)
    assert re.fullmatch("[a-z2-7]{26}", word)
    assert not tokens.spend(word)
    clock.now_s = 599.9
    assert tokens.spend(word, is_phone=True)
    assert not tokens.spend(word, is_phone=True)
    late = tokens.new(is_phone=True)
    clock.now_s += 600
    assert not tokens.spend(late, is_phone=True)


def test_the_link_of_the_computer_lets_no_phone_in() -> None:
    tokens = Tokens()
    word = tokens.new()
    assert not tokens.spend(word, is_phone=True)
    assert tokens.spend(word)


def test_only_the_newest_word_for_a_phone_opens() -> None:
    tokens = Tokens()
    link, first, second = tokens.new(), tokens.new(is_phone=True), tokens.new(is_phone=True)
    assert not tokens.spend(first, is_phone=True)
    assert tokens.spend(second, is_phone=True)
    assert tokens.spend(link)


def test_a_typed_word_may_be_in_capitals_and_groups() -> None:
    tokens = Tokens()
    word = tokens.new(is_phone=True).upper()
    assert tokens.spend(f" {word[:4]} {word[4:8]}-{word[8:]} ", is_phone=True)
