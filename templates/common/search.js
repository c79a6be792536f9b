/* The search of the whole site, in the browser: scripts of some days each are loaded one after the other, the newest first, until there is
 * enough to show. Nothing is asked of any server but for these files. */
(() => {
"use strict";
const $ = id => document.getElementById(id);
const box = $("words"), said = $("said"), found = $("found"), more = $("more"), texts = $("search").dataset;
const PAGE = 50;
const fold = s => s.normalize("NFKC").toLowerCase();
const shards = new Map();   /* by name: [paper, what is looked through] each */
let names = null, run = 0, shown = 0, wanted = PAGE;

function load(path, ready) {
	const s = document.createElement("script");
	s.src = "search/" + path + ".js";
	s.onload = s.onerror = () => { s.remove(); ready(); };
	document.head.append(s);
}

window.digestShards = list => { names = list; };
window.digestShard = (name, papers) => {
	shards.set(name, papers.map(p => [p, fold(p.join("\n"))]));
};

function element(tag, name, text) {
	const e = document.createElement(tag);
	if (name)
		e.className = name;
	if (text)
		e.textContent = text;
	return e;
}

/* TEXT with what was looked for marked. */
function marked(tag, name, text, want) {
	const e = element(tag, name), low = fold(text);
	const at = low.length === text.length ? want.map(w => [low.indexOf(w), w.length]).filter(m => m[0] >= 0).sort((a, b) => a[0] - b[0]) : [];
	let from = 0;
	for (const [i, n] of at) {
		if (i < from)
			continue;
		e.append(text.slice(from, i), element("mark", "", text.slice(i, i + n)));
		from = i + n;
	}
	e.append(text.slice(from));
	return e;
}

function item([id, day, zh, title, authors, category, text, own], want) {
	const li = element("li"), h2 = element("h2"), a = marked("a", "", zh || title, want), meta = element("p", "meta");
	a.href = own ? "p/" + encodeURIComponent(own) + ".html" : "d/" + day + ".html#" + encodeURIComponent(id);
	if (!zh)
		h2.lang = "en";
	h2.append(a);
	li.append(h2);
	if (zh) {
		const p = marked("p", "title", title, want);
		p.lang = "en";
		li.append(p);
	}
	const names = marked("span", "", authors, want);
	names.lang = "en";
	meta.append(element("time", "", day), element("span", "", category), element("span", "", id), names);
	li.append(meta);
	if (text)
		li.append(marked("p", "lead", text, want));
	return li;
}

const words = () => fold(box.value).split(/\s+/).filter(w => w && w !== "-");

/* Look through the shards from I on, as far as they are needed. */
function look(i, mine) {
	const all = words(), want = all.filter(w => w[0] !== "-"), not = all.filter(w => w[0] === "-").map(w => w.slice(1));
	for (; mine === run && i < names.length && shown < wanted; i++) {
		const papers = shards.get(names[i]);
		if (!papers) {
			said.textContent = texts.reading + " " + names[i];
			load(names[i], () => { if (!shards.has(names[i])) shards.set(names[i], []); look(i, mine); });
			return;
		}
		for (const [p, text] of papers)
			if (want.every(w => text.includes(w)) && !not.some(w => text.includes(w))) {
				found.append(item(p, want));
				shown++;
			}
	}
	if (mine !== run)
		return;
	said.textContent = shown ? shown + " " + texts.papers : texts.none;
	more.hidden = i >= names.length;
	more.onclick = () => { wanted = shown + PAGE; look(i, mine); };
}

function search() {
	run++;
	shown = 0;
	wanted = PAGE;
	found.replaceChildren();
	more.hidden = true;
	said.textContent = "";
	const url = new URL(location.href);
	url.search = box.value.trim() ? "?" + new URLSearchParams({ q: box.value.trim() }) : "";
	try {
		history.replaceState(null, "", url);
	} catch (e) { /* a file in some browsers */ }
	if (names && words().some(w => w[0] !== "-"))  /* before the index has come it is only kept */
		look(0, run);
}

let soon = 0;
box.addEventListener("input", () => {
	clearTimeout(soon);
	soon = setTimeout(search, 150);
});
box.form.addEventListener("submit", e => { e.preventDefault(); clearTimeout(soon); search(); });
document.addEventListener("keydown", e => {
	if (e.key === "/" && e.target !== box) {
		e.preventDefault();
		box.focus();
		box.select();
	}
});

box.form.hidden = false;
box.value = new URLSearchParams(location.search).get("q") || "";
load("index", () => { names = names || []; search(); });
})();
