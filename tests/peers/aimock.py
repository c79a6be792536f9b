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


def refuses(form):
    """As endpoints do that do not know this form of answer, for ever."""
    return {**fails(400, f"Invalid parameter: 'response_format' of type '{form}' is not supported with this model.", None, "invalid_request_error"),
            "match": {"responseFormat": form}}


def chaos(**rates):
    return {"response": {"content": "-"}, "chaos": rates}


def fixtures(steps):
    """In aimock's form: a paper's first, second … request, then good answers."""
    made = []
    for letter in ALL:
        mine = steps.get(letter, [])
        always = mine[-1:] == [ALWAYS]
        n = 0
        for at, step in enumerate(mine[:-1] if always else mine):
            match = {"userMessage": MARK[letter], **step.get("match", {})}
            if "match" not in step and not (always and at == len(mine) - 2):
                match["sequenceIndex"] = n
                n += 1
            made.append({**step, "match": match})
        made.append({"match": {"userMessage": MARK[letter]}, **says(answer(letter))})
    return made


def asked_for(entry):
    """Which paper a request of the journal is about."""
    messages = (entry["body"] or {}).get("messages", [])
    return whose(messages[1]["content"]) if len(messages) > 1 else "?"
