# SPDX-License-Identifier: MIT
"""A fake arXiv for tests; ../fakearxiv.py starts it and says how it is asked and steered.

    eastern   arXiv's clock: US Eastern time, freezes, mailings, holidays
    taxonomy  categories, archives, aliases, OAI sets
    world     papers, what was announced when, what each road knows of a paper at a moment
    making    worlds of made-up papers
    feeds, api, oai   the roads: a request and a moment in, status and bytes out
    quirks    arXiv's own failures, on demand
    server    HTTP, the log, the control requests
"""
