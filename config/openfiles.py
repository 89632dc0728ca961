"""How many files, connections among them, a process may have open."""

from __future__ import annotations

from contextlib import suppress

# No more than this, where the system sets no limit.
ENOUGH = 65_536
# What a process needs beside the connections of its visitors: its own files, the database, logs.
OWN = 200


def connections_to_hold() -> int:
    """Connections that a process may hold for visitors, after raising its limit as far as the system allows. Processes
    that it starts have the same one."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none, and no limit that would matter
    except ImportError:
        return ENOUGH
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = ENOUGH if soft == resource.RLIM_INFINITY else min(soft, ENOUGH)
    return max(allowed - OWN, allowed // 2)
