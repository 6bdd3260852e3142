import json
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jiazong.ground.transparency import actions, notes, queries, tree

pytestmark = pytest.mark.django_db
AT = "/.well-known/evidence/"
SECRET = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
WITNESS = notes.key_of("street.example/witness", notes.WITNESS_KEY, SECRET)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path) -> None:
    settings.JIAZONG_EVIDENCE_KEY_FILE = tmp_path / "evidence.key"


@pytest.fixture
def sequenced() -> None:
    actions.append_many("import", ((f"import:{number}", {"name": "不外传"}, {"who": "不外传"}) for number in range(600)))
    actions.sequence()
    actions.append("import", "import:600", {})
    actions.sequence()


def test_before_the_first_checkpoint_there_is_none(client):
    assert client.get(AT + "checkpoint").status_code == 404
    assert client.get(AT + "key").status_code == 404


def test_anybody_can_rebuild_the_root_from_the_tiles(client, sequenced):
    read = notes.Checkpoint.parse(client.get(AT + "checkpoint").content.decode())
    read.check_log(notes.Key.parse(client.get(AT + "key").content.decode().splitlines()[0]))
    tiles = [client.get(AT + f"tile/0/{path}").content for path in ("000", "001", "002.p/89")]
    hashes = [whole[at : at + 32] for whole in tiles for at in range(0, len(whole), 32)]
    assert (read.size, read.root) == (601, tree.root_of(hashes))
    assert client.get(AT + "tile/1/000.p/2").content == tree.root_of(hashes[:256]) + tree.root_of(hashes[256:512])


@pytest.mark.parametrize("path", ["tile/0/002", "tile/0/002.p/90", "tile/1/000", "tile/9/000", "tile/0/x", "checkpoint/7", "consistency/5/602"])
def test_what_is_not_there_is_not_found(client, sequenced, path):
    assert client.get(AT + path).status_code == 404


def test_growth_can_be_asked_for_and_holds(client, sequenced):
    told = client.get(AT + "consistency/600/601").json()
    old, new = (notes.Checkpoint.parse(told[name]) for name in ("checkpoint_from", "checkpoint"))
    tree.check_consistency(600, 601, [b64decode(one) for one in told["proof"]], old.root, new.root)
    assert client.get(AT + "checkpoint/600").content.decode() == told["checkpoint_from"]


def test_the_signature_of_a_known_witness_is_taken_once_and_shown(client, sequenced):
    note = client.get(AT + "checkpoint").content.decode()
    line = notes.sign_witness(notes.Checkpoint.parse(note).body, SECRET, WITNESS, 1772706069)
    assert client.post(AT + "add-cosignature", note + line, content_type="text/plain").status_code == 422
    actions.add_witness(WITNESS, "street")
    assert [client.post(AT + "add-cosignature", note + line, content_type="text/plain").content for _ in range(2)] == [b"1\n", b"0\n"]
    assert client.get(AT + "checkpoint").content.decode() == note + line
    assert client.get(AT + "key").content.decode().splitlines()[1] == f"street {WITNESS}"


@pytest.mark.parametrize("spoil", ["", "x", "\udcff", "a\n1\nx\n\n", "root", "size"])
def test_a_false_signature_changes_nothing(client, sequenced, spoil):
    actions.add_witness(WITNESS, "street")
    note = client.get(AT + "checkpoint").content.decode()
    body = notes.Checkpoint.parse(note).body
    if spoil in ("root", "size"):
        other = notes.body_of(body.split("\n")[0], 601 if spoil == "root" else 600, b"\x01" * 32, "x")
        spoil = f"{other}\n{notes.sign_witness(other, SECRET, WITNESS, 1)}"
    assert client.post(AT + "add-cosignature", spoil.encode(errors="surrogateescape"), content_type="text/plain").status_code == 422
    assert client.get(AT + "checkpoint").content.decode() == note


def test_nothing_personal_is_told(client, sequenced):
    told = [client.get(AT + path).content for path in ("checkpoint", "key", "consistency/600/601", "tile/0/000")]
    assert not any("不外传".encode() in one or json.dumps("不外传").encode() in one for one in told)
    assert queries.waiting().leaves == 0


def test_anybody_may_check_a_proof_on_a_page_that_sends_nothing(client):
    answer = client.get(AT + "verify")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "transparency/verify.js" in page
    assert "<form" not in page.split('id="main"')[1]


@pytest.mark.parametrize(("content_type", "status"), [("multipart/form-data; boundary=x", 415), ("application/x-www-form-urlencoded", 422)])
def test_a_form_is_no_cosigned_checkpoint_and_no_fault_of_ours(client, content_type, status):
    assert client.post(AT + "add-cosignature", b"--x\r\n\r\na=1\r\n--x--\r\n", content_type=content_type).status_code == status
