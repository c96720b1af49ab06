"""Messages for browsers, against the examples of the RFCs."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from tests.support.push_service import is_signed
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.web_push import (
    POINT_BYTES,
    Receiver,
    authorization,
    encrypt,
    encrypt_with,
    is_point,
    public_point,
    signing_key,
)

# RFC 8291 §5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
ONCE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_rfc() -> None:
    once = derive_private_key(int.from_bytes(decode_url(ONCE)), SECP256R1())
    to = Receiver(decode_url(POINT), decode_url(AUTH))
    assert encode_url(encrypt_with(PLAIN, to, decode_url(SALT), once)) == BODY


def test_no_two_messages_are_alike_but_in_length() -> None:
    to = Receiver(decode_url(POINT), decode_url(AUTH))
    first, second = encrypt(b"look", to), encrypt(b"look", to)
    assert len(first) == len(second) == len(b"look") + 103
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


def test_one_secret_is_one_key() -> None:
    points = {public_point(signing_key(bytes([number]) * 32)) for number in (1, 1, 2)}
    assert len(points) == 2
    assert all(is_point(point) and len(point) == POINT_BYTES for point in points)


def test_a_push_service_can_tell_who_sends() -> None:
    key = signing_key(b"k" * 32)
    header = authorization(key, audience="https://p.example", contact="https://h.example", until=7)
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    told, _, signature = parts["t"].rpartition(".")
    assert is_signed(told, signature, decode_url(parts["k"]))
    assert not is_signed(told + "x", signature, decode_url(parts["k"]))
    head, claims = (json.loads(decode_url(part)) for part in told.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {"aud": "https://p.example", "exp": 7, "sub": "https://h.example"}
