# SPDX-License-Identifier: MIT
"""Sites of Debian's generators, as small as they can be: all pages of one in one build.

    built = hugo({"a": b"---\\ntitle: ...", ...})     {"a": the page's HTML (bytes)}; other keys begin with "_"
    READERS["hugo"]                                   how page_read.py is to read them

Pages come with the front matter that the generator needs; pandoc's and cmark-gfm's are turned one by one. A build that fails raises
Failed with what the generator said. Each page's element <main id="page"> holds its text; <title> its title, <time> its date.
Text of the site itself that would only come out of templates is LEAK: it must be on no page."""
import concurrent.futures
import glob
import os
import subprocess

from page_read import Reader
from tap import clean_env, scratch

LEAK = "SITE-TITLE-LEAK"
MAIN = "//main[@id='page']"
SHELL = '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>%s</title><time>%s</time><main id="page">%s</main></html>\n'

# goldmark's typographer curls quotes and draws dashes, kramdown does the same; a record's ASCII signs are compared then.
READERS = {
    "hugo": Reader(MAIN, math=False, exact=True, curls=True),
    "jekyll": Reader(MAIN, math=False, exact=True, curls=True),
    "mkdocs": Reader(MAIN, math=True, exact=False, curls=False),
    "pelican": Reader(MAIN, math=False, exact=True, curls=False),
    "pandoc": Reader("//body", math=True, exact=False, curls=False),
    "cmark": Reader("//body", math=False, exact=False, curls=False),
}


class Failed(Exception):
    """A build that did not come to its end."""


def _write(folder, path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())


def call(argv, site, timeout=300, **env):
    """Run a generator in its folder, with no more than it needs."""
    # tests/run gives the folder of this test as HOME and TMPDIR.
    full = clean_env(site, LANG="C.UTF-8", LC_ALL="C.UTF-8", TMPDIR=site, TZ="UTC", PYTHONWARNINGS="ignore", **env)
    p = subprocess.run(argv, cwd=site, env=full, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
                       check=False)
    said = p.stdout.decode("utf-8", "replace")
    if p.returncode:
        raise Failed(f"{argv[0]} ended with {p.returncode}: {said[-1500:]}")
    return said


def _take(folder, pattern="*.html"):
    out = {}
    for path in glob.glob(os.path.join(folder, pattern)):
        with open(path, "rb") as f:
            out[os.path.splitext(os.path.basename(path))[0]] = f.read()
    return out


# ---- Hugo ----

def hugo_site(pages, folder, base="http://127.0.0.1/", head=""):
    """Write a site of Hugo's default settings into FOLDER; its pages are posts/NAME.html, their list posts/index.html."""
    _write(folder, "config.toml", f'baseURL = "{base}"\ntitle = "{LEAK}"\nuglyURLs = true\n'
           'disableKinds = ["RSS", "sitemap", "taxonomy", "term", "404"]\n')
    for name, text in pages.items():
        _write(folder, f"content/posts/{name}.md", text)
    shell = SHELL.replace('<meta charset="utf-8">', '<meta charset="utf-8">' + head)
    _write(folder, "layouts/_default/single.html",
           shell % ("{{ .Title }}", '{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}', "{{ .Content }}"))
    _write(folder, "layouts/_default/list.html",
           shell % ("list", "", "{{ range .Pages }}<article><h2>{{ .Title }}</h2>{{ .Summary }}</article>{{ end }}"))


def hugo(pages):
    site = scratch()
    hugo_site(pages, site)
    call(["hugo", "--quiet", "--destination", "public", "--cacheDir", os.path.join(site, "cache")], site)
    out = _take(os.path.join(site, "public/posts"))
    out["_list"] = _take(os.path.join(site, "public"), "posts.html").get("posts") or out.pop("index", b"")
    return out


# ---- Jekyll ----

def jekyll_site(pages, folder, head="", zone="Asia/Shanghai", day="2024-03-01"):
    """The same for Jekyll; its pages are NAME.html, their excerpts and their whole texts on _excerpts.html and _whole.html."""
    _write(folder, "_config.yml", f"title: {LEAK}\ntimezone: {zone}\npermalink: /:title.html\nfuture: true\n"
           "defaults: [{scope: {path: '', type: posts}, values: {layout: post}}]\ninclude: [_excerpts.html, _whole.html]\n")
    _write(folder, "_includes/evil.html", "INCLUDED-FILE-LEAK")
    for name, text in pages.items():
        _write(folder, f"_posts/{day}-{name}.md", text)
    shell = SHELL.replace('<meta charset="utf-8">', '<meta charset="utf-8">' + head)
    _write(folder, "_layouts/post.html", shell % ("{{ page.title | escape }}", "{{ page.date | date_to_xmlschema }}", "{{ content }}"))
    for name, what in (("_excerpts", "excerpt"), ("_whole", "content")):
        _write(folder, name + ".html", "---\n---\n" + shell % (
            "list", "", "{% for post in site.posts %}<article>{{ post." + what + " }}</article>{% endfor %}"))


