"""The ciphers and hashes give the answers their standards print."""
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jiazong.ground.privacy.rules.suites import A256GCM, BY_CODE, BY_NAME, SM4GCM, NotAuthentic

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())
CASES = [(A256GCM, case) for case in VECTORS["aes_256_gcm"]["cases"]] + [(SM4GCM, case) for case in VECTORS["sm4_gcm"]["cases"]]


def _bytes(case: dict) -> dict[str, bytes]:
    return {name: bytes.fromhex(value) for name, value in case.items() if name != "source"}


@pytest.mark.parametrize(("suite", "case"), CASES)
def test_sealing_and_opening_agree_with_the_standard(suite, case) -> None:
    given = _bytes(case)
    box, whole = suite.box(given["key"]), given["sealed"] + given["tag"]
    assert box.encrypt(given["nonce"], given["text"], given["aad"]) == whole
    assert box.decrypt(given["nonce"], whole, given["aad"]) == given["text"]
    with pytest.raises(NotAuthentic):
        box.decrypt(given["nonce"], whole[:-1] + bytes([whole[-1] ^ 1]), given["aad"])
    with pytest.raises(NotAuthentic):
        box.decrypt(given["nonce"], whole, given["aad"] + b"x")


def test_the_block_cipher_and_the_hash_of_sm_agree_with_the_standards() -> None:
    block, digest = _bytes(VECTORS["sm4_block"]), _bytes(VECTORS["sm3"])
    work = Cipher(algorithms.SM4(block["key"]), modes.ECB()).encryptor()
    assert work.update(block["text"]) == block["sealed"]
    fresh = hashes.Hash(SM4GCM.digest())
    fresh.update(digest["text"])
    assert fresh.finalize() == digest["digest"]


def test_derived_keys_and_macs_agree_with_their_rfcs() -> None:
    derived, mac = _bytes(VECTORS["hkdf_sha256"]), _bytes(VECTORS["hmac_sha256"])
    assert A256GCM.derive(derived["secret"], "") == derived["key"]
    assert A256GCM.mac(mac["key"], mac["data"]) == mac["mac"]


def test_each_suite_has_its_own_name_byte_and_length() -> None:
    assert {suite.name: (suite.code, suite.key_bytes) for suite in BY_NAME.values()} == {"A256GCM": (1, 32), "SM4GCM": (2, 16)}
    assert BY_CODE[1] is A256GCM and BY_CODE[2] is SM4GCM
