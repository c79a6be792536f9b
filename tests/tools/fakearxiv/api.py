# SPDX-License-Identifier: MIT
"""export.arxiv.org/api/query: search and look-up, as the server of November 2025 and later answers.

Its ways that a client meets: ten results unless told otherwise, also for a long id_list; results by sort key and never in the
order of id_list; unknown identifiers left out without a word; beyond the first 10,000 results nothing but status 500."""
import base64
import hashlib
import re
from urllib.parse import quote_plus

from . import eastern
from .forms import Reply, attribute, text
from .query import BadQuery, echo, matcher, parse

REACH = 10_000
_TYPE = "application/atom+xml; charset=UTF-8"
_FEED = '''<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/{id}</id>
  <title>{title}</title>
  <updated>{now}</updated>
{link}  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
'''
_ERROR = '''  <entry>
    <id>{id}</id>
    <title>Error</title>
    <updated>{now}</updated>
    <link href="{id}" rel="alternate" type="text/html"/>
    <summary>{message}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
'''
INTERNAL = ("<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"
            "<p>The server encountered an internal error and was unable to complete your request.</p>\n")
_ID = re.compile(r"^(?:(\d{4}\.\d{4,5})|([a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v(\d+))?$", re.ASCII)
_WELL_FORMED = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Za-z-]{2,})?/\d{7}", re.ASCII)


class ApiError(Exception):
    def __init__(self, message, status=400):
        self.message, self.status = message, status


def _entry(row, version):
    p, categories = row[2], row[4]
    key = ("api", version, len(categories))
    if key in p.cache:
        return p.cache[key]
    v = p.versions[version - 1]
    idv, comment = f"{p.id}v{version}", f"    <arxiv:comment>{text(v.comment)}</arxiv:comment>\n" if v.comment else ""
    out = [f"  <entry>\n    <id>http://arxiv.org/abs/{idv}</id>\n    <title>{text(v.title)}</title>\n"
           f"    <updated>{eastern.rfc3339(v.submitted)}</updated>\n"
           f'    <link href="https://arxiv.org/abs/{idv}" rel="alternate" type="text/html"/>\n'
           f'    <link href="https://arxiv.org/pdf/{idv}" rel="related" type="application/pdf" title="pdf"/>\n'
           f"    <summary>{text(v.abstract)}</summary>\n"]
    out += [f'    <category term="{c}" scheme="http://arxiv.org/schemas/atom"/>\n' for c in categories]
    out.append(f"    <published>{eastern.rfc3339(p.versions[0].submitted)}</published>\n{comment}"
               f'    <arxiv:primary_category term="{categories[0]}"/>\n')
    if "journal_ref" in p.more:
        out.append(f"    <arxiv:journal_ref>{text(p.more['journal_ref'])}</arxiv:journal_ref>\n")
    for a in p.authors:
        where = "".join(f"      <arxiv:affiliation>{text(x)}</arxiv:affiliation>\n" for x in a.get("affiliations", []))
        out.append(f"    <author>\n      <name>{text(a['name'])}</name>\n{where}    </author>\n")
    if "doi" in p.more:
        doi = p.more["doi"]
        out.append(f'    <arxiv:doi>{text(doi)}</arxiv:doi>\n    <link rel="related" href="https://doi.org/{attribute(doi)}" title="doi"/>\n')
    p.cache[key] = "".join(out) + "  </entry>\n"
    return p.cache[key]


# ---- Finding ----

def _by_ids(snapshot, ids):
    """(row, version) of the identifiers that exist, each once."""
    found = {}
    for name in ids:
        m = _ID.match(name)
        row = m and snapshot.by_id.get(re.sub(r"\.[A-Z]{2}/", "/", m.group(1) or m.group(2)))
        if row:
            version = int(m.group(3) or row[3])
            if 1 <= version <= row[3]:
                found[(row[1], version)] = (row, version)
    return list(found.values())


_KEYS = {"relevance": lambda h: (h[0][2].hash, h[0][1]), "lastUpdatedDate": lambda h: (h[0][2].versions[h[1] - 1].submitted, h[0][1]),
         "submittedDate": lambda h: (h[0][2].versions[0].submitted, h[0][1])}


