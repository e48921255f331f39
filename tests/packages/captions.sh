#!/bin/sh
# The captions of every article, read by the W3C's WebVTT parser: no error, in order, and every word of the text in them.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

cat >"$dir/read.js" <<'JS'
const fs = require("fs");
const { WebVTTParser } = require(process.argv[2] + "/node_modules/webvtt-parser");
const letters = (text) => (text.match(/[\p{L}\p{N}]/gu) || []).join("");
const { cues, errors } = new WebVTTParser().parse(fs.readFileSync(process.argv[3], "utf8"), "captions");
errors.forEach((e) => console.log(`line ${e.line}: ${e.message}`));
if (!cues.length) console.log("no cues");
cues.forEach((c, i) => {
    if (c.startTime >= c.endTime || (i && c.startTime < cues[i - 1].endTime)) console.log(`cue ${c.id} is out of order`);
});
const said = letters(fs.readFileSync(process.argv[4], "utf8")), shown = letters(cues.map((c) => c.text.replace(/&amp;/g, "&")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">")).join(" "));
if (said !== shown) {
    let at = 0;
    while (said[at] === shown[at]) at++;
    console.log(`text and captions part at "${said.slice(at, at + 40)}" and "${shown.slice(at, at + 40)}"`);
}
JS

for article in "$corpus"/*.html "$corpus"/*.txt "$corpus"/*.md; do
    name=$(basename "$article")
    begin "captions of $name"
    run -q --engine tone -P vtt,text -o "$dir/$name.d" "$article"
    want_status 0
    found=$(node "$dir/read.js" "$VALIDATORS" "$dir/$name.d"/*/*.vtt "$dir/$name.d"/*/*.txt 2>&1)
    [ -z "$found" ] || fail "$found"
    rm -rf "$dir/$name.d"
done
finish
