"""`jiazong keys` as an operator uses it: status, sheets, loss, recovery, new keys."""
import json

import pypdf

SECRET = "from jiazong.ground.privacy import sealing; print(sealing.{what})"


def shell(jiazong, what: str) -> str:
    done = jiazong("manage", "shell", "--no-imports", "-c", SECRET.format(what=what))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def words_of(path) -> str:
    """The words of a printed sheet in their order: number, word, number, word."""
    text = pypdf.PdfReader(path).pages[0].extract_text().split()
    places = {int(one): text[at + 1] for at, one in enumerate(text[:-1]) if one.isdigit() and 1 <= int(one) <= 33 and text[at + 1].isalpha()}
    return " ".join(places[number] for number in range(1, 34))


def test_lost_and_brought_back_from_two_sheets_of_paper(jiazong, home, answer) -> None:
    made = jiazong("keys", "shares", str(home / "sheets"))
    assert made.returncode == 0, made.stderr
    assert "谁也打不开" in made.stderr
    sheets = sorted((home / "sheets").glob("*.pdf"))
    assert len(sheets) == 3 and all(path.stat().st_mode & 0o777 == 0o600 for path in sheets)
    sealed = shell(jiazong, "seal_secret('朱鹮', 'tests')")
    (home / "keys" / "master.key").unlink()
    lost = jiazong("manage", "shell", "--no-imports", "-c", SECRET.format(what=f"open_secret('{sealed}', 'tests')"))
    assert lost.returncode != 0 and "MasterKeyMissing" in lost.stderr
    papers = []
    for number in (0, 2):
        (home / f"words-{number}.txt").write_text(words_of(sheets[number]))
        papers += ["--sheet", str(home / f"words-{number}.txt")]
    alone = jiazong("keys", "recover", *papers[:2], *papers[:2])
    assert alone.returncode == 1 and "合不起来" in alone.stderr
    back = jiazong("keys", "recover", *papers)
    assert back.returncode == 0, back.stderr
    assert shell(jiazong, f"open_secret('{sealed}', 'tests')") == "朱鹮"


def test_keys_are_replaced_and_retired_ones_destroyed(jiazong, home) -> None:
    assert jiazong("keys", "rotate").returncode == 0
    assert jiazong("keys", "rotate", "--master").returncode == 0
    told = json.loads(jiazong("keys", "status", "--json").stdout)
    assert sorted(told["versions"]) == ["1", "2"] and {one["master"] for one in told["keys"]} == {told["versions"]["2"]}
    retired = next(one["key"] for one in told["keys"] if one["state"] == "retired")
    active = next(one["key"] for one in told["keys"] if one["state"] == "active")
    assert jiazong("keys", "destroy", str(retired)).returncode == 0
    refused = jiazong("keys", "destroy", str(active))
    assert refused.returncode == 1 and refused.stderr.count("\n") == 1
    assert jiazong("keys", "rotate", "--agency", "nobody").returncode == 1
    assert jiazong("keys", "resume").returncode == 0
