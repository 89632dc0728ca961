"""A TCP proxy that cuts connections at the two moments that matter: before a message is passed on, and after it was
carried out but before the reply gets through."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Coroutine
from random import Random
from threading import Thread
from typing import Any

type Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
type Connect = Callable[[], Coroutine[Any, Any, Streams]]

CHUNK = 65_536
HELD_SECONDS = 1.0


class Proxy:
    """Listens on a free port of this machine. `marker` tells the messages that may be struck, `odds` how often one
    is. Counts what it did in `struck`: `before`, `after` and `held` (delayed for a second, then passed on)."""

    def __init__(self, connect: Connect, marker: bytes, odds: float, seed: int) -> None:
        self.connect = connect
        self.marker = marker
        self.odds = odds
        self.chance = Random(seed)
        self.struck: Counter[str] = Counter()
        self.port = 0
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.run, name="proxy", daemon=True)

    def start(self) -> Proxy:
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self.thread.start()
        return self

    def run(self) -> None:
        self.loop.run_forever()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    async def end(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind = await self.connect()
        except OSError:
            writer.transport.abort()
            return
        pair = Pair(self, (reader, writer), behind)
        with contextlib.suppress(OSError):
            await asyncio.gather(pair.up(), pair.down())
        pair.cut()

    def fate(self, data: bytes) -> str:
        """What happens to this message: nothing in most cases."""
        if self.marker not in data or self.chance.random() >= self.odds:
            return ""
        fate = self.chance.choice(("before", "after", "held"))
        self.struck[fate] += 1
        return fate


class Pair:
    """One connection and the one behind it."""

    def __init__(self, proxy: Proxy, front: Streams, behind: Streams) -> None:
        self.proxy, self.front, self.behind = proxy, front, behind
        self.is_doomed = False

    async def up(self) -> None:
        while data := await self.front[0].read(CHUNK):
            fate = self.proxy.fate(data)
            if fate == "before":
                break
            if fate == "held":
                await asyncio.sleep(HELD_SECONDS)
            self.is_doomed = fate == "after"
            self.behind[1].write(data)
        self.cut_unless_doomed()

    async def down(self) -> None:
        while data := await self.behind[0].read(CHUNK):
            if self.is_doomed:
                break
            self.front[1].write(data)
        self.cut()

    def cut_unless_doomed(self) -> None:
        if not self.is_doomed:
            self.cut()

    def cut(self) -> None:
        """As a failing network does it: without a farewell."""
        self.front[1].transport.abort()
        self.behind[1].transport.abort()


def to_port(port: int) -> Connect:
    return lambda: asyncio.open_connection("127.0.0.1", port)


def to_socket(path: str) -> Connect:
    return lambda: asyncio.open_unix_connection(path)
