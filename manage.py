#!/usr/bin/env python3
"""Django's command line for Tiku. `python3 run.py manage …` runs it in the right environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import, after the settings

    from config.catalogs import compile_catalogs  # noqa: PLC0415 -- needs the path that Python sets for this script

    if sys.argv[1:2] != ["messages"]:  # it mends catalogs that a merge has torn, which cannot be compiled
        compile_catalogs()
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if "no such table" not in str(error) and "UndefinedTable" not in repr(error.__cause__):
            raise
        sys.exit("The database has no tables yet. Make them with: python3 run.py manage migrate")


if __name__ == "__main__":
    main()
