"""
Serves calendars over CalDAV with Radicale, until standard input ends.

The arguments are the number of a file descriptor that is inherited, a socket that already
listens, and the folder in which the calendars are kept. Whoever started it knows the
address, can connect at once, and cannot leave it behind: when that process ends, however it
ends, so does its end of the pipe.
"""

import socket
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from radicale import config
from radicale.app import Application


class Handler(WSGIRequestHandler):
    """
    Says nothing of requests.
    """

    def log_message(self, format: str, *args: object) -> None:
        """
        Say nothing of requests.
        """


class Server(ThreadingMixIn, WSGIServer):
    """
    Serves each request in a thread.
    """

    daemon_threads = True


def serve(descriptor: int, folder: str) -> None:
    """
    Serve the calendars in *folder* at the socket until standard input ends.
    """
    listening = socket.socket(fileno=descriptor)
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "none"},
            "storage": {"filesystem_folder": folder},
            "logging": {"level": "warning"},
        },
        "peer",
        privileged=True,
    )
    with Server(listening.getsockname(), Handler, bind_and_activate=False) as server:
        server.socket.close()
        server.socket = listening
        server.server_name, server.server_port = listening.getsockname()
        server.setup_environ()
        server.set_app(Application(settings))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
