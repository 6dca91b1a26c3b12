"""A recording is compared line by line, and reads pages so that what people see cannot change unseen."""

from pathlib import Path

from tests.behaviour.compare import differences
from tests.behaviour.plain import blocks

PAGE = '<body><main id="m"  class="a">Wort\n  {word} </main><input name="csrfmiddlewaretoken" value="{token}"><input value="e30:1xXo0{token:.1}:{token:.43}"></body>'


def recorded(folder: Path, name: str, word: str, token: str) -> None:
    folder.mkdir(exist_ok=True)
    page = PAGE.format(word=word, token=token * 64)
    (folder / name).write_text("\n".join(blocks("text/html", page.encode()).values()) + "\n")


def test_a_changed_word_is_named_and_a_token_is_not(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for name, word in (("same.txt", "bleibt"), ("other.txt", "neu")):
        recorded(old, name, "bleibt", "a")
        recorded(new, name, word, "b")
    recorded(old, "gone.txt", "weg", "a")
    told = list(differences(old, new))
    assert told[0] == "only before: gone.txt"
    assert [line for line in told if line[:2] in {"-b", "+n"}] == ["-bleibt", "+neu"]
    assert not any("same.txt" in line for line in told)
