#!/bin/sh
# SPDX-License-Identifier: MIT
# hogan.js 3.0.2: {{.}} is empty in a section that is entered because a text is there.
# Expected: "{{#name}}{{.}}{{/name}}" prints the name, as the Mustache specification has it (sections, "Variable test").
# Seen: it prints nothing; in a section over a list {{.}} is right, and so is the name itself.
# Follows: templates for several Mustache libraries name the field within its section.
. "$(dirname -- "$0")/kit.sh"
npm_get hogan.js@3.0.2

cat >page.cjs <<'JS'
const hogan = require('hogan.js')
console.log(hogan.compile('[{{#name}}{{.}}{{/name}}] [{{#name}}{{name}}{{/name}}] [{{#names}}{{.}}{{/names}}]').render({ name: 'lamp', names: ['a', 'b'] }))
JS
same 'three sections' '[] [lamp] [ab]' "$(node page.cjs)"
