# SPDX-License-Identifier: MIT
"""oaipmh.arxiv.org: OAI-PMH 2.0 as arXiv's server of 2025 and later answers, white space and all.

Its ways that a harvester meets:
- A list is ordered by the moment of change and, within a page, by day and identifier.
- A resumption token is the question itself with an offset. Where a page holds several days, the token asks from
  the page's last day on, and the reply's own <request> says so although nobody asked that.
- <created> is the date of the latest version, not of the first (with created="v1": as the server before 2025 had it).
- Dates are by UTC: what is mailed at 20:00 Eastern is stamped with the day after, which is the announcement day.
"""
import re
from datetime import date
from urllib.parse import parse_qs, quote, unquote, urlencode

from . import eastern
from .feeds import http_date
from .forms import Reply, markup, name_parts, names_line, tex
from .taxonomy import both_sides, categories_of_set, long_name, set_of, sets

EARLIEST = date(2005, 9, 16)
_HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" 
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
    <responseDate>{}</responseDate>
                <request{}>http://oaipmh.arxiv.org/oai</request>


'''
_ERRORS = {
    "badArgument": "The request includes illegal arguments, is missing required arguments, includes a repeated argument, or values for "
                   "arguments have an illegal syntax.",
    "badResumptionToken": "The value of the resumptionToken argument is invalid or expired.",
    "badVerb": "Value of the verb argument is not a legal OAI-PMH verb, the verb argument is missing, or the verb argument is repeated.",
    "cannotDisseminateFormat": "The metadata format identified by the value given for the metadataPrefix argument is not supported by "
                               "the item or by the repository.",
    "idDoesNotExist": "The value of the identifier argument is unknown or illegal in this repository.",
    "noRecordsMatch": "The combination of the values of the from, until, set and metadataPrefix arguments results in an empty list.",
}


class OaiError(Exception):
    def __init__(self, code, reason=None, request=None):
        self.code, self.reason, self.request = code, reason, request


def _wrap(now, request, inside):
    if "resumptionToken" in request:
        echo = f" verb='{request['verb']}' resumptionToken='{markup(request['resumptionToken'])}'"
    else:
        echo = "".join(f' {k}="{markup(v)}"' for k, v in request.items())
    return Reply(_HEAD.format(eastern.rfc3339(now), echo) + inside + "</OAI-PMH>", "text/xml")


# ---- Records ----

def _header(p, categories, stamp):
    lines = [f"                <header>\n        <identifier>oai:arXiv.org:{p.id}</identifier>\n"
             f"        <datestamp>{eastern.utc_day(stamp)}</datestamp>\n"]
    lines += [f"            <setSpec>{set_of(c)}</setSpec>\n" for c in categories]
    return "".join(lines) + "    </header>\n"


def _fields(p, v, first):
    """The optional elements, in the template's order, which differs in one place. acm-class: the template's own mistake."""
    more = p.more
    acm = [("acm-class", more.get("msc_class") or "None")] if more.get("acm_class") else []
    msc = [("msc-class", more.get("msc_class"))]
    rows = [("comments", v.comment), ("proxy", more.get("proxy")), ("report-no", more.get("report_no"))]
    rows += msc + acm if first == "msc" else acm + msc
    rows += [("journal-ref", more.get("journal_ref")), ("doi", more.get("doi")), ("license", more.get("license"))]
    return [(k, x) for k, x in rows if x]


def _schema(name):
    return (f'                        <{name} xmlns="http://arxiv.org/OAI/{name}/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="http://arxiv.org/OAI/{name}/ https://oaipmh.arxiv.org/OAI/{name}.xsd">\n        <id>')


def _arxiv(p, n, categories, stamp, created):
    v = p.versions[n - 1]
    out = [_schema("arXiv"), f"{p.id}</id>\n        <created>{eastern.utc_day((p.versions[0] if created == 'v1' else v).submitted)}</created>\n"
           f"            <updated>{eastern.utc_day(stamp)}</updated>\n        <authors>\n"]
    for a in p.authors:
        key, fore, suffix = name_parts(a)
        out.append(f"                <author>\n                    <keyname>{markup(key)}</keyname>\n")
        if fore:
            out.append(f"                        <forenames>{markup(fore)}</forenames>\n")
        if suffix:
            out.append(f"                        <suffix>{markup(suffix)}</suffix>\n")
        out.append("                </author>\n")
    out.append(f"        </authors>\n        <title>{markup(v.title)}</title>\n            <categories>{' '.join(categories)}</categories>\n")
    out += [f"            <{k}>{markup(x)}</{k}>\n" for k, x in _fields(p, v, "msc")]
    return "".join(out) + f"            <abstract>{markup(v.abstract)}</abstract>\n    </arXiv>\n"


def _raw(p, n, categories, stamp, created):
    v = p.versions[n - 1]
    out = [_schema("arXivRaw"), f"{p.id}</id>\n        <submitter>{markup(p.more.get('submitter') or p.authors[0]['name'])}</submitter>\n"]
    for w in p.versions[:n]:
        kind = f"                    <source_type>{w.source_type}</source_type>\n" if w.source_type else ""
        out.append(f'            <version version="v{w.number}">\n                <date>{http_date(w.submitted)}</date>\n'
                   f"                <size>{w.size}kb</size>\n{kind}            </version>\n")
    out.append(f"        <title>{markup(tex(v.title))}</title>\n        <authors>{markup(names_line(p.authors))}</authors>\n"
               f"        <categories>{' '.join(categories)}</categories>\n")
    out += [f"            <{k}>{markup(x)}</{k}>\n" for k, x in _fields(p, v, "acm")]
    return "".join(out) + f"            <abstract>{markup(tex(v.abstract))}</abstract>\n    </arXivRaw>\n"


def _old(p, n, categories, stamp, created):
    v = p.versions[n - 1]
    rows = [("title", tex(v.title)), ("authors", names_line(p.authors)), ("categories", " ".join(categories))]
    fields = dict(_fields(p, v, "msc"), **({"acm-class": p.more["acm_class"]} if p.more.get("acm_class") else {}))
    licence = fields.pop("license", None)
    rows += list(fields.items()) + [("abstract", tex(v.abstract))] + ([("license", licence)] if licence else [])
    return _schema("arXivOld") + f"{p.id}</id>\n" + "".join(f"            <{k}>{markup(x)}</{k}>\n" for k, x in rows) + "    </arXivOld>\n"


def _dc(p, n, categories, stamp, created):
    v, first, rows = p.versions[n - 1], p.versions[0], []
    rows.append(("title", v.title))
    for a in p.authors:
        key, fore, suffix = name_parts(a)
        rows.append(("creator", key + (f" {suffix}" if suffix else "") + (f", {fore}" if fore else "")))
    rows += [("subject", s) for s in dict.fromkeys(long_name(c) for c in both_sides(categories))]
    rows += [("subject", p.more[k]) for k in ("msc_class", "acm_class") if k in p.more]
    rows += [("description", v.abstract)] + ([("description", v.comment)] if v.comment else [])
    rows += [("date", d) for d in dict.fromkeys(str(eastern.utc_day(x.submitted)) for x in (first, v))]
    rows += [("type", "text"), ("identifier", f"https://arxiv.org/abs/{p.id}"), ("identifier", f"http://arxiv.org/abs/{p.id}")]
    rows += [("identifier", x) for x in (p.more.get("journal_ref"), "doi:" + p.more["doi"] if p.more.get("doi") else None) if x]
    return ('                        <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ '
            'http://www.openarchives.org/OAI/2.0/oai_dc.xsd">\n' + "".join(f"        <dc:{k}>{markup(x)}</dc:{k}>\n" for k, x in rows)
            + "    </oai_dc:dc>\n")


_FORMATS = {"oai_dc": _dc, "arXiv": _arxiv, "arXivOld": _old, "arXivRaw": _raw}


def _record(row, prefix, created):
    stamp, _, p, n, categories = row
    key = (prefix, stamp, n, created)
    if key not in p.cache:
        p.cache[key] = ("                    <record>\n" + _header(p, both_sides(categories), stamp) + "\n            <metadata>\n"
                        + _FORMATS[prefix](p, n, categories, stamp, created) + "\n            </metadata>\n        </record>\n\n")
    return p.cache[key]


# ---- Lists ----

def _day(text, name):
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise OaiError("badArgument", f"{name} date format must be YYYY-MM-DD") from None


def _from_token(arguments, settings):
    """The question that a token is, and its offset."""
    token = arguments["resumptionToken"]
    if set(arguments) != {"verb", "resumptionToken"}:
        raise OaiError("badArgument", "No other paramters allowed with resumptionToken")
    asked = {k: v[0] for k, v in parse_qs(unquote(token)).items()}
    if not asked.get("skip", "").isdigit() or "verb" not in asked or (settings["strict_token"] and "%3D" not in token):
        raise OaiError("badResumptionToken", "Token decoding failed or format is invalid.")
    skip = int(asked.pop("skip"))
    if asked["verb"] != arguments["verb"]:
        raise OaiError("badResumptionToken", "token from different verb", arguments)
    return asked, skip


def _question(asked, request, now):
    """Check the arguments in the server's order; (first moment, last moment, categories or None)."""
    if "metadataPrefix" not in asked:
        raise OaiError("badArgument", "metadataPrefix required.")
    if set(asked) - {"verb", "metadataPrefix", "from", "until", "set"}:
        raise OaiError("badArgument", "Unallowed parameter. Allowed parameters: verb, metadataPrefix, from, until, set")
    if asked["metadataPrefix"] not in _FORMATS:
        raise OaiError("cannotDisseminateFormat", "Did not recognize requested format", request)
    request["metadataPrefix"] = asked["metadataPrefix"]
    first, last, wanted = EARLIEST, eastern.utc_day(now), None
    if asked.get("from"):
        first = _day(asked["from"], "from")
        request["from"] = asked["from"]
    if asked.get("until"):
        last = _day(asked["until"], "until")
        request["until"] = asked["until"]
    if asked.get("set"):
        wanted = categories_of_set(asked["set"])
        if not wanted:
            raise OaiError("badArgument", "Set does not exist" if wanted is None else "Set has too many levels")
        request["set"] = asked["set"]
    if first > last:
        raise OaiError("badArgument", "until date must be greater than or equal to from date")
    if first < EARLIEST:
        raise OaiError("badArgument", "start date too early")
    if last > eastern.utc_day(now):
        raise OaiError("badArgument", "until date too late")
    return eastern.utc_instant(first), eastern.utc_instant(last + eastern.ONE) - 1, wanted


def _matching(snapshot, first, last, wanted):
    key = (first, last, wanted and frozenset(wanted))
    if key not in snapshot.searches:
        rows = snapshot.between(first, last)
        if wanted:
            rows = [r for r in rows if not wanted.isdisjoint(both_sides(r[4]))]
        if len(snapshot.searches) > 50:
            snapshot.searches.clear()
        snapshot.searches[key] = rows
    return snapshot.searches[key]


def _next_token(request, rows, extra, skip, limit):
    """As the server reckons: an offset into the same question, or into what begins at the page's last day."""
    days = [eastern.utc_day(r[0]) for r in rows]
    asked = {k: v for k, v in request.items() if k != "resumptionToken"}
    last = eastern.utc_day(extra[0])
    if last == min(days):
        asked["skip"] = skip + limit
    else:
        request["from"] = asked["from"] = last.isoformat()
        asked["skip"] = days.count(last)
    return quote(urlencode(asked))


def _list(world, arguments, now, settings, quirk):
    request, skip, asked = {"verb": arguments["verb"]}, 0, arguments
    if "resumptionToken" in arguments:
        if quirk.get("expired"):
            raise OaiError("badResumptionToken", "Token decoding failed or format is invalid.")
        asked, skip = _from_token(arguments, settings)
        request["resumptionToken"] = arguments["resumptionToken"]
    first, last, wanted = _question(asked, request, now)
    ids_only = arguments["verb"] == "ListIdentifiers"
    limit = settings["page_ids" if ids_only else "page"]
    rows = _matching(world.snapshot(now, 1), first, last, wanted)
    limit = min(limit, quirk.get("keep", limit))
    page, extra = rows[skip:skip + limit], rows[skip + limit:skip + limit + 1]
    if not page or quirk.get("empty"):
        raise OaiError("noRecordsMatch", None, request)
    token = ""
    if extra:
        token = _next_token(request, page, extra[0], skip, limit)
        expires = eastern.rfc3339(eastern.utc_instant(eastern.utc_day(now) + eastern.ONE))
        token = f"                    <resumptionToken expirationDate='{expires}'>{token}</resumptionToken>\n\n"
    elif "resumptionToken" in request:
        token = "                    <resumptionToken/>\n\n"
    if quirk.get("repeat"):
        page = world.page_before or page
    world.page_before = page
    if quirk.get("duplicates"):
        page = page + page[:len(page) // 2]
    page = sorted(page, key=lambda r: (eastern.utc_day(r[0]), r[1])) if not quirk.get("bare") else []
    verb = arguments["verb"]
    if ids_only:   # only the paper's own categories: the other sides are missing here
        body = "".join(_header(r[2], r[4], r[0]) + "\n" for r in page)
    else:
        body = "".join(_record(r, request["metadataPrefix"], settings["created"]) for r in page)
    return _wrap(now, request, f"    <{verb}>\n{body}{token}    </{verb}>\n")


def _get_record(world, arguments, now, settings, quirk):
    if set(arguments) != {"verb", "identifier", "metadataPrefix"}:
        raise OaiError("badArgument", "Parameters provided did not match expected. Expected: identifier, metadataPrefix, verb")
    name, prefix = arguments["identifier"], arguments["metadataPrefix"]
    if not re.fullmatch(r"oai:arXiv\.org:(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", name, re.ASCII):
        raise OaiError("idDoesNotExist", "Invalid identifier", {"verb": "GetRecord"})
    if prefix not in _FORMATS:
        raise OaiError("cannotDisseminateFormat", "Did not recognize requested format", {"verb": "GetRecord", "identifier": name})
    request = {"verb": "GetRecord", "identifier": name, "metadataPrefix": prefix}
    row = world.snapshot(now, 1).by_id.get(name.partition("arXiv.org:")[2])
    if not row:
        raise OaiError("idDoesNotExist", "Nothing found for this ID", request)
    record = _record(row, prefix, settings["created"]).replace("                    <record>", "                <record>", 1)
    return _wrap(now, request, f"    <GetRecord>\n{record}    </GetRecord>\n")


# ---- About the repository ----

_IDENTIFY = '''    <Identify>
        <repositoryName>arXiv</repositoryName>
        <baseURL>https://oaipmh.arxiv.org/oai</baseURL>
        <protocolVersion>2.0</protocolVersion>
        <adminEmail>help@arxiv.org</adminEmail>
        <earliestDatestamp>2005-09-16</earliestDatestamp>
        <deletedRecord>persistent</deletedRecord>
        <granularity>YYYY-MM-DD</granularity>
    </Identify>
