# SPDX-License-Identifier: MIT
"""arXiv's categories: names, archives, groups, aliases; feed specifications and OAI sets.

The facts are the project's data/categories.tsv; the names of archives and groups, which it does not have, stand here."""
import os

GROUPS = {"physics": "Physics", "math": "Mathematics", "q-bio": "Quantitative Biology", "cs": "Computer Science",
          "q-fin": "Quantitative Finance", "stat": "Statistics", "eess": "Electrical Engineering and Systems Science",
          "econ": "Economics"}
_ARCHIVE_NAMES = {"astro-ph": "Astrophysics", "cond-mat": "Condensed Matter", "nlin": "Nonlinear Sciences", "physics": "Physics"}


class Category:
    __slots__ = ("id", "name", "archive", "group", "state", "other")


def _read():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "data", "categories.tsv")
    table = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            row = line.rstrip("\n").split("\t")
            if line.startswith("#") or len(row) < 7:
                continue
            c = Category()
            c.id, c.name, c.archive, c.group, c.state, _, c.other = row[:7]
            table[c.id] = c
    return table


CATEGORIES = _read()
ACTIVE = {k: c for k, c in CATEGORIES.items() if c.state == "active"}
ARCHIVES = sorted({c.archive for c in ACTIVE.values()})
_GROUP_OF = {c.archive: c.group for c in ACTIVE.values()}
_FOLDED = {k.lower(): k for k in CATEGORIES}


def other_side(category):
    """The other name of an active category that has two (cs.IT and math.IT); None."""
    c = ACTIVE.get(category)
    return c.other if c and c.other in ACTIVE else None


def both_sides(categories):
    """The categories with the other names of those that have two, in order, each once."""
    result = []
    for name in categories:
        for n in (name, other_side(name)):
            if n and n not in result:
                result.append(n)
    return result


def archive_name(archive):
    return _ARCHIVE_NAMES.get(archive) or GROUPS.get(archive) or CATEGORIES[archive].name


def long_name(category):
    """As oai_dc's subject has it."""
    c = CATEGORIES[category]
    return f"{archive_name(c.archive)} - {c.name}" if "." in category else c.name


# ---- Feeds: cs, cs.CL, cs.cl+stat.ML ----

class BadSpec(Exception):
    pass


def read_spec(spec):
    """The names asked, as arXiv writes them (archives first), and the set of categories that they mean."""
    archives, categories, meant = [], [], set()
    if not spec or any(not part.strip() for part in spec.split("+")):
        raise BadSpec(f"Invalid archive specification '{spec}'. Correct format is one or more archive names delimited by '+'. "
                      "Each name can be either of the form 'archive' or 'archive.category'.")
    for part in spec.split("+"):
        archive, _, subject = part.partition(".")
        if "." in subject:
            raise BadSpec(f"Bad archive/subject class structure '{part}'. Valid names include an archive, possibly followed by "
                          "a single period and subject class.")
        archive = archive.lower()
        if archive not in ARCHIVES:
            raise BadSpec(f"Bad archive '{archive}'. Valid archive names are: {', '.join(ARCHIVES)}.")
        if not subject:
            archives.append(archive)
            meant.update(k for k, c in CATEGORIES.items() if c.archive == archive)
            continue
        name = _FOLDED.get(part.lower())
        if not name:
            valid = ", ".join(k for k, c in ACTIVE.items() if c.archive == archive)
            raise BadSpec(f"Bad subject class '{subject}'. Valid subject classes for the archive '{archive}' are: {valid}.")
        categories.append(name)
        meant.add(name)
    return archives + categories, set(both_sides(sorted(meant)))


# ---- OAI sets: group:archive:SUBJECT ----

def set_of(category):
    c = CATEGORIES[category]
    subject = ":" + category.partition(".")[2] if "." in category else ""
    return f"{c.group}:{c.archive}{subject}"


def sets():
    """All sets, in arXiv's order: groups, archives, categories. Archives of one category come twice."""
    rows = list(GROUPS.items())
    rows += [(f"{_GROUP_OF[a]}:{a}", archive_name(a)) for a in ARCHIVES]
    return rows + [(set_of(k), ACTIVE[k].name) for k in sorted(ACTIVE)]


def categories_of_set(spec):
    """The categories in a set; None: no such set; the empty set: too many levels."""
    parts = spec.split(":")
    if len(parts) > 3:
        return set()
    if len(parts) == 1:
        found = {k for k, c in CATEGORIES.items() if c.group == spec}
    elif len(parts) == 2:
        found = {k for k, c in CATEGORIES.items() if c.archive == parts[1] and _GROUP_OF.get(parts[1]) == parts[0]}
    else:
        found = {k for k in (f"{parts[1]}.{parts[2]}",) if k in ACTIVE and ACTIVE[k].group == parts[0]}
    return found or None
