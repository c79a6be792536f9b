#!/bin/sh
# SPDX-License-Identifier: MIT
# @extractus/feed-extractor 8.0.3: `published` of an Atom entry is the date of its last change.
# Expected: <published> is given as `published`; <updated> only where the first is missing.
# Seen: <updated> wins, and the date of publication is nowhere in the result.
# Follows: arXiv's API gives the first version's date as <published> and the newest version's as <updated>, so that an old paper with
#   a new version looks like a paper of today.
. "$(dirname -- "$0")/kit.sh"
npm_get @extractus/feed-extractor@8.0.3

cat >read.mjs <<'JS'
import { extractFromXml } from '@extractus/feed-extractor'
const entry = dates => `<entry><id>http://arxiv.org/abs/1911.00123v7</id><title>T</title><link href="https://arxiv.org/abs/1911.00123v7"/>${dates}</entry>`
const feed = extractFromXml(`<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:q</id><title>Q</title><updated>2026-11-03T00:00:00Z</updated>
${entry('<published>2019-11-01T18:30:00Z</published><updated>2026-11-02T18:30:00Z</updated>')}
${entry('<published>2019-11-01T18:30:00Z</published>')}</feed>`)
for (const e of feed.entries) console.log(e.published)
JS
same 'published, with and without updated' '2026-11-02T18:30:00.000Z
2019-11-01T18:30:00.000Z' "$(node read.mjs)"
