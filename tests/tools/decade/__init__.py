# SPDX-License-Identifier: MIT
"""Years of nights: a made-up arXiv with its failures, a reader's home that runs digest every night, and a judge that knows the
truth from the made-up world alone. tests/decade/main.py is the program over it; judge.py defines what is counted."""
