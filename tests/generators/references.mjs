// SPDX-License-Identifier: MIT
// What parsers of references read: node references.mjs FOLDER READER < references > JSON. FOLDER has the node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , folder, name] = process.argv;
const require = createRequire(folder + "/");
const text = readFileSync(0, "utf8");

const READERS = {
  async bibtex() {
    const at = path.join(folder, "node_modules", "@retorquere", "bibtex-parser");
    const { main, module } = JSON.parse(readFileSync(path.join(at, "package.json")));
    const { parse } = await import(pathToFileURL(path.join(at, module ?? main)));
    const library = parse(text, { sentenceCase: false });
    return { errors: library.errors.map((e) => e.error), entries: library.entries.map((e) => ({ key: e.key, type: e.type, ...e.fields })) };
  },
  ris() {
    const { plugins } = require("@citation-js/core");
    require("@citation-js/plugin-ris");
    return { errors: [], entries: plugins.input.chain(text, { generateGraph: false }) };
  },
};
process.stdout.write(JSON.stringify(await READERS[name]()));
