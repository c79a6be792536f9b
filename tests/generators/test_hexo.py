# SPDX-License-Identifier: MIT
"""Hexo: as it comes, with Nunjucks on, and with markdown-it and footnotes builds our pages (tools/npm_look.py)."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import npm_look  # noqa: E402

npm_look.look("hexo")
