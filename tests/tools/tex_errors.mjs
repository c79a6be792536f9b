// SPDX-License-Identifier: MIT
// What KaTeX and MathJax say of formulas: node tex_errors.mjs FOLDER, where FOLDER has the node_modules.
// Lines of JSON, a TeX string each -> lines {"katex": error or null, "mathjax": error or null}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[2] + "/");
const katex = require("katex");
const MathJax = require("mathjax");
// Its package noundefined would draw a macro that it does not know, in red.
await MathJax.init({ loader: { load: ["input/tex", "adaptors/liteDOM"] }, startup: { typeset: false }, tex: { packages: { "[-]": ["noundefined"] } } });

function katexError(tex) {
  try {
    katex.renderToString(tex, { strict: "ignore" });
    return null;
  } catch (e) {
    return e.message;
  }
}

function mathjaxError(tex) {
  try {
    MathJax.texReset();
    const wrong = /<merror[^>]*?(data-mjx-error="([^"]*)"|>)/.exec(MathJax.tex2mml(tex));
    return wrong && (wrong[2] ?? "an error");
  } catch (e) {
    return e.message;
  }
}

const out = [];
for (const line of readFileSync(0, "utf8").split("\n"))
  if (line)
    out.push(JSON.stringify({ katex: katexError(JSON.parse(line)), mathjax: mathjaxError(JSON.parse(line)) }));
process.stdout.write(out.join("\n") + "\n");
