#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""README's pictures, docs/page.png and docs/terminal.png: the sample's page in Chromium, and what a terminal shows of it. `make pictures`.

    pictures.py DIGEST FOLDER      wants chromium and a font with Chinese (make setup-generators)
"""
import html
import os
import re
import subprocess
import sys
import tempfile

MOST = 200 * 1000  # bytes a picture
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# What the text format uses of ECMA-48's SGR.
STYLES = {"1": "font-weight:bold", "2": "opacity:.6", "0": "", "": "", "22": ""}
TERMINAL = """<!doctype html><meta charset="utf-8"><style>body{{margin:0;background:#1d1f21;color:#e6e6e6}}
pre{{margin:0;padding:18px 22px;font:15px/1.45 "Noto Sans Mono CJK SC",monospace}}</style><pre>{}</pre>"""


def spans(text):
    """TEXT with its SGR sequences as elements."""
    out = []
    for i, piece in enumerate(re.split(r"\x1b\[([0-9;]*)m", text)):
        out.append(html.escape(piece) if i % 2 == 0 else f'</span><span style="{";".join(filter(None, (STYLES[s] for s in piece.split(";"))))}">')
    return "<span>" + "".join(out) + "</span>"


def shoot(chromium, page, png, size, folder):
    subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/chromium",
                    f"--window-size={size}", f"--screenshot={png}", f"file://{page}"], check=True, timeout=300, stderr=subprocess.DEVNULL)
    if os.path.getsize(png) > MOST:
        sys.exit(f"pictures: {png} has {os.path.getsize(png)} bytes; {MOST} are the most")


def main(digest, out):
    feed, words = (os.path.abspath(os.path.join(ROOT, "data/sample", name)) for name in ("feed.xml", "summarizer"))
    chromium = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if os.access(p, os.X_OK)), None)
    if chromium is None:
        sys.exit("pictures: chromium is not there: make setup-generators")
    with tempfile.TemporaryDirectory() as folder:
        env = {"HOME": folder, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        # The last runs with 3: two papers of the sample wait, as README's excerpt shows.
        subprocess.run([digest, "--input", feed, "--store", f"{folder}/s.db", "--summarizer", f"'{words}'", "-o", f"{folder}/page.html"], env=env, check=False)
        text = subprocess.run([digest, "render", "--store", f"{folder}/s.db", "--date", "2026-11-20", "--format", "text", "--color", "always", "--width", "92"],
                              env=env, check=False, capture_output=True, text=True).stdout
        with open(f"{folder}/terminal.html", "w", encoding="utf-8") as f:
            f.write(TERMINAL.format("<span>$ digest render --format text</span>\n" + spans("\n".join(text.splitlines()[:24]))))
        shoot(chromium, f"{folder}/page.html", f"{out}/page.png", "960,720", folder)
        shoot(chromium, f"{folder}/terminal.html", f"{out}/terminal.png", "760,600", folder)


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
