"""
Feeds in a CalDAV server and back: Radicale takes them, vdirsyncer and khal read them.

Everything is on the loopback interface. Without the programs these tests are skipped, or fail
with ``COMMUNITY_EDU_REQUIRE_PEERS=1``. To install them: ``tools/install_peers.sh``.
"""

import base64
import http.client
import json
import os
import re
import socket
import subprocess
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import pytest
from golden_feeds import GOLDEN
from peer_readers import PATIENCE, PEERS, PROGRAMS, READERS, Occurrence, Reading, read_all, want
from promises import moment

PROGRAM = PEERS / "caldav" / "bin"
FEEDS = {path.stem: path.read_bytes() for path in sorted(GOLDEN.glob("*.ics"))}
WAYS = ("items", "whole")
"""
One event or task after the other, or all of the calendar at once.
"""
DAYS = ("2026-01-01", "2027-03-01")
FIELDS = [
    "calendar",
    "uid",
    "start-long",
    "end-long",
    "title",
    "status",
    "location",
    "description",
    "all-day",
]

Readings: TypeAlias = dict[str, dict[str, Reading]]

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair pair]
a = "server"
b = "files"
collections = {collections}
[storage server]
type = "caldav"
url = "http://127.0.0.1:{port}/"
username = "reader"
password = "anything"
[storage files]
type = "filesystem"
path = "{folder}/files/"
fileext = ".ics"
"""
KHAL = """
[calendars]
{calendars}
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
"""


@contextmanager
def radicale(folder: Path) -> Generator[int, None, None]:
    """
    Serve with Radicale at the port that is given, as long as the block lasts.

    The socket listens before the server is started, so nobody has to wait for it.
    """
    want(PROGRAM / "python", PROGRAMS / "radicale_server.py")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        descriptor = listening.fileno()
        server = subprocess.Popen(
            [PROGRAM / "python", PROGRAMS / "radicale_server.py", str(descriptor), str(folder)],
            stdin=subprocess.PIPE,
            pass_fds=[descriptor],
        )
    with server:
        yield port
        server.communicate(timeout=PATIENCE)
    assert server.returncode == 0


@attrs.frozen
class Client:
    """
    Somebody who puts calendars into the server.
    """

    port: int

    def ask(self, method: str, path: str, body: bytes = b"") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Authorization": f"Basic {base64.b64encode(b'reader:anything').decode()}",
            "Content-Type": "text/calendar; charset=utf-8",
        }
        connection.request(method, f"/reader/{path}", body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def put_items(self, name: str, data: bytes) -> None:
        assert self.ask("MKCALENDAR", f"items-{name}/") == http.client.CREATED
        for uid, item in items(data).items():
            assert self.ask("PUT", f"items-{name}/{uid}.ics", item) == http.client.CREATED

    def put_whole(self, name: str, data: bytes) -> None:
        assert self.ask("PUT", f"whole-{name}/", data) == http.client.CREATED


def items(data: bytes) -> dict[str, bytes]:
    """
    The feed as one calendar for each UID, as CalDAV wants it (RFC 4791 §4.1).
    """
    head, *_ = re.split(rb"(?=BEGIN:VEVENT\r\n|BEGIN:VTODO\r\n)", data)
    found: defaultdict[str, bytes] = defaultdict(bytes)
    for match in re.finditer(rb"BEGIN:(VEVENT|VTODO)\r\n.*?END:\1\r\n", data, re.DOTALL):
        (uid,) = re.findall(rb"^UID:(.*)\r$", match[0], re.MULTILINE)
        found[uid.decode()] += match[0]
    return {uid: head + parts + b"END:VCALENDAR\r\n" for uid, parts in found.items()}


def run(folder: Path, program: str, *arguments: str) -> str:
    """
    Run a program that sees nothing of its user's settings, and return what it prints.
    """
    answer = subprocess.run(
        [PROGRAM / program, "-c", folder / f"{program}.conf", *arguments],
        env=os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "NO_PROXY": "*"},
        input="y\n" * 2 * len(FEEDS),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    return answer.stdout


def fetch(folder: Path, port: int) -> dict[str, dict[str, bytes]]:
    """
    The files that vdirsyncer makes of each collection.
    """
    names = [f"{way}-{name}" for way in WAYS for name in FEEDS]
    settings = VDIRSYNCER.format(folder=folder, port=port, collections=json.dumps(names))
    (folder / "vdirsyncer.conf").write_text(settings, encoding="utf-8")
    run(folder, "vdirsyncer", "discover")
    run(folder, "vdirsyncer", "sync")
    return {
        name: {file.name: file.read_bytes() for file in (folder / "files" / name).glob("*.ics")}
        for name in names
    }


def listed(folder: Path, names: Mapping[str, Any]) -> dict[str, list[Occurrence]]:
    """
    The events that khal shows of each collection: it knows no tasks.
    """
    calendars = "\n".join(f"[[{name}]]\npath = {folder}/files/{name}" for name in names)
    settings = KHAL.format(folder=folder, calendars=calendars)
    (folder / "khal.conf").write_text(settings, encoding="utf-8")
    fields = [argument for field in FIELDS for argument in ("--json", field)]
    days = run(folder, "khal", "list", *fields, *DAYS).splitlines()
    found: defaultdict[str, set[Occurrence]] = defaultdict(set)
    for event in (event for day in days for event in json.loads(day)):
        found[event["calendar"]].add(shown(event))
    return {name: sorted(found[name]) for name in names}


def shown(event: Mapping[str, str]) -> Occurrence:
    """
    What khal shows of an event; it has days with the last, not the one after it.
    """
    if event["all-day"] == "True":
        last = date.fromisoformat(event["end-long"])
        times = event["start-long"], str(last + timedelta(days=1))
    else:
        start, end = (datetime.fromisoformat(event[key]) for key in ("start-long", "end-long"))
        times = moment(start), moment(end)
    texts = (event[key] for key in ("title", "status", "location", "description"))
    return "VEVENT", event["uid"], *times, *texts


@attrs.frozen
class Returned:
    """
    What comes back.

    Attributes:
        sent: What the readers make of the feeds as they are.
        read: What they make of each file that vdirsyncer fetched, by collection and file.
        shown: What khal shows of each collection.
    """

    sent: Readings
    read: Readings
    shown: dict[str, list[Occurrence]]

    def occurrences(self, reader: str, collection: str) -> list[Occurrence]:
        """
        What a reader makes of all files of a collection.
        """
        return sorted(
            occurrence
            for name, reading in self.read[reader].items()
            if name.startswith(f"{collection}/")
            for occurrence in reading.occurrences
        )


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    folder = tmp_path_factory.mktemp("caldav")
    with radicale(folder / "server") as port:
        client = Client(port)
        for name, data in FEEDS.items():
            client.put_items(name, data)
            client.put_whole(name, data)
        collections = fetch(folder, port)
    files = {
        f"{name}/{file}": data
        for name, found in collections.items()
        for file, data in found.items()
    }
    readings = read_all(FEEDS | files, folder)
    return Returned(
        {reader: {name: found[name] for name in FEEDS} for reader, found in readings.items()},
        {reader: {name: found[name] for name in files} for reader, found in readings.items()},
        listed(folder, collections),
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FEEDS)
class TestThereAndBack:
    def test_files(self, name: str, way: str, returned: Returned) -> None:
        """
        What the server gives back holds the same events and tasks, for every reader.
        """
        for reader in READERS:
            found = returned.occurrences(reader, f"{way}-{name}")
            assert found == list(returned.sent[reader][name].occurrences)

    def test_khal(self, name: str, way: str, returned: Returned) -> None:
        """
        A client that keeps events in a database of its own shows the same.
        """
        events = [one for one in returned.sent["icalendar"][name].occurrences if one[0] == "VEVENT"]
        assert returned.shown[f"{way}-{name}"] == events