'''
_SCHEMAS = {"oai_dc": ("https://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
            **{n: (f"https://oaipmh.arxiv.org/OAI/{n}.xsd", f"http://arxiv.org/OAI/{n}/") for n in ("arXiv", "arXivOld", "arXivRaw")}}


def _about(world, arguments, now, settings, quirk):
    verb = arguments["verb"]
    if set(arguments) - {"verb"} - ({"identifier"} if verb == "ListMetadataFormats" else set()):
        raise OaiError("badArgument", f"No other parameters allowed for {verb}")
    if verb == "Identify":
        inside = _IDENTIFY
    elif verb == "ListSets":
        inside = "    <ListSets>\n" + "".join(f"                <set>\n        <setSpec>{s}</setSpec>\n        <setName>{markup(n)}</setName>\n"
                                              "    </set>\n\n" for s, n in sets()) + "    </ListSets>\n"
    else:
        rows = "".join(f"                <metadataFormat>\n    <metadataPrefix>{n}</metadataPrefix>\n    <schema>{s}</schema>\n"
                       f"    <metadataNamespace>{ns}</metadataNamespace>\n</metadataFormat>\n\n" for n, (s, ns) in _SCHEMAS.items())
        inside = f"    <ListMetadataFormats>\n{rows}    </ListMetadataFormats>\n"
    return _wrap(now, {"verb": verb}, inside)


_VERBS = {"GetRecord": _get_record, "ListRecords": _list, "ListIdentifiers": _list, "Identify": _about, "ListSets": _about,
          "ListMetadataFormats": _about}


def answer(world, arguments, now, settings, quirk):
    """ARGUMENTS: {name: [values]}. SETTINGS: page, page_ids, created, strict_token. QUIRK: expired, empty, bare, repeat, duplicates, keep."""
    try:
        if any(len(v) > 1 for v in arguments.values()):
            raise OaiError("badArgument", "Duplicate parameters not allowed")
        arguments = {k: v[0] for k, v in arguments.items()}
        if arguments.get("verb") not in _VERBS:
            raise OaiError("badVerb", "Invalid verb provided")
        return _VERBS[arguments["verb"]](world, arguments, now, settings, quirk)
    except OaiError as e:
        reason = f" Reason: {markup(e.reason)}" if e.reason else ""
        return _wrap(now, e.request or {}, f"    <error code='{e.code}'>{_ERRORS[e.code]}{reason}</error>\n")
