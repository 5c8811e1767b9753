"""VGG19 is downloaded whole or not at all; never from the network here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engines.errors import CannotWrite, MissingWeights
from engines.paint.transfer import fetching
from engines.paint.transfer.fetching import fetch_vgg19
from engines.steps import Step, finish

CONTENT = bytes(range(256)) * 4096  # one mebibyte: four pieces
SHA256 = hashlib.sha256(CONTENT).hexdigest()[:8]


class _Shelf(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one list for the whole server

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/gone.pth":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[: len(CONTENT) // 2] if self.path == "/short.pth" else CONTENT)

    def log_message(self, *_: object) -> None:
        """Tests have nobody to tell."""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with a small file that stands for VGG19."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    _Shelf.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Shelf) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_the_file_arrives_whole_with_its_progress(shelf: str, tmp_path: Path) -> None:
    steps: list[Step] = []
    path = finish(fetch_vgg19(tmp_path / "models", url=f"{shelf}/vgg19.pth", sha256=SHA256), steps.append)
    assert path == tmp_path / "models" / "vgg19.pth"
    assert path.read_bytes() == CONTENT
    assert len(steps) >= 5
    assert (steps[-1].done, steps[-1].total) == (len(CONTENT), len(CONTENT))
    assert [one.done for one in steps] == sorted(one.done for one in steps)


def test_a_file_address_does_as_well(tmp_path: Path) -> None:
    (tmp_path / "vgg19.pth").write_bytes(CONTENT)
    url = (tmp_path / "vgg19.pth").as_uri()
    assert finish(fetch_vgg19(tmp_path / "models", url=url, sha256=SHA256)).read_bytes() == CONTENT


def test_a_file_that_is_there_already_is_not_downloaded_again(shelf: str, tmp_path: Path) -> None:
    (tmp_path / "vgg19.pth").write_bytes(CONTENT)
    finish(fetch_vgg19(tmp_path, url=f"{shelf}/vgg19.pth", sha256=SHA256))
    assert _Shelf.asked == []


def test_a_damaged_file_that_is_there_is_replaced(shelf: str, tmp_path: Path) -> None:
    (tmp_path / "vgg19.pth").write_bytes(CONTENT[:-1])
    finish(fetch_vgg19(tmp_path, url=f"{shelf}/vgg19.pth", sha256=SHA256))
    assert (tmp_path / "vgg19.pth").read_bytes() == CONTENT


def test_closing_halfway_leaves_nothing(shelf: str, tmp_path: Path) -> None:
    task = fetch_vgg19(tmp_path, url=f"{shelf}/vgg19.pth", sha256=SHA256)
    while next(task).done == 0:
        pass
    assert len(list(tmp_path.iterdir())) == 1
    task.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "sha256"), [("vgg19.pth", "00000000"), ("short.pth", SHA256)])
def test_what_is_not_as_published_is_thrown_away(name: str, sha256: str, shelf: str, tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="did not arrive as it was published"):
        finish(fetch_vgg19(tmp_path, url=f"{shelf}/{name}", sha256=sha256))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_has_no_such_file_is_told_of(shelf: str, tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="could not be downloaded"):
        finish(fetch_vgg19(tmp_path, url=f"{shelf}/gone.pth", sha256=SHA256))
    assert list(tmp_path.iterdir()) == []


def test_no_connection_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="Check the connection") as caught:
        finish(fetch_vgg19(tmp_path, url=(tmp_path / "gone" / "vgg19.pth").as_uri(), sha256=SHA256))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        finish(fetch_vgg19(tmp_path / "file" / "models", url="file:///gone", sha256=SHA256))


def test_the_address_names_the_digest_that_is_checked() -> None:
    assert fetching.URL.endswith(f"/vgg19-{fetching.SHA256}.pth")
