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
    first, second = tokens.new(), tokens.new(is_phone=True)
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
