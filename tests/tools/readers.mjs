// SPDX-License-Identifier: MIT
// Parsers of Markdown from npm, bare: `node readers.mjs FOLDER READER < page.md > page.html`. FOLDER has the node_modules.
// Each row turns on what sites turn on, and more: whatever a text could be taken for, somebody here takes it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , folder, name] = process.argv;

// WHAT as an "import" in FOLDER would find it.
async function load(what) {
  const parts = what.split("/"), n = what[0] === "@" ? 2 : 1;
  const at = `${folder}/node_modules/${parts.slice(0, n).join("/")}/`;
  const p = JSON.parse(readFileSync(at + "package.json"));
  const entry = ["."].concat(parts.slice(n)).join("/");
  const pick = (x) => (x == null || typeof x === "string" ? x : pick(x.import ?? x.node ?? x.default));
  const file = pick(p.exports?.[entry] ?? (entry === "." ? (p.exports && !p.exports["."] ? p.exports : null) : null)) ?? p.module ?? p.main;
  return import(pathToFileURL(at + file));
}

async function marked(text, options = {}) {
  const { Marked } = await load("marked");
  const footnote = (await load("marked-footnote")).default;
  return new Marked({ gfm: true, ...options }).use(footnote()).parse(text);
}

const PLUGINS = ["sub", "sup", "mark", "ins", "abbr", "deflist", "footnote", "task-lists", "attrs"];

async function markdownIt(text, { plugins = PLUGINS, options = {}, math = false } = {}) {
  const MarkdownIt = (await load("markdown-it")).default;
  const md = new MarkdownIt({ html: true, linkify: true, typographer: true, ...options });
  for (const p of plugins)
    md.use((await load("markdown-it-" + p)).default);
  md.use((await load("markdown-it-emoji")).full);
  md.use((await load("markdown-it-container")).default, "warning");
  if (math)
    md.use((await load("markdown-it-texmath")).default, { engine: (await load("katex")).default, delimiters: "dollars" });
  return md.render(text);
}

// Elements of mathematics come out as <span class="math">.
// As Docusaurus does: a directive that is only a name is the text that it was.
const nameDirectives = () => (tree) => {
  const walk = (node) => {
    node.children = node.children?.map((c) => (c.type === "textDirective" && !c.children.length && !Object.keys(c.attributes).length ?
      { type: "text", value: ":" + c.name } : c));
    node.children?.forEach(walk);
  };
  walk(tree);
};

async function remark(text, { math = false, directives = false } = {}) {
  const { unified } = await load("unified");
  const get = async (what) => (await load(what)).default;
  let u = unified().use(await get("remark-parse")).use(await get("remark-gfm"));
  if (math)
    u = u.use(await get("remark-math"));
  if (directives)
    u = u.use(await get("remark-directive")).use(nameDirectives);
  u = u.use(await get("remark-rehype"), { allowDangerousHtml: true });
  return String(await u.use(await get("rehype-stringify"), { allowDangerousHtml: true }).process(text));
}

// MDX is compiled and run: what it took for code would be seen.
async function mdx(text) {
  const { evaluate } = await load("@mdx-js/mdx");
  const runtime = await load("react/jsx-runtime");
  const { renderToStaticMarkup } = await load("react-dom/server");
  const { createElement } = await load("react");
  const gfm = (await load("remark-gfm")).default;
  const { default: Content } = await evaluate(text, { ...runtime, remarkPlugins: [gfm] });
  return renderToStaticMarkup(createElement(Content));
}

const READERS = {
  "marked": (t) => marked(t),
  "markdown-it": (t) => markdownIt(t),
  "markdown-it-plain": (t) => markdownIt(t, { plugins: ["footnote"], options: { typographer: false, linkify: false } }),
  "markdown-it-math": (t) => markdownIt(t, { plugins: ["footnote"], math: true }),
  "remark": (t) => remark(t),
  "remark-math": (t) => remark(t, { math: true }),
  "remark-directive": (t) => remark(t, { directives: true }),
  "mdx": mdx,
};
const text = readFileSync(0, "utf8");
process.stdout.write(await READERS[name](text));
