"""
A server of calendar feeds, for whoever runs the web site of a school.

Everybody may subscribe to the timetable, or to that of one room; each teacher has a
private address with nothing but their own lessons, which tells who teaches. It is a plain
WSGI application: any server of Python can run it.

    python examples/feed_server.py          # tells what it would serve
    python examples/feed_server.py 8000     # serves it at http://127.0.0.1:8000/
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import attrs

import community_edu as ce
from community_edu.feeds import FeedResponse, Representation, TokenBook, index_page, new_token

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PROBLEMS = Path(__file__).parent / "problems"
PUBLISHED = datetime(2026, 8, 31, tzinfo=UTC)


@attrs.frozen
class FeedServer:
    """
    Feeds as a WSGI application.

    What is asked for is looked up, never opened as a file: there is no path to climb.

    Attributes:
        public: What everybody may have, by its path.
        private: The feed of each owner of a token.
        tokens: Whose each token is.
    """

    public: Mapping[str, ce.Feed | Representation]
    private: Mapping[str, ce.Feed]
    tokens: TokenBook

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """
        Answer one request; HEAD as GET, without the body.
        """
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            answer = self.answer(environ.get("PATH_INFO", ""), environ)
        else:
            answer = refusal(405, ("Allow", "GET, HEAD"))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", [*answer.headers])
        return [] if method == "HEAD" else [answer.body]

    def answer(self, path: str, environ: "WSGIEnvironment") -> FeedResponse:
        """
        Return what is at *path*: a wrong token and a wrong path get the same 404.
        """
        owner = self.tokens.owner_of(path.removeprefix("/private/").removesuffix(".ics"))
        found = self.private.get(owner) if owner else self.public.get(path)
        if found is None:
            return refusal(404)
        return found.response(
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
            if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
            accept_encoding=environ.get("HTTP_ACCEPT_ENCODING"),
            at=datetime.now(UTC),
            private=owner is not None,
        )


def refusal(status: int, *headers: tuple[str, str]) -> FeedResponse:
    """
    Return an answer that says no more than its status does.
    """
    body = f"{HTTPStatus(status).phrase}\n".encode()
    length, kind = ("Content-Length", str(len(body))), ("Content-Type", "text/plain")
    return FeedResponse(status, (length, kind, *headers), body)


class Discreet(WSGIRequestHandler):
    """
    A handler that keeps no log: an address with a token in it is a secret.
    """

    def log_message(self, format: str, *args: object) -> None:
        """
        Say nothing.
        """


def autumn_feeds(address: str, tokens: TokenBook) -> FeedServer:
    """
    Return the timetable of a community school as it was published before the term.
    """
    problem = ce.load_problem(PROBLEMS / "community-school.toml")
    timetable = ce.load_timetable(PROBLEMS / "by-hand.csv", problem)
    title = problem.name or ce.Text("课表")
    publication = ce.publish(timetable, plan="community-school", term="2026", at=PUBLISHED)
    rooms = (None, *publication.selections("venue"))
    feeds = [publication.feed(selection=room) for room in rooms]
    page = Representation(
        data=index_page(feeds, title=title.zh, address=address),
        content_type="text/html; charset=utf-8",
        last_modified=publication.at,
    )
    private = {
        str(teacher.educator): publication.feed(selection=teacher, personal=True)
        for teacher in publication.selections("educator")
    }
    public = {"/": page} | {f"/{feed.filename}": feed for feed in feeds}
    return FeedServer(public, private, tokens)


def main(port: int | None = None) -> None:
    """
    Tell what there is, and serve it if there is a port.
    """
    address = f"http://127.0.0.1:{port or 8000}"
    server = autumn_feeds(address, TokenBook())
    for path, feed in server.public.items():
        print(f"{address}{path}  {feed.report.events if isinstance(feed, ce.Feed) else ''}")
    for teacher, feed in server.private.items():
        token = new_token() if port else "…"
        if port:
            book = server.tokens.issue(teacher, token, at=datetime.now(UTC))
            server = attrs.evolve(server, tokens=book)
        print(f"{address}/private/{token}.ics  {feed.name}  {feed.report.events}")
    if port:
        with make_server("127.0.0.1", port, server, handler_class=Discreet) as running:
            running.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
