# SPDX-License-Identifier: MIT
"""Fixtures in the form of @copilotkit/aimock, and who was asked for by its journal."""
from papers import ALL, ALWAYS, MARK, answer, whose


def says(text, **more):
    """The model says TEXT."""
    return {"response": dict({"content": text, "usage": {"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000}}, **more)}


def fails(status, message, code=None, kind=None, retry=None):
    """An error as OpenAI writes it. On 429 aimock always sends Retry-After (1 s if RETRY is None) and x-ratelimit-reset-tokens: 6m0s."""
    response = {"error": {"message": message, "type": kind or "server_error", "code": code}, "status": status}
    return {"response": response if retry is None else dict(response, retryAfter=retry)}


def chaos(**rates):
    return {"response": {"content": "-"}, "chaos": rates}


def fixtures(steps):
    """In aimock's form: a paper's first, second … request, then good answers."""
    made = []
    for letter in ALL:
        mine = steps.get(letter, [])
        always = mine[-1:] == [ALWAYS]
        for n, step in enumerate(mine[:-1] if always else mine):
            match = {"userMessage": MARK[letter], **step.get("match", {})}
            if not (always and n == len(mine) - 2) and "match" not in step:
                match["sequenceIndex"] = n
            made.append({**step, "match": match})
        made.append({"match": {"userMessage": MARK[letter]}, **says(answer(letter))})
    return made


def asked_for(entry):
    """Which paper a request of the journal is about."""
    messages = (entry["body"] or {}).get("messages", [])
    return whose(messages[1]["content"]) if len(messages) > 1 else "?"
