// SPDX-License-Identifier: MIT
// What KaTeX and MathJax make of formulas, and Chromium of MathML; run with NODE_PATH at the packages.
//   math.cjs draw         lines {"tex", "display"} -> lines {"html", "leaves", "mathjax"}, or {"error", "mathjaxError"}
//   math.cjs page FILE CHROMIUM    an HTML file in a browser -> {"boxes": [[w, h] …], "messages": […], "requests": […]}
'use strict';

// The text of MathML's leaves in their order, in one string: signs that look alike as one, what is not seen left out.
const ALIKE = { '\u2223': '|', '\u2016': '\u2225', '\u20d7': '\u2192' };
function leaves(xml) {
	const text = [...xml.replace(/<annotation[^]*?<\/annotation>/g, '').matchAll(/<(mi|mo|mn|mtext)\b[^>]*>([^<]*)(?=<)/g)]
		.map(m => m[2]).join('');
	return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&amp;/g, '&')
		.replace(/[\u2223\u2016\u20d7]/g, c => ALIKE[c]).normalize('NFKC').replace(/[\s\u2061\u2063\u200b]/g, '')
		.replace(/\u2016/g, '\u2225');
}

function drawers() {
	const katex = require('katex');
	const { mathjax } = require('mathjax-full/js/mathjax.js');
	const { TeX } = require('mathjax-full/js/input/tex.js');
	require('mathjax-full/js/input/tex/AllPackages.js');
	const { SerializedMmlVisitor } = require('mathjax-full/js/core/MmlTree/SerializedMmlVisitor.js');
	const { liteAdaptor } = require('mathjax-full/js/adaptors/liteAdaptor.js');
	const { RegisterHTMLHandler } = require('mathjax-full/js/handlers/html.js');
	const { STATE } = require('mathjax-full/js/core/MathItem.js');
	RegisterHTMLHandler(liteAdaptor());
	const jax = new TeX({ packages: ['base', 'ams', 'newcommand'], formatError: (j, e) => { throw e; } });
	const doc = mathjax.document('', { InputJax: jax });
	const visitor = new SerializedMmlVisitor();
	const empty = /<span class="mord"><\/span>|<span><\/span>|<mrow><\/mrow>|<mrow\/>/g;
	return {
		katex(tex, display) {
			const html = katex.renderToString(tex, { displayMode: display, strict: 'ignore' });
			// Boxes of nothing, and whether a line may break at a blank, are not seen; one run of digits and points in MathML is a
			// matter of how they were read.
			return { html: html.replace(/<math[^]*?<\/math>/g, '').replace(empty, '').replace(/ nobreak"/g, '"'), leaves: leaves(html) };
		},
		mathjax: (tex, display) => leaves(visitor.visitTree(doc.convert(tex, { display, end: STATE.CONVERT }))),
	};
}

function draw() {
	const d = drawers();
	const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
	console.error = console.warn = () => {};
	for (const line of lines) {
		const { tex, display } = JSON.parse(line);
		const got = {};
		try { Object.assign(got, d.katex(tex, display)); } catch (e) { got.error = String(e.message); }
		try { got.mathjax = d.mathjax(tex, display); } catch (e) { got.mathjaxError = String(e.message); }
		process.stdout.write(JSON.stringify(got) + '\n');
	}
}

async function page(file, chromium) {
	const browser = await require('playwright-core').chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] });
	const p = await browser.newPage();
	const messages = [], requests = [];
	p.on('console', m => messages.push(m.text()));
	p.on('pageerror', e => messages.push(String(e)));
	p.on('request', r => requests.push(r.url()));
	await p.goto('file://' + file);
	const boxes = await p.$$eval('math', all => all.map(m => { const r = m.getBoundingClientRect(); return [r.width, r.height]; }));
	await p.screenshot({ path: file.replace(/\.html$/, '.png') });
	await browser.close();
	console.log(JSON.stringify({ boxes, messages, requests }));
}

if (process.argv[2] === 'draw')
	draw();
else
	page(process.argv[3], process.argv[4]);
