"""The least that a load generator needs of HTTP: one kept connection, a prepared request, the whole reply."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` 0: there was none. `seconds` from the first byte sent to the last one received."""

    status: int
    seconds: float
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        wanted = name.lower().encode() + b":"
        for line in self.head.split(b"\r\n"):
            if line.lower().startswith(wanted):
                return line.split(b":", 1)[1].strip().decode()
        return ""


class Line:
    """One connection to one port of this machine; opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> Reply:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            self.streams = self.streams or await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            body = await read_body(reader, head)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return Reply(0, clock() - began, b"", b"")
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Reply(int(head[9:12]), clock() - began, head, body)

    def close(self) -> None:
        if self.streams:
            self.streams[1].transport.abort()
        self.streams = None


async def read_body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    lower = head.lower()
    at = lower.find(b"\r\ncontent-length:")
    if at >= 0:
        return await reader.readexactly(int(lower[at + 17 : lower.index(b"\r\n", at + 2)]))
    if b"transfer-encoding: chunked" not in lower:
        return b""
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


def request(method: str, path: str, cookies: str, body: bytes = b"", kind: str = "", token: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Cookie: {cookies}", "Accept-Encoding: gzip"]
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"X-CSRFToken: {token}"] if body else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