def jekyll(pages, zone="Asia/Shanghai"):
    site = scratch()
    jekyll_site(pages, site, zone=zone)
    call(["jekyll", "build", "--quiet", "--disable-disk-cache", "-d", "out"], site)
    return _take(os.path.join(site, "out"))


# ---- MkDocs ----

MKDOCS = """site_name: %s
use_directory_urls: false
plugins: []
theme: {name: null, custom_dir: theme}
markdown_extensions: [%s]
"""
ARITHMATEX = "footnotes, attr_list, md_in_html, {pymdownx.arithmatex: {generic: true}}"
# What sites with the theme Material turn on.
MATERIAL = """abbr, admonition, attr_list, def_list, footnotes, md_in_html, pymdownx.betterem, pymdownx.caret, pymdownx.mark, pymdownx.tilde,
  pymdownx.critic, pymdownx.details, pymdownx.emoji, pymdownx.highlight, pymdownx.inlinehilite, pymdownx.keys, pymdownx.magiclink,
  pymdownx.smartsymbols, pymdownx.snippets, pymdownx.superfences, pymdownx.tasklist, {pymdownx.tabbed: {alternate_style: true}},
  {pymdownx.arithmatex: {generic: true}}"""


def mkdocs(pages, extensions=ARITHMATEX):
    site = scratch()
    _write(site, "mkdocs.yml", MKDOCS % (LEAK, extensions))
    _write(site, "theme/main.html", SHELL % ("{{ page.title | escape }}", "{{ page.meta.date }}", "{{ page.content }}"))
    _write(site, "docs/index.md", "index")
    for name, text in pages.items():
        _write(site, f"docs/{name}.md", text)
    call(["mkdocs", "-q", "build", "-d", "out"], site)
    out = _take(os.path.join(site, "out"))
    del out["index"]
    return out


def material(pages):
    return mkdocs(pages, MATERIAL)


# ---- Pelican ----

PELICAN = """SITENAME = '%s'
SITEURL = ''
PATH = 'content'
TIMEZONE = '%s'
DEFAULT_LANG = 'zh'
THEME = 'theme'
USE_FOLDER_AS_CATEGORY = False
SLUGIFY_SOURCE = 'basename'
ARTICLE_SAVE_AS = '{slug}.html'
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ['index']
INDEX_SAVE_AS = '_list.html'
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ''
"""


def pelican(pages, zone="Asia/Shanghai"):
    site = scratch()
    _write(site, "pelicanconf.py", PELICAN % (LEAK, zone))
    for name, text in pages.items():
        _write(site, f"content/{name}.md", text)
    for name in "base archives period_archives author authors category categories tag tags page".split():
        _write(site, f"theme/templates/{name}.html", "x")
    os.makedirs(os.path.join(site, "theme/static"))
    _write(site, "theme/templates/article.html",
           SHELL % ("{{ article.title | escape }}", "{{ article.date.isoformat() }}", "{{ article.content }}"))
    _write(site, "theme/templates/index.html",
           SHELL % ("list", "", "{% for a in articles %}<article>{{ a.content }}</article>{% endfor %}"))
    call(["pelican", "-q", "content", "-s", "pelicanconf.py", "-o", "out"], site)
    return _take(os.path.join(site, "out"))


# ---- pandoc, cmark-gfm ----

def pandoc_html(text, markdown="markdown-smart", *more):
    """What pandoc makes of one page: a whole document with its title."""
    p = subprocess.run(["pandoc", "-f", markdown, "-t", "html5", "--mathjax=local", "--wrap=none", "--standalone", "--template", PANDOC_PAGE(), *more],
                       input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    if p.returncode or p.stderr:
        raise Failed(f"pandoc ended with {p.returncode}: {p.stderr.decode('utf-8', 'replace')[-1500:]}")
    return p.stdout


_PANDOC_PAGE = []


def PANDOC_PAGE():
    if not _PANDOC_PAGE:
        folder = scratch()
        _write(folder, "page.html", '<!doctype html><meta charset="utf-8"><title>$pagetitle$</title><time>$date$</time><body>$body$</body>\n')
        _PANDOC_PAGE.append(os.path.join(folder, "page.html"))
    return _PANDOC_PAGE[0]


def _each(turn, pages):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(pages, pool.map(turn, pages.values())))


def pandoc(pages):
    return _each(pandoc_html, pages)


def pandoc_gfm(pages):
    return _each(lambda text: pandoc_html(text, "gfm-autolink_bare_uris+footnotes+tex_math_dollars", "--metadata", "title=t"), pages)


def cmark(pages):
    """cmark-gfm with raw HTML let through, as GitHub's: what would be live is seen."""
    argv = ["cmark-gfm", "--unsafe", "-t", "html"]
    for name in ("table", "footnotes", "strikethrough", "autolink", "tasklist"):
        argv += ["-e", name]

    def turn(text):
        html = subprocess.run(argv, input=text, stdout=subprocess.PIPE, timeout=600, check=True).stdout
        return b'<!doctype html><meta charset="utf-8"><body>' + html + b"</body>"
    return _each(turn, pages)
