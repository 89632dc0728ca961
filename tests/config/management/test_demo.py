"""The demo's port, said in words before anything is made."""

from __future__ import annotations

import socket

import pytest
from django.core.management.base import CommandError

from config.serving import refuse_taken_port


@pytest.mark.parametrize("port", [0, -1, 65_536, 80_000])
def test_a_port_that_does_not_exist_is_named(port: int) -> None:
    with pytest.raises(CommandError, match=rf"There is no port {port}: ports are the numbers from 1 to 65535\."):
        refuse_taken_port("127.0.0.1", port)


def test_a_taken_port_leads_to_another_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken: .* --port "):
            refuse_taken_port("127.0.0.1", port)
