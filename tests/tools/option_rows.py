# SPDX-License-Identifier: MIT
"""The option rows, as the build wrote them down beside the program (data/manual/rows.json)."""
import json
import os

from tap import DIGEST

MANUAL = os.path.join(os.path.dirname(os.path.abspath(DIGEST)), "manual")
with open(f"{MANUAL}/rows.json", encoding="utf-8") as _f:
    TABLE = json.load(_f)
COMMANDS = TABLE["commands"]
ALL_ROWS = {row["name"]: row for row in TABLE["options"]}
ROWS = {name: row for name, row in ALL_ROWS.items() if not row["hidden"]}


def manual(name):
    """The text of a file that was made of the rows: "digest.1"."""
    with open(f"{MANUAL}/{name}", encoding="utf-8") as f:
        return f.read()
