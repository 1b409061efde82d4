"""
The example of a server, polled over the loopback by a client that knows nothing of it.
"""

import gzip
import http.client
import importlib.util
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from wsgiref.simple_server import make_server
from wsgiref.validate import validator

import attrs
import pytest

from community_edu.feeds import TokenBook, new_token

EXAMPLE = Path(__file__).parents[2] / "examples" / "feed_server.py"
AUGUST = datetime(2026, 8, 31, tzinfo=UTC)
CALENDAR = "/community-school.ics"
TOKEN = "k7-Qx_" * 8

pytestmark = pytest.mark.skipif(not EXAMPLE.exists(), reason="the examples are not here")


@attrs.frozen
class Answer:
    """
    What the client got.
    """

    status: int
    headers: dict[str, str]
    body: bytes


@attrs.define
class Client:
    """
    A client of one server, and the token of one of its teachers.
    """

    port: int
    token: str

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        """
        Send one request, and read the whole answer.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            body = response.read()
            return Answer(response.status, dict(response.getheaders()), body)
        finally:
            connection.close()


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """
    The module of the example.
    """
    spec = importlib.util.spec_from_file_location("feed_server", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def application(example: ModuleType) -> Any:  # noqa: ANN401 - a class of a script
    """
    What the example serves, with a token for one teacher.
    """
    book = TokenBook().issue("li", TOKEN, at=AUGUST)
    return example.autumn_feeds("http://127.0.0.1", book)


@pytest.fixture(scope="module")
def client(example: ModuleType, application: Any) -> Iterator[Client]:  # noqa: ANN401 - as above
    """
    A client of the running example. The validator of the standard library looks on.
    """
    handler = example.Discreet
    with make_server("127.0.0.1", 0, validator(application), handler_class=handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Client(server.server_port, TOKEN)
        server.shutdown()
        thread.join()


class TestPolling:
    def test_whole(self, client: Client) -> None:
        """
        The first time the whole calendar comes, as a calendar.
        """
        answer = client.get(CALENDAR)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Last-Modified"] == "Mon, 31 Aug 2026 00:00:00 GMT"
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert answer.body.count(b"BEGIN:VEVENT") == 121

    @pytest.mark.parametrize("coding", ["identity", "gzip"])
    def test_by_tag(self, client: Client, coding: str) -> None:
        """
        The next time nothing comes to who shows the tag, with either coding.
        """
        first = client.get(CALENDAR, {"Accept-Encoding": coding})
        tag = first.headers["ETag"]
        again = client.get(CALENDAR, {"Accept-Encoding": coding, "If-None-Match": tag})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag

    def test_by_date(self, client: Client) -> None:
        """
        Nor to who shows the date; to who shows one before it the whole calendar comes.
        """
        date = client.get(CALENDAR).headers["Last-Modified"]
        assert client.get(CALENDAR, {"If-Modified-Since": date}).status == 304
        earlier = format_datetime(AUGUST - timedelta(seconds=1), usegmt=True)
        assert client.get(CALENDAR, {"If-Modified-Since": earlier}).status == 200
        never = format_datetime(datetime(9000, 1, 1, tzinfo=UTC), usegmt=True)
        assert client.get(CALENDAR, {"If-Modified-Since": never}).status == 200

    def test_gzip(self, client: Client) -> None:
        """
        To who takes gzip it comes compressed, and it is the same calendar.
        """
        packed = client.get(CALENDAR, {"Accept-Encoding": "gzip, deflate, br"})
        plain = client.get(CALENDAR, {"Accept-Encoding": "br"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) * 5 < len(plain.body)
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"

    def test_head(self, client: Client) -> None:
        """
        Who asks for the headers gets those, and no calendar.
        """
        asked, got = client.get(CALENDAR, method="HEAD"), client.get(CALENDAR)
        assert (asked.status, asked.body) == (200, b"")
        assert {**asked.headers, "Date": ""} == {**got.headers, "Date": ""}

    def test_other_methods(self, client: Client) -> None:
        """
        A feed is only read.
        """
        answer = client.get(CALENDAR, method="DELETE")
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")

    def test_page(self, client: Client) -> None:
        """
        The page has every public feed and no private one, and each of its links works.
        """
        page = client.get("/")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        links = [part.partition('"')[0] for part in page.body.decode().split('href="')[1:]]
        paths = [link.removeprefix("http://127.0.0.1") for link in links if link[:4] == "http"]
        assert len(paths) == 5
        assert {client.get(path).status for path in paths} == {200}
        assert client.token not in page.body.decode()
        assert client.get("/", {"If-None-Match": page.headers["ETag"]}).status == 304


class TestPrivate:
    def test_own_lessons(self, client: Client) -> None:
        """
        A teacher gets their own lessons, with names, and no shared cache may keep them.
        """
        answer = client.get(f"/private/{client.token}.ics")
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.body.count(b"BEGIN:VEVENT") == 17
        assert "李老师" in answer.body.decode().replace("\r\n ", "")
        assert "王老师" not in answer.body.decode().replace("\r\n ", "")
        assert "李老师" not in client.get(CALENDAR).body.decode().replace("\r\n ", "")

    def test_wrong_token(self, client: Client) -> None:
        """
        A wrong token is not found, like any path that there is not: it tells nothing.
        """
        wrong = client.get(f"/private/{new_token()}.ics")
        nothing = client.get("/nothing.ics")
        assert wrong.status == nothing.status == 404
        assert {**wrong.headers, "Date": ""} == {**nothing.headers, "Date": ""}
        assert wrong.body == nothing.body == b"Not Found\n"

    @pytest.mark.parametrize(
        "path",
        [
            "/private/",
            "/private/.ics",
            "/private/li.ics",
            "/private/../community-school.ics",
            "/../pyproject.toml",
            "/%2e%2e/pyproject.toml",
            "/..%2fexamples/feed_server.py",
            "//etc/passwd",
            "/community-school.ics/",
            "/community-school.ics%00.html",
            "/COMMUNITY-SCHOOL.ICS",
            "/%E8%A1%97%ff",
        ],
    )
    def test_tricks(self, client: Client, path: str) -> None:
        """
        No other way of writing a path leads to a file, or to a calendar.
        """
        assert client.get(path).status == 404

    def test_nearly_the_token(self, client: Client) -> None:
        """
        A token with anything more or less is another one.
        """
        for token in (client.token[:-1], f"{client.token}x", client.token.swapcase()):
            assert client.get(f"/private/{token}.ics").status == 404

    def test_revoked(self, application: Any) -> None:  # noqa: ANN401 - as above
        """
        Once the token is revoked, its address is dead.
        """
        path = f"/private/{TOKEN}.ics"
        assert application.answer(path, {}).status == 200
        revoked = attrs.evolve(application, tokens=application.tokens.revoke("li"))
        assert revoked.answer(path, {}).status == 404
