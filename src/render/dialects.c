/* SPDX-License-Identifier: MIT
 * A row for each reader of Markdown that a page can be made for. The first one is the default. What each reader does to a page was seen by building
 * pages with it (tests/README.md); Zola could not be run. */
#include <stdlib.h>

#include "digest/render.h"
#include "digest/markdown.h"

/* Mathematics: \(…\) for scripts in the browser, which look for that; dollars for readers that understand or show them. */
#define HIDDEN_MATH(...) { .math = MD_MATH_PARENS, .escape = true, .linkify = true, .readers = MD_WIDE | __VA_ARGS__ }
#define DOLLAR_MATH(...) { .math = MD_MATH_DOLLAR, .escape = true, .linkify = true, .readers = MD_WIDE | __VA_ARGS__ }
/* All that have footnotes. */
#define ANY_READER MD_PYTHON | MD_PANDOC | MD_MARKDOWN_IT | MD_MDX, .filters = true
#define AT_EIGHT "%sT08:00:00+08:00"

static const struct dialect dialects[] = {
	{ .name = "portable", .help = "any reader that has footnotes", .rules = DOLLAR_MATH(ANY_READER), .more = "<!--more-->" },
	{ .name = "exact", .help = "the earlier system's bytes: nothing escaped, papers without Chinese left out",
	  .rules = { .escape = false }, .layout = "exact", .received = true, .complete_only = true, .by_link = true },
	{ .name = "gfm", .help = "GitHub, cmark-gfm", .rules = { .math = MD_MATH_DOLLAR, .escape = true, .linkify = true, .filters = true } },
	{ .name = "hugo", .help = "Hugo", .heading_ids = true, .no_html = true, .rules = HIDDEN_MATH(0, .no_html = true), .front = FRONT_YAML, .date = AT_EIGHT,
	  .more = "<!--more-->" },
	{ .name = "jekyll", .help = "Jekyll, with kramdown", .heading_ids = true, .rules = HIDDEN_MATH(0), .front = FRONT_YAML,
	  .date = "%s 08:00:00 +08:00", .front_more = "layout: post\nexcerpt_separator: \"<!--more-->\"\n", .more = "<!--more-->",
	  .beside = ".new~" },  /* it takes any DATE-NAME.EXTENSION below _posts for a post, but no backup of an editor */
	{ .name = "hexo", .help = "Hexo, as it comes", .rules = HIDDEN_MATH(MD_MARKDOWN_IT), .details = DETAILS_ANCHORS, .front = FRONT_YAML,
	  .date = "%s 12:00:00", .front_more = "disableNunjucks: true\n", .more = "<!-- more -->" },
	{ .name = "eleventy", .help = "Eleventy, as it comes", .rules = HIDDEN_MATH(MD_MARKDOWN_IT), .details = DETAILS_ANCHORS, .front = FRONT_YAML,
	  .front_more = "templateEngineOverride: md\n", .more = "<!--more-->" },
	{ .name = "mkdocs", .help = "MkDocs, with footnotes and pymdownx.arithmatex", .rules = DOLLAR_MATH(MD_PYTHON), .front = FRONT_YAML },
	{ .name = "pelican", .help = "Pelican", .heading_ids = true, .rules = HIDDEN_MATH(MD_PYTHON), .front = FRONT_PELICAN, .date = AT_EIGHT },
	{ .name = "pandoc", .help = "pandoc -f markdown-smart", .heading_ids = true, .rules = DOLLAR_MATH(MD_PANDOC), .front = FRONT_YAML,
	  .front_markdown = true },
	{ .name = "docusaurus", .help = "Docusaurus, .md and .mdx", .heading_ids = true, .rules = HIDDEN_MATH(MD_MDX, .filters = true), .front = FRONT_YAML },
	{ .name = "astro", .help = "Astro, .md and .mdx", .rules = HIDDEN_MATH(MD_MDX | MD_RETEXT, .filters = true), .front = FRONT_YAML },
	{ .name = "vitepress", .help = "VitePress", .rules = HIDDEN_MATH(MD_MARKDOWN_IT), .details = DETAILS_HEADINGS, .front = FRONT_YAML },
	{ .name = "honkit", .help = "HonKit", .rules = HIDDEN_MATH(MD_KRAMED), .details = DETAILS_ANCHORS },
	{ .name = "zola", .help = "Zola, never run by us", .rules = HIDDEN_MATH(0), .details = DETAILS_HEADINGS, .front = FRONT_TOML,
	  .more = "<!-- more -->" },
};

const struct dialect *dialect_at(size_t i) { return i < COUNTOF(dialects) ? &dialects[i] : NULL; }

