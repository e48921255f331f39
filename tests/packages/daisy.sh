#!/bin/sh
# Talking books of every article: valid by the DTDs of SMIL 1.0 and XHTML 1.0, and what their ncc.html counts is what there is.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

cat >"$dir/read.js" <<'JS'
const fs = require("fs");
const { unzip, seconds, expect } = require(process.argv[2]);
const files = unzip(process.argv[3]), named = Object.fromEntries(files.map((f) => [f.name, f.data()]));
const text = (name) => (named[name] ? named[name].toString("utf8") : "");
for (const f of files) fs.writeFileSync(process.argv[4] + "/" + f.name, f.data());
const ncc = text("ncc.html"), meta = (page, name) => (page.match(new RegExp(`name="${name}" content="([^"]*)"`)) || [])[1];
const clock = (t) => t.split(":").reduce((sum, part) => sum * 60 + parseFloat(part), 0);
expect(files[0].name === "ncc.html", "ncc.html is not first");
expect(files.filter((f) => /\.(mp3|wav)$/.test(f.name)).every((f) => f.stored), "sound is deflated");
expect(+meta(ncc, "ncc:files") === files.length, "ncc:files");
for (const name of ["dc:creator", "dc:date", "dc:identifier", "dc:language", "dc:publisher", "dc:title", "ncc:charset"])
    expect(meta(ncc, name), name);
expect(meta(ncc, "dc:format") === "Daisy 2.02", "dc:format");
const headings = [...ncc.matchAll(/<h(\d) class="(\w+)" id="\w+"><a href="([^#"]+)#([^"]+)">([^<]+)<\/a><\/h\1>/g)];
expect(headings.length === +meta(ncc, "ncc:tocItems") && headings.length > 0, "ncc:tocItems");
expect(headings[0] && headings[0][1] === "1" && headings[0][2] === "title", "the first heading is not the title");
expect(Math.max(...headings.map((h) => +h[1])) === +meta(ncc, "ncc:depth"), "ncc:depth");
headings.forEach((h, i) => {
    expect(i === 0 || +h[1] <= +headings[i - 1][1] + 1, `${h[5]}: a level is left out`);
    expect(text(h[3]).includes(`<par endsync="last" id="${h[4]}">`), `${h[5]}: nothing to go to`);
});
let total = 0, notes = new Set();
for (const { name: smil } of files.filter((f) => /^chapter.*smil$/.test(f.name))) {
    let end = 0, place = -1;
    expect(Math.abs(clock(meta(text(smil), "ncc:totalElapsedTime")) - total) < 0.0005, smil + ": ncc:totalElapsedTime");
    for (const [, skip, page, id, audio, from, to] of text(smil).matchAll(
        /<par endsync="last"( system-required="footnote-on")? id="\w+">\n<text src="([^#"]+)#([^"]+)" id="\w+"\/>\n<audio src="([^"]+)" clip-begin="npt=([\d.]+)s" clip-end="npt=([\d.]+)s"/g)) {
        expect(+from === end && +to > end, `${smil} ${id}: ${from} follows ${end}`);
        end = +to;
        const at = text(page).indexOf(` id="${id}"`);
        expect(at > place, `${smil} ${id} is not in the order of the text`);
        place = at;
        expect(end <= seconds(audio, named[audio]) + 1e-6, `${smil} ${id} is past the end of the sound`);
        const note = text(page).lastIndexOf("<div class=\"notebody\"", at), open = note >= 0 && text(page).indexOf("</div>", note) > at;
        expect(!!skip === open, `${smil} ${id}: a note can be skipped, and nothing else`);
        if (open) notes.add(page + note);
    }
    expect(Math.abs(clock(meta(text(smil), "ncc:timeInThisSmil")) - end) < 0.0005, smil + ": ncc:timeInThisSmil");
    total += end;
}
expect(notes.size === +meta(ncc, "ncc:footnotes"), "ncc:footnotes");
expect(clock(meta(ncc, "ncc:totalTime")) === Math.round(total), "ncc:totalTime");
expect(Math.abs(clock(meta(text("master.smil"), "ncc:timeInThisSmil")) - total) < 0.0005, "master.smil: ncc:timeInThisSmil");
JS

read_book() { # ZIP
    rm -rf "$dir/book"
    mkdir "$dir/book"
    found=$(node "$dir/read.js" "$top/tests/packages/book.js" "$1" "$dir/book" 2>&1)
    [ -z "$found" ] || fail "$found"
    found=$(xmllint --nonet --noout --valid "$dir/book"/*.html "$dir/book"/*.smil 2>&1)
    [ -z "$found" ] || fail "xmllint: $found"
}

begin "the DTDs are there"
printf '%s\n' '<?xml version="1.0"?><!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">' \
    '<smil><body><nothing/></body></smil>' >"$dir/bad.smil"
xmllint --nonet --noout --valid "$dir/bad.smil" >"$dir/out" 2>&1
expect "what is wrong is found" grep -q 'No declaration for element nothing' "$dir/out"

for article in "$corpus"/*.html "$corpus"/*.txt "$corpus"/*.md; do
    name=$(basename "$article")
    begin "a talking book of $name"
    run -q --engine tone --verbosity full -P daisy -o "$dir/$name.d" "$article"
    want_status 0
    read_book "$(find "$dir/$name.d" -name '*.daisy.zip')"
    rm -rf "$dir/$name.d"
done

begin "one in MP3, of one chapter"
run -q --engine tone -f mp3 -c 2 -P daisy -o "$dir/mp3" "$corpus/ferry.html"
want_status 0
read_book "$dir/mp3"/*/*.daisy.zip
want_file "$dir/book/001.mp3"
finish
