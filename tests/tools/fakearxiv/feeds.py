# SPDX-License-Identifier: MIT
"""rss.arxiv.org: RSS 2.0 and Atom of the batch dated today, as arXiv's feed program writes them."""
import hashlib
from datetime import datetime, timezone

from . import eastern
from .forms import Reply, attribute, names_line, tex, text
from .taxonomy import BadSpec, read_spec
from .world import TYPES

_HOST = "http://rss.arxiv.org"
_LIMIT = 2000
_RSS = '''<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>{title}</title>
    <link>{link}</link>
    <description>{description}</description>
    <atom:link href="{link}" rel="self" type="application/rss+xml"/>
    <docs>http://www.rssboard.org/rss-specification</docs>
    <language>en-us</language>
    <lastBuildDate>{built}</lastBuildDate>
    <managingEditor>{editor}</managingEditor>
    <pubDate>{midnight}</pubDate>
'''
_SKIP = '''    <skipDays>
      <day>{}</day>
      <day>{}</day>
    </skipDays>
'''
_ATOM = '''<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>{link}</id>
  <title>{title}</title>
  <updated>{built}</updated>
  <link href="{link}" rel="self" type="application/atom+xml"/>
  <subtitle>{description}</subtitle>
'''


def _mail_date(t, zone):
    """RFC 822 at a zone given in seconds; no locale."""
    d = datetime.fromtimestamp(t + zone, timezone.utc)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[d.weekday()]
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[d.month - 1]
    return f"{day}, {d.day:02d} {month} {d.year} {d.hour:02d}:{d.minute:02d}:{d.second:02d} {'-' if zone < 0 else '+'}{abs(zone) // 3600:02d}00"


def http_date(t):
    return _mail_date(t, 0).replace("+0000", "GMT")


def _extensions(p, kind):
    """What both flavours have at an item's end."""
    rows = [("arxiv:announce_type", kind), ("dc:rights", p.more.get("license")), ("arxiv:DOI", p.more.get("doi")),
            ("arxiv:journal_reference", p.more.get("journal_ref")), ("dc:creator", names_line(p.authors))]
    return [(name, text(value)) for name, value in rows if value]


def _description(p, version, kind):
    return f"arXiv:{p.id}v{version.number} Announce Type: {kind} \nAbstract: {text(tex(version.abstract))}"


def _item(p, n, kind, day, midnight):
    v = p.versions[n - 1]
    lines = [f"    <item>\n      <title>{text(tex(v.title))}</title>\n      <link>https://arxiv.org/abs/{p.id}</link>\n"
             f"      <description>{_description(p, v, kind)}</description>\n"
             f'      <guid isPermaLink="false">oai:arXiv.org:{p.id}v{n}</guid>\n']
    lines += [f"      <category>{c}</category>\n" for c in p.categories_on(day)]
    lines.append(f"      <pubDate>{midnight}</pubDate>\n")
    lines += [f"      <{name}>{value}</{name}>\n" for name, value in _extensions(p, kind)]
    return "".join(lines) + "    </item>\n"


def _entry(p, n, kind, day, midnight, built):
    v = p.versions[n - 1]
    lines = [f"  <entry>\n    <id>oai:arXiv.org:{p.id}v{n}</id>\n    <title>{text(tex(v.title))}</title>\n"
             f"    <updated>{built}</updated>\n"
             f'    <link href="https://arxiv.org/abs/{p.id}" rel="alternate" type="text/html"/>\n'
             f"    <summary>{_description(p, v, kind)}</summary>\n"]
    lines += [f'    <category term="{c}"/>\n' for c in p.categories_on(day)]
    lines.append(f"    <published>{midnight}</published>\n")
    lines += [f"    <{name}>{value}</{name}>\n" for name, value in _extensions(p, kind)]
    return "".join(lines) + "  </entry>\n"


def _atom_times(t, built, zone):
    def stamp(x, z, micro):
        d = datetime.fromtimestamp(x + z, timezone.utc)
        return d.strftime("%Y-%m-%dT%H:%M:%S") + micro + f"{'-' if z < 0 else '+'}{abs(z) // 3600:02d}:00"
    return stamp(t, zone, ""), stamp(built, 0, ".199366")


def answer(world, flavour, spec, arguments, now, built, quirk):
    """FLAVOUR rss or atom. BUILT: when the feed says it was built. QUIRK: stale (batches back), empty, repeat."""
    today = eastern.today(now)
    start = eastern.turnover(today)
    zone = eastern.offset(start)
    head, items = (_RSS, "") if flavour == "rss" else (_ATOM, "")
    midnight, when = (_mail_date(start, zone), _mail_date(built, 0)) if flavour == "rss" else _atom_times(start, built, zone)
    skip, status, editor = _SKIP.format(*(("Saturday", "Sunday") if today.day % 2 else ("Sunday", "Saturday"))), 200, "rss-help@arxiv.org"
    try:
        if flavour == "rss" and arguments.get("version", ["2.0"])[0] != "2.0":
            raise BadSpec(f"Unsupported RSS version '{arguments['version'][0]}'. Supported version is: 2.0.")
        names, meant = read_spec(spec)
        joined = ", ".join(names)
        title, description = f"{joined} updates on arXiv.org", f"{joined} updates on the arXiv.org e-print archive."
        link = f"{_HOST}/{flavour}/" + "+".join(names)
        day = _batch_shown(world, today, quirk)
        listed = world.announced(day, meant)[0] if not quirk.get("empty") else {t: [] for t in TYPES}
        rows = [(p, n, kind) for kind in TYPES for p, n in listed[kind]][:_LIMIT]
        rows += rows[:len(rows) // 2] if quirk.get("duplicates") else []
        items = "".join(_item(p, n, kind, day, midnight) if flavour == "rss" else _entry(p, n, kind, day, midnight, when)
                        for p, n, kind in rows)
    except BadSpec as e:
        link = f"{_HOST}/{flavour}/{spec}"
        title, description, skip, status, editor = f"Feed error for query: {link}", str(e), "", 400, "rss-help.arxiv.org"
    top = head.format(title=text(title), link=attribute(link), description=text(description), built=when, midnight=midnight, editor=editor)
    body = (top + skip + items + "  </channel>\n</rss>\n" if flavour == "rss" else top + items + "</feed>\n").encode()
    headers = {"ETag": hashlib.sha256(body).hexdigest(), "Last-Modified": http_date(built),
               "Cache-Control": f"max-age={int(max(0, eastern.turnover(today + eastern.ONE) - now))}"}
    return Reply(body, f"application/{flavour}+xml", status, headers)


def _batch_shown(world, today, quirk):
    """Today's; a stale feed shows an earlier batch, with fresh dates."""
    day = today
    for _ in range(quirk.get("stale", 0)):
        day -= eastern.ONE
        while not (eastern.announces(day) and day in world.days) and (today - day).days < 40:
            day -= eastern.ONE
    return day
