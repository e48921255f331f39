#!/bin/sh
# Audiobooks of articles: Readium's toolkit opens the .audiobook, and what the manifests of both archives say of the sound is so.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

cat >"$dir/read.js" <<'JS'
const { unzip, seconds, expect } = require(process.argv[2]);
const r2 = process.argv[3] + "/node_modules/r2-shared-js/dist/es6-es2015/src/";
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require(r2 + "init-globals");
const { PublicationParsePromise } = require(r2 + "parser/publication-parser");
initGlobalConverters_GENERIC();
initGlobalConverters_SHARED();
const [audiobook, lpf, chapters] = [process.argv[4], process.argv[5], +process.argv[6]];
const open = (path) => Object.fromEntries(unzip(path).map((f) => [f.name, f]));
// A sound is up to a frame of MP3 and its padding longer than what is said of it.
const fits = (files, href, told) => {
    const f = files[decodeURIComponent(href)], is = f ? seconds(f.name, f.data()) : 0;
    expect(f && f.stored, `${href} is not there as it is`);
    expect(is >= told - 1e-3 && is - told < 0.1, `${href} lasts ${is} and not ${told}`);
};
const files = open(audiobook);
PublicationParsePromise(audiobook).then((p) => {
    expect(p.Metadata.Title && p.Metadata.Language && p.Metadata.Narrator && p.Metadata.Identifier, "metadata");
    expect(p.Spine.length === chapters, `${p.Spine.length} chapters`);
    p.Spine.forEach((link) => fits(files, link.Href, link.Duration));
    const sum = p.Spine.reduce((s, link) => s + link.Duration, 0);
    expect(Math.abs(sum - p.Metadata.Duration) < 0.001 * (chapters + 1), "duration");
    const walk = (list) => (list || []).forEach((e) => {
        const [href, at] = e.Href.split("#t="), link = p.Spine.find((l) => l.Href === href);
        expect(e.Title && link && (at === undefined || +at < link.Duration), `contents: ${e.Href}`);
        walk(e.Children);
    });
    expect(p.TOC.length > 0, "no contents");
    walk(p.TOC);
}).catch((e) => console.log(e));
const packed = open(lpf), names = unzip(lpf).map((f) => f.name);
const manifest = JSON.parse(packed["publication.json"].data());
expect(manifest.type === "Audiobook" && manifest.readingOrder.length === chapters, "publication.json");
manifest.readingOrder.forEach((r) => fits(packed, r.url, parseFloat(r.duration.slice(2))));
manifest.resources.forEach((r) => expect(packed[r.url], `${r.url} is named and not there`));
expect(packed["index.html"].data().toString().includes("001."), "index.html does not play them");
expect(names.length === chapters + 2, "files that nothing names");
JS

for article in ferry.html kazakh.html chinese.html arabic.html tower.md recipe-lists.html; do
    begin "an audiobook of $article"
    run -q --engine tone --split 2 -P audiobook -o "$dir/$article.d" "$corpus/$article"
    want_status 0
    chapters=$(find "$dir/$article.d" -name '*.wav' | wc -l)
    found=$(node "$dir/read.js" "$top/tests/packages/book.js" "$VALIDATORS" "$dir/$article.d"/*/*.audiobook \
        "$dir/$article.d"/*/*.lpf "$chapters" 2>&1)
    [ -z "$found" ] || fail "$found"
done
finish
