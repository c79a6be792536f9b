// SPDX-License-Identifier: MIT
// OpenAI's own client (npm openai), asked from tests: a line of JSON in, what came of it as a line out.
// {"base", "key", "azure"?: {"deployment", "version"}, "body", "retries"?} -> {"content"} or {"status", "code", "message"}
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: OpenAI, AzureOpenAI } = await import(pathToFileURL(`${process.env.MODULES}/openai/index.mjs`));

for await (const line of createInterface({ input: process.stdin })) {
	const { base, key, azure, body, retries } = JSON.parse(line);
	const options = { apiKey: key, ...(retries === undefined ? {} : { maxRetries: retries }) };
	const client = azure
		? new AzureOpenAI({ ...options, endpoint: base, deployment: azure.deployment, apiVersion: azure.version })
		: new OpenAI({ ...options, baseURL: base });
	let out;
	try {
		const reply = await client.chat.completions.create(body);
		out = { content: reply.choices[0].message.content, finish: reply.choices[0].finish_reason, usage: reply.usage };
	} catch (e) {
		out = { status: e.status ?? 0, code: e.code ?? null, message: String(e.message) };
	}
	console.log(JSON.stringify(out));
}
