# SPDX-License-Identifier: MIT
"""Sites of npm's generators, as small as they can be, beside sites.py: all pages of one in one build.

    SITES["hexo"].build(pages)      {name: HTML (bytes)}; pages: {name: Markdown with its front matter}
    SITES["hexo"].reader            how page_read.py is to read them

They run in folders below the one that GENERATORS names, where their packages are. A file called RAN in the site's folder is what
a page that runs code could leave; Ran says so. Text of the site itself, of its other files, is LEAK."""
import glob
import json
import os
import shutil
import subprocess
import tempfile
from collections import namedtuple

from page_read import Reader
from sites import LEAK, Failed
from tap import ROOT, clean_env

GENERATORS = os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators"))
RAN = "stranger.ran"
SECRET = "SECRET-FILE-LEAK"
# few: not all of the records, for a renderer that is slow.
Site = namedtuple("Site", "name package dialect options reader build few", defaults=(False,))

MAIN = "//main[@id='page']"
SHELL = '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><main id="page">%s</main></html>\n'


class Ran(Failed):
    """A page ran something."""


def installed(package):
    return os.path.isdir(os.path.join(GENERATORS, package, "node_modules"))


class _Folder:
    """A site's folder, beside its packages (some generators look for them in the folders above)."""

    def __init__(self, package):
        self.modules = os.path.join(GENERATORS, package, "node_modules")
        self.path = tempfile.mkdtemp(prefix="site-", dir=os.path.join(GENERATORS, package))
        self.write(SECRET + ".md", SECRET)
        self.write(SECRET + ".html", SECRET)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, path, text):
        path = os.path.join(self.path, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def link_modules(self):
        os.symlink(self.modules, os.path.join(self.path, "node_modules"))

    def node(self, script, *args, timeout=600):
        """Run one of the packages' scripts in the folder, with no more than it needs."""
        env = clean_env(self.path, LANG="C.UTF-8", TMPDIR=self.path, TZ="UTC", NODE_ENV="production", ASTRO_TELEMETRY_DISABLED="1", DO_NOT_TRACK="1",
                        NODE_OPTIONS="--max-old-space-size=6000", CI="1", FORCE_COLOR="0")
        p = subprocess.run(["node", os.path.join(self.modules, script), *args], cwd=self.path, env=env, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False)
        said = p.stdout.decode("utf-8", "replace")
        if p.returncode:
            raise Failed(f"{script} ended with {p.returncode}: {said[-2500:]}")
        return said

    def take(self, pattern):
        """The pages built; the folder is looked through for what a page may have left."""
        out = {}
        for path in glob.glob(os.path.join(self.path, pattern)):
            with open(path, "rb") as f:
                out[os.path.splitext(os.path.basename(path))[0]] = f.read()
        for folder, _, files in os.walk(self.path):
            if RAN in files:
                raise Ran(f"code of a page was run: {folder}/{RAN}")
        return out


# ---- Hexo ----

def hexo(plugin, config="", change=lambda text: text):
    def build(pages):
        with _Folder("hexo") as f:
            f.link_modules()
            f.write("package.json", json.dumps({"name": "site", "hexo": {"version": "8.1.2"}, "dependencies": {plugin: "*", "hexo-renderer-ejs": "*"}}))
            f.write("_config.yml", f"title: {LEAK}\nurl: http://127.0.0.1\npermalink: :title.html\ntheme: min\ntimezone: Asia/Shanghai\n" + config)
            f.write("themes/min/layout/post.ejs", SHELL % "<%- page.content %>")
            f.write("themes/min/layout/index.ejs", "x")
            for name, text in pages.items():
                f.write(f"source/_posts/{name}.md", change(text))
            said = f.node("hexo/bin/hexo", "generate")
            if "ERROR" in said or "FATAL" in said:
                raise Failed(said[-2500:])
            return f.take("public/*.html")
    return build


def without(line):
    """Pages whose front matter lacks LINE: the escaping alone has to do."""
    return lambda text: text.replace(line, b"", 1)


# ---- Eleventy ----

ELEVENTY = """module.exports = c => {
  %s
  return { %s dir: { input: "in", output: "out" } };
};
"""


def eleventy(setup="", options="", change=lambda text: text):
    def build(pages):
        with _Folder("eleventy") as f:
            f.link_modules()
            f.write("package.json", "{}")
            f.write("eleventy.config.js", ELEVENTY % (setup, options))
            f.write("in/_includes/evil.html", SECRET)
            f.write("in/_includes/page.liquid", SHELL % "{{ content }}")
            f.write("in/in.json", json.dumps({"layout": "page.liquid", "permalink": "{{ page.fileSlug }}.html", "site": {"title": LEAK}}))
            for name, text in pages.items():
                f.write(f"in/{name}.md", change(text))
            f.node("@11ty/eleventy/cmd.cjs", "--quiet")
            return f.take("out/*.html")
    return build


# ---- VitePress ----

def vitepress(setup="", markdown=""):
    def build(pages):
        with _Folder("vitepress") as f:
            f.write("package.json", '{"type":"module"}')
            f.write("docs/.vitepress/config.mjs", f'{setup}\nexport default {{ title: "{LEAK}", ignoreDeadLinks: true, markdown: {{ {markdown} }} }};\n')
            f.write(f"docs/{SECRET}.md", SECRET)
            for name, text in pages.items():
                f.write(f"docs/{name}.md", text)
            f.node("vitepress/bin/vitepress.js", "build", "docs")
            out = f.take("docs/.vitepress/dist/*.html")
            return {name: html for name, html in out.items() if name not in ("404", SECRET)}
    return build


# ---- HonKit ----

def honkit(pages):
    with _Folder("honkit") as f:
        f.write("book.json", json.dumps({"title": LEAK, "plugins": ["-search", "-lunr", "-sharing", "-fontsettings", "-highlight"]}))
        f.write("README.md", "x")
        f.write("SUMMARY.md", "# Summary\n\n" + "".join(f"* [{name}]({name}.md)\n" for name in pages))
        for name, text in pages.items():
            f.write(f"{name}.md", text)
        f.node("honkit/bin/honkit.js", "build", ".", "out")
        return {name: html for name, html in f.take("out/*.html").items() if name != "index"}


# ---- Astro ----

ASTRO = """import mdx from "@astrojs/mdx";
%s
export default { integrations: [mdx()], build: { format: "file" }, markdown: { %s } };
"""
MATH_PLUGINS = "remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex]"
MATH_IMPORTS = 'import remarkMath from "remark-math";\nimport rehypeKatex from "rehype-katex";'


def with_layout(text):
    """A page whose front matter names its layout, as Astro's pages do."""
    lines = b"layout: ../layouts/Page.astro\n"
    return text.replace(b"---\n", b"---\n" + lines, 1) if text.startswith(b"---\n") else b"---\n" + lines + b"---\n\n" + text


def astro(kind="md", imports="", markdown=""):
    def build(pages):
        with _Folder("astro") as f:
            f.write("package.json", '{"type":"module"}')
            f.write("astro.config.mjs", ASTRO % (imports, markdown))
            f.write("src/layouts/Page.astro", SHELL % "<slot />")
            for name, text in pages.items():
                f.write(f"src/pages/{name}.{kind}", with_layout(text))
            f.node("astro/astro.js", "build")
            return f.take("dist/*.html")
    return build


# ---- Docusaurus: a build takes long, so several blogs are one site ----

DOCUSAURUS = """module.exports = async () => ({ title: "%s", url: "http://127.0.0.1", baseUrl: "/", trailingSlash: false,
  onBrokenLinks: "ignore", onBrokenAnchors: "ignore", onDuplicateRoutes: "throw", markdown: { format: "mdx" }, themes: ["@docusaurus/theme-classic"],
  plugins: [%s] });
"""
BLOG = """["@docusaurus/plugin-content-blog", { id: "%(name)s", path: "%(name)s", routeBasePath: "%(name)s", onInlineTags: "ignore",
  onUntruncatedBlogPosts: "ignore", feedOptions: { type: null }, blogSidebarCount: 0, postsPerPage: 1, showReadingTime: false, %(more)s }]"""
KATEX = 'remarkPlugins: [(await import("remark-math")).default], rehypePlugins: [(await import("rehype-katex")).default]'


def with_slug(name, text, front):
    """A post whose front matter names its address."""
    lines = f"slug: /{name}\n{front}".encode()
    return text.replace(b"---\n", b"---\n" + lines, 1) if text.startswith(b"---\n") else b"---\n" + lines + b"---\n\n" + text


def docusaurus(blogs):
    """BLOGS: {name: (options, front matter, pages)} → {name: pages built}."""
    with _Folder("docusaurus") as f:
        f.write("package.json", '{"name":"site","private":true}')
        f.write("docusaurus.config.js", DOCUSAURUS % (LEAK, ", ".join(BLOG % {"name": b, "more": more} for b, (more, _, _) in blogs.items())))
        for blog, (_, front, pages) in blogs.items():
            for name, text in pages.items():
                f.write(f"{blog}/2024-03-01-{name}.md", with_slug(name, text, front))
        f.node("@docusaurus/core/bin/docusaurus.mjs", "build", ".", "--no-minify", timeout=900)
        return {blog: f.take(f"build/{blog}/*.html") for blog in blogs}


# ---- The rows ----

CURLED = Reader(MAIN, exact=True, curls=True)
HEXO = CURLED._replace(chrome="//span[@id='more' and not(node())]")
EXACT = Reader(MAIN, exact=True)
PORTABLE = Reader(MAIN)
VITEPRESS = "//div[contains(concat(' ', @class, ' '), ' vp-doc ')]/div"
BLOG_POST = "//div[@id='__blog-post-container']"
FOOTNOTE = 'c.amendLibrary("md", m => m.use(require("markdown-it-footnote")));'
VITE_FOOTNOTE = 'import footnote from "markdown-it-footnote";'
YAML = ("--front-matter", "yaml")

# Hexo's renderers and Astro curl quotes, draw dashes and ellipses: hexo-renderer-marked by smartypants, markdown-it by its typographer.
SITES = [
    Site("hexo", "hexo", "hexo", (), HEXO, hexo("hexo-renderer-marked")),
    Site("hexo, Nunjucks on", "hexo", "hexo", (), HEXO, hexo("hexo-renderer-marked", change=without(b"disableNunjucks: true\n"))),
    Site("hexo, markdown-it and footnotes", "hexo", "portable", YAML, HEXO._replace(exact=False),
         hexo("hexo-renderer-markdown-it", "markdown:\n  plugins: [markdown-it-footnote]\n")),
    Site("eleventy", "eleventy", "eleventy", (), EXACT, eleventy()),
    Site("eleventy, Liquid on", "eleventy", "eleventy", (), EXACT, eleventy(change=without(b"templateEngineOverride: md\n"))),
    Site("eleventy, Nunjucks on", "eleventy", "eleventy", (), EXACT,
         eleventy(options='markdownTemplateEngine: "njk",', change=without(b"templateEngineOverride: md\n"))),
    Site("eleventy, footnotes and Liquid", "eleventy", "portable", YAML, PORTABLE, eleventy(FOOTNOTE)),
    Site("eleventy, footnotes and Nunjucks", "eleventy", "portable", YAML, PORTABLE, eleventy(FOOTNOTE, 'markdownTemplateEngine: "njk",')),
    Site("vitepress", "vitepress", "vitepress", (), Reader(VITEPRESS, exact=True), vitepress()),
    Site("vitepress, footnotes", "vitepress", "portable", YAML, Reader(VITEPRESS), vitepress(VITE_FOOTNOTE, "config: m => m.use(footnote)")),
    Site("vitepress, footnotes and mathematics", "vitepress", "portable", YAML, Reader(VITEPRESS, math=True),
         vitepress(VITE_FOOTNOTE, "math: true, config: m => m.use(footnote)"), True),
    Site("honkit", "honkit", "honkit", (), Reader("//section[contains(@class, 'markdown-section')]", exact=True), honkit),
    # It would curl primes, too: they are written in another way.
    Site("astro", "astro", "astro", (), CURLED._replace(exact=False), astro()),
    Site("astro, MDX", "astro", "astro", (), CURLED._replace(exact=False), astro("mdx")),
    Site("astro, portable", "astro", "portable", YAML, PORTABLE._replace(curls=True), astro()),
    Site("astro, mathematics", "astro", "portable", YAML, PORTABLE._replace(curls=True, math=True), astro("md", MATH_IMPORTS, MATH_PLUGINS)),
]
# One build. What is in dollars is an expression to MDX, unless remark-math sees it first: `portable` is for plain Markdown, which a
# page's front matter asks for.
Blog = namedtuple("Blog", "name dialect options more front reader few", defaults=(False,))
BLOGS = [
    Blog("docusaurus", "docusaurus", (), "", "", Reader(BLOG_POST, exact=True)),
    Blog("portable", "portable", YAML, "", "mdx: { format: md }\n", Reader(BLOG_POST)),
    Blog("mathematics", "portable", YAML, KATEX, "", Reader(BLOG_POST, math=True), True),
]