def _hits(snapshot, tree, ids, sort, descending):
    key = (tree and echo(tree), tuple(ids), sort, descending)
    if key not in snapshot.searches:
        match = matcher(tree) if tree else None
        hits = _by_ids(snapshot, ids) if ids else [(r, r[3]) for r in snapshot.rows if match(r)]
        if ids and match:
            hits = [h for h in hits if match(h[0])]
        hits.sort(key=_KEYS[sort], reverse=descending)
        if len(snapshot.searches) > 50:
            snapshot.searches.clear()
        snapshot.searches[key] = hits
    return snapshot.searches[key]


# ---- Answering ----

def _count(arguments, name, default):
    try:
        n = int(arguments.get(name) or default)
    except ValueError:
        raise ApiError(f"{name} must be an integer") from None
    if n < 0:
        raise ApiError(f"{name} must be non-negative")
    return n


def _read(arguments):
    ids = [i.strip() for i in arguments.get("id_list", "").split(",") if i.strip()]
    for i in ids:
        if not _WELL_FORMED.search(i):
            raise ApiError(f"incorrect id format for {i}")
    size, start = _count(arguments, "max_results", 10), _count(arguments, "start", 0)
    sort, order = arguments.get("sortBy", "relevance"), arguments.get("sortOrder", "descending")
    if sort not in _KEYS:
        raise ApiError(f"sortBy must be in: {', '.join(_KEYS)}")
    if order not in ("ascending", "descending"):
        raise ApiError("sortOrder must be in: ascending, descending")
    query, tree = arguments.get("search_query", ""), None
    if not query.strip() and not ids:
        raise ApiError("Either a search_query or id_list must be specified for the classic API.")
    if query.strip():
        try:
            tree = parse(query)
        except BadQuery:
            raise ApiError(f"Invalid query string: '{query}'") from None
    return tree, ids, start, size, sort, order == "descending"


def answer(world, arguments, now, settings, quirk):
    """ARGUMENTS: {name: [values]}. SETTINGS: slice. QUIRK: empty (no result), bare (promised, not sent), repeat, duplicates."""
    arguments = {k: v[0] for k, v in arguments.items()}
    stamp = eastern.rfc3339(now)
    try:
        tree, ids, start, size, sort, descending = _read(arguments)
        if settings["slice"] and size > settings["slice"]:
            raise ApiError(f"max_results must be at most {settings['slice']}")
    except ApiError as e:
        where = attribute("https://arxiv.org/api/errors#" + re.sub(r"\s", "_", e.message))
        top = _FEED.format(id="", title="arXiv Search Results", now=stamp, link="", size=1, total=1, start=0)
        return Reply(top + _ERROR.format(id=where, now=stamp, message=text(e.message)) + "</feed>\n", _TYPE, e.status)
    if size == 0 or start + size > REACH:
        return Reply(INTERNAL, "text/html; charset=utf-8", 500)
    hits = [] if quirk.get("empty") else _hits(world.snapshot(now, 0), tree, ids, sort, descending)
    first = max(0, start - size) if quirk.get("repeat") else start
    page = [] if quirk.get("bare") else hits[first:first + min(size, quirk.get("keep", size))]
    page += page[:len(page) // 2] if quirk.get("duplicates") else []
    said, listed = echo(tree) if tree else "", ",".join(ids)
    title = f"arXiv Query: search_query={said}&id_list={listed}&start={start}&max_results={size}"
    href = f"https://arxiv.org/api/query?search_query={quote_plus(said, ':()[]*,')}&start={start}&max_results={size}&id_list={listed}"
    name = base64.b64encode(hashlib.sha1(title.encode()).digest()).decode().rstrip("=")
    top = _FEED.format(id="api/" + name, title=text(title), now=stamp, link=f'  <link href="{attribute(href)}" type="application/atom+xml"/>\n',
                       size=size, total=len(hits), start=start)
    return Reply(top + "".join(_entry(row, version) for row, version in page) + "</feed>\n", _TYPE)
