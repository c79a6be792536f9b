// SPDX-License-Identifier: MIT
// Parsers of Markdown as they come, with footnotes: node parse.mjs FOLDER READER < page.md > page.html
// FOLDER has the node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [, , folder, name] = process.argv;
const require = createRequire(folder + "/");
const load = async (what) => import(pathToFileURL(entry(what)));

// Packages of modules only have no entry for require().
function entry(what) {
  try {
    return require.resolve(what);
  } catch {
    const at = path.join(folder, "node_modules", what);
    const p = JSON.parse(readFileSync(path.join(at, "package.json")));
    const main = p.exports?.["."] ?? p.exports ?? p.main;
    return path.join(at, main.import?.default ?? main.import ?? main.default ?? main);
  }
}

const READERS = {
  async marked(text) {
    const { Marked } = await load("marked");
    return new Marked().use((await load("marked-footnote")).default()).parse(text);
  },
  async "markdown-it"(text) {
    const MarkdownIt = (await load("markdown-it")).default;
    return new MarkdownIt({ html: true }).use((await load("markdown-it-footnote")).default).render(text);
  },
  async "markdown-it, linkify"(text) {
    const MarkdownIt = (await load("markdown-it")).default;
    return new MarkdownIt({ html: true, linkify: true }).use((await load("markdown-it-footnote")).default).render(text);
  },
  async remark(text) {
    const { remark } = await load("remark");
    const html = (await load("remark-html")).default;
    return String(await remark().use((await load("remark-gfm")).default).use(html, { sanitize: false }).process(text));
  },
};
process.stdout.write(await READERS[name](readFileSync(0, "utf8")));
