"""Age files of our own: what is sealed opens, and what was touched does not."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.crypto import age, base64, bech32, stream
from webapp.crypto.errors import AgeError, AgeHeaderError, AgeNoMatch, AgePayloadError
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.header import Stanza, read_header, write_header, write_unsigned
from webapp.crypto.recipients import (
    HybridIdentity,
    HybridRecipient,
    Identity,
    Recipient,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    parse_identities,
    parse_identity,
    parse_recipient,
)
from webapp.errors import KeyInvalid

HYBRID = HybridIdentity.from_seed(bytes(range(32)))
CLASSICAL = X25519Identity(bytes(range(32, 64)))
PAIRS: dict[str, tuple[Recipient, Identity]] = {
    "hybrid": (HYBRID.recipient(), HYBRID),
    "x25519": (CLASSICAL.recipient(), CLASSICAL),
    "scrypt": (ScryptRecipient("ลับมาก", log_n=2), ScryptIdentity("ลับมาก")),
}
SEALED = {name: age.encrypt(b"canary " * 9, [pair[0]]) for name, pair in PAIRS.items()}
CHUNK = stream.CHUNK_BYTES


@pytest.mark.parametrize("kind", PAIRS)
@given(plaintext=st.binary(max_size=300))
@settings(max_examples=20, deadline=None)
def test_what_is_sealed_opens(kind: str, plaintext: bytes) -> None:
    recipient, identity = PAIRS[kind]
    assert age.decrypt(age.encrypt(plaintext, [recipient]), [identity]) == plaintext


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1])
def test_every_size_around_a_chunk(size: int) -> None:
    sealed = age.encrypt(b"x" * size, [CLASSICAL.recipient()])
    payload = len(sealed) - read_header(sealed).length - stream.NONCE_BYTES
    assert payload == stream.sealed_size(size)
    assert stream.opened_size(payload) == size
    assert age.decrypt(sealed, [CLASSICAL]) == b"x" * size


@pytest.mark.parametrize("size", [0, 15, CHUNK + 17, CHUNK + 32, 2 * (CHUNK + 16) + 16])
def test_sizes_that_no_stream_has(size: int) -> None:
    with pytest.raises(AgePayloadError):
        stream.opened_size(size)


@pytest.mark.parametrize("kind", PAIRS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_changed_file_never_opens(kind: str, data: st.DataObject) -> None:
    sealed = bytearray(SEALED[kind])
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(AgeError):
        age.decrypt(bytes(sealed), [ScryptIdentity("ลับมาก", max_log_n=5), HYBRID, CLASSICAL])


@pytest.mark.parametrize("kind", PAIRS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_cut_or_prolonged_file_never_opens(kind: str, data: st.DataObject) -> None:
    sealed = SEALED[kind]
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    longer = sealed + data.draw(st.binary(min_size=1, max_size=40))
    for changed in (cut, longer):
        with pytest.raises(AgeError):
            age.decrypt(changed, [PAIRS[kind][1]])


@given(st.binary(max_size=400))
def test_random_bytes_only_raise_what_is_promised(data: bytes) -> None:
    for prefix in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "):
        with pytest.raises(AgeError):
            age.decrypt(prefix + data, [HYBRID, CLASSICAL])


@given(
    st.lists(
        st.builds(
            Stanza,
            st.lists(st.text("!azAZ09~/+-", min_size=1), min_size=1, max_size=4).map(tuple),
            st.binary(max_size=200),
        ),
        min_size=1,
        max_size=4,
    ),
    st.binary(min_size=32, max_size=32),
)
def test_a_written_header_reads_back(stanzas: list[Stanza], mac: bytes) -> None:
    text = write_header(write_unsigned(stanzas), mac)
    found = read_header(text + b"payload")
    assert (list(found.stanzas), found.mac, found.length) == (stanzas, mac, len(text))


def test_any_recipient_opens_and_no_stranger_does() -> None:
    other = HybridIdentity.generate()
    sealed = age.encrypt(b"x", [HYBRID.recipient(), other.recipient()])
    assert age.decrypt(sealed, [other]) == age.decrypt(sealed, [HYBRID]) == b"x"
    with pytest.raises(AgeNoMatch):
        age.decrypt(sealed, [HybridIdentity.generate(), CLASSICAL])


def test_the_same_plaintext_never_seals_to_the_same_bytes() -> None:
    assert age.encrypt(b"x", [HYBRID.recipient()]) != age.encrypt(b"x", [HYBRID.recipient()])


@pytest.mark.parametrize(
    "recipients",
    [
        [],
        [HYBRID.recipient(), CLASSICAL.recipient()],
        [ScryptRecipient("a", 2), ScryptRecipient("b", 2)],
        [ScryptRecipient("a", 2), HYBRID.recipient()],
    ],
    ids=["none", "classical beside hybrid", "two passphrases", "passphrase beside a key"],
)
def test_recipients_that_would_weaken_a_file(recipients: list[Recipient]) -> None:
    with pytest.raises(ValueError, match="recipient"):
        age.encrypt(b"x", recipients)


def test_work_that_a_hostile_file_asks_for_is_refused() -> None:
    sealed = age.encrypt(b"x", [ScryptRecipient("p", log_n=6)])
    with pytest.raises(AgeHeaderError):
        age.decrypt(sealed, [ScryptIdentity("p", max_log_n=5)])


@pytest.mark.parametrize("identity", [HYBRID, CLASSICAL])
def test_keys_survive_being_text(identity: HybridIdentity | X25519Identity) -> None:
    assert parse_identity(identity.export()).export() == identity.export()
    recipient = str(identity.recipient())
    assert str(parse_recipient(recipient)) == recipient


@given(st.text(max_size=40), st.sampled_from(["", "age1", "age1pq1", "AGE-SECRET-KEY-PQ-1"]))
def test_other_text_is_no_key(text: str, prefix: str) -> None:
    for parse in (parse_recipient, parse_identity):
        with pytest.raises(KeyInvalid):
            parse(prefix + text)


def test_a_key_in_the_wrong_case_or_place_is_refused() -> None:
    public, secret = str(HYBRID.recipient()), HYBRID.export()
    for text in (public.upper(), secret, public[:-1] + "b", public + "q", " " + public):
        with pytest.raises(KeyInvalid):
            parse_recipient(text)
    with pytest.raises(KeyInvalid):
        parse_identity(secret.lower())


def test_an_identity_file_may_hold_comments_and_several_keys() -> None:
    text = f"# created: today\r\n\n{HYBRID.export()}\n  {CLASSICAL.export()}  \n"
    assert [key.export() for key in parse_identities(text)] == [HYBRID.export(), CLASSICAL.export()]


@pytest.mark.parametrize(
    "secret", [HYBRID, CLASSICAL, ScryptIdentity("canary"), ScryptRecipient("canary", 2)]
)
def test_no_secret_is_shown(secret: object) -> None:
    shown = f"{secret!r} {secret!s} {secret}".lower()
    assert "canary" not in shown
    assert "secret" not in shown
    assert bytes(range(8)).hex() not in shown


def test_a_hybrid_identity_cannot_be_pickled_by_accident() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(HYBRID)


def test_the_examples_of_the_specification() -> None:
    # C2SP age.md gives both halves of an X25519 key.
    secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    public = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert str(parse_identity(secret).recipient()) == public
    hybrid = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
    assert str(parse_identity(hybrid).recipient()).startswith("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7c")


@given(st.text("abcdefgh-", min_size=1, max_size=9), st.binary(max_size=60))
def test_bech32_reads_back_and_catches_one_wrong_letter(prefix: str, data: bytes) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == bech32.decode(text.upper()) == (prefix, data)
    wrong = text[:-1] + ("q" if text[-1] != "q" else "p")
    with pytest.raises(ValueError, match="checksum"):
        bech32.decode(wrong)


@pytest.mark.parametrize("words", [[0, 1], [0, 0, 0], [0, 0, 0, 0, 0, 0]], ids=str)
def test_bech32_with_spare_bits_or_letters_is_refused(words: list[int]) -> None:
    check = bech32._polymod([*bech32._expand("age"), *words, *[0] * 6]) ^ 1
    words = words + [(check >> shift) & 31 for shift in (25, 20, 15, 10, 5, 0)]
    with pytest.raises(ValueError, match="spare"):
        bech32.decode("age1" + "".join(bech32._ALPHABET[word] for word in words))


def test_bech32_in_mixed_case_is_refused() -> None:
    text = bech32.encode("age", b"mixed")
    with pytest.raises(ValueError, match="mixed case"):
        bech32.decode(text[:-1] + text[-1].upper() if text[-1].isalpha() else text.title())


def test_a_key_under_a_longer_prefix_is_refused() -> None:
    with pytest.raises(KeyInvalid):
        parse_recipient(bech32.encode("age1x", bytes(32)))


def test_a_header_without_stanzas_is_refused() -> None:
    with pytest.raises(AgeHeaderError):
        read_header(write_header(write_unsigned([]), bytes(32)))


@given(st.binary(max_size=40), st.text(max_size=8))
def test_base64_has_one_spelling(data: bytes, noise: str) -> None:
    assert base64.decode(base64.encode(data)) == data
    assert base64.decode_url(base64.encode_url(data)) == data
    try:
        assert base64.encode(base64.decode(noise)) == noise
    except ValueError:
        assert base64.encode(b"") != noise


def test_a_fingerprint_is_half_a_digest_of_the_text() -> None:
    assert len(fingerprint(str(HYBRID.recipient()), None)) == 32
    assert isinstance(HYBRID.recipient(), HybridRecipient)
