#!/bin/sh
# SPDX-License-Identifier: MIT
# feedparser 2.6.0 (npm): an Atom entry with two or more authors has no author.
# Expected: `item.author` of an entry with several <author> elements is the first name, or all of them; one name is read well.
# Seen: with two authors it is null; the names are left in the raw field `atom:author`.
# Follows: readers built on it show most of arXiv's API feed, and any Atom feed of ours with an <author> a person, as anonymous. RSS
#   with one dc:creator line is not concerned.
. "$(dirname -- "$0")/kit.sh"
npm_get feedparser@2.6.0

cat >read.cjs <<'JS'
const FeedParser = require('feedparser')
const entry = names => `<entry><id>http://arxiv.org/abs/2611.00123v1</id><title>T</title><updated>2026-11-02T18:30:00Z</updated>
${names.map(n => `<author><name>${n}</name></author>`).join('')}</entry>`
const parser = new FeedParser({addmeta: false})
parser.on('readable', () => { for (let item; (item = parser.read());) console.log(item.author, [].concat(item['atom:author']).length) })
parser.end(`<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:q</id><title>Q</title><updated>2026-11-03T00:00:00Z</updated>
${entry(['Wei Chen'])}${entry(['Wei Chen', 'Jan Berg'])}</feed>`)
JS
same 'author, and how many there are' 'Wei Chen 1
null 2' "$(node read.cjs)"
