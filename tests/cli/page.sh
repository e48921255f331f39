#!/bin/sh
# The player page as it is written: all of the text, nothing of the article but text, and a policy that lets in only what is its own.
set -u
. "$(dirname "$0")/../lib.sh"

hash_of() { printf '%s' "$(cat "$1")" | sha256sum | cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64; }
page_of() { # ARTICLE
    rm -rf "$dir/out.d"
    run convert -q --engine tone -o "$dir/out.d" "$1"
    page=$(find "$dir/out.d" -name index.html)
}

begin "the text with its headings, tables and notices, and the sound of every chapter"
page_of "$corpus/tables.html"
want_status 0
expect "one first heading, and it is the title" test "$(grep -c '<h1' "$page")" = 1
expect "the title" grep -q '<h1 id="i1">Rainfall in the valley</h1>' "$page"
expect "the header cells" grep -q '<th scope="col">Station</th><th scope="col">April</th><th scope="col">May</th>' "$page"
expect "a wide cell is wide" grep -q '<th scope="row">Summit</th><td colspan="2">no measurement</td></tr>' "$page"
expect "a player without script" grep -q '<audio controls preload="none" aria-label="Rainfall in the valley"><source src="01-' "$page"
expect "the contents" grep -q '<nav role="doc-toc"' "$page"

expect "the player's name" grep -q '<section id="player" hidden lang="en" dir="ltr" aria-label="Player"' "$page"
expect "when the words are heard" grep -Eq '^<template id="times">\[\[1,[0-9]+,\[\[1,0,[0-9]+,\[0,8,0,[0-9]+,1,' "$page"

begin "a short row has the table's columns"
cat >"$dir/rows.html" <<'EOF'
<!DOCTYPE html><html lang="en"><head><title>Ferries</title></head><body><article><h1>Ferries</h1>
<p>The ferries of the lake go by this plan, which has been the same since the year the mill was closed and the road was built.</p>
<table><tr><th>Pier</th><th>First</th><th>Last</th></tr><tr><td rowspan="2">Mill</td><td>7:10</td><td>18:00</td></tr>
<tr><td>8:40</td></tr><tr><td>Church</td></tr></table></article></body></html>
EOF
page_of "$dir/rows.html"
want_status 0
expect "below a cell that reaches down" grep -q '><td>8:40</td><td></td></tr>' "$page"
expect "without one" grep -q '><td>Church</td><td></td><td></td></tr>' "$page"

begin "the policy names the page's own parts by what is in them"
expect "the style" grep -qF "style-src 'sha256-$(hash_of "$top/src/pack/player.css")'" "$page"
expect "the script" grep -qF "script-src 'sha256-$(hash_of "$top/src/pack/player.js")'" "$page"
expect "nothing is allowed unless it is named" grep -qF "default-src 'none'" "$page"
grep -q 'unsafe' "$page" && fail "the policy lets in anything inline"
grep -Eo '(src|href)="[a-z]+:[^"]*"' "$page" | grep -vE '"data:' && fail "the page asks for something elsewhere"

begin "what an article brings stays text"
long=$(head -c 10000 /dev/zero | tr '\0' 'x')
cat >"$dir/hostile.html" <<EOF
<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><article>
<h1>"&gt;&lt;script&gt;alert(1)&lt;/script&gt; &#x202E;gnihtemos $long</h1>
<p>A page of that name has been found on a shelf of the library, between two others &lt;/script&gt;&lt;!-- that nobody had read.</p>
<h2>&lt;img src=x onerror=alert(2)&gt;</h2><p>The librarian read it twice and put it back, which took her the whole afternoon.</p>
<pre>
&lt;/pre&gt;&lt;style&gt;*{display:none}</pre></article></body></html>
EOF
page_of "$dir/hostile.html"
want_status 0
expect "the title is there" grep -q 'gnihtemos x' "$page"
grep -qiE '<script>alert|<img|<style>\*|"><script' "$page" && fail "markup of the article is markup of the page"
expect "one style" test "$(grep -o '<style' "$page" | wc -l)" = 1
expect "one script" test "$(grep -o '<script' "$page" | wc -l)" = 1

begin "a page of one chapter has the article's title"
rm -rf "$dir/out.d"
run convert -q --engine tone -c 2 -o "$dir/out.d" "$corpus/glacier.html"
want_status 0
page=$(find "$dir/out.d" -name index.html)
expect "the title" grep -q '<h1>A glacier is measured with string</h1>' "$page"
expect "one chapter" test "$(grep -c '<audio' "$page")" = 1

begin "text from right to left"
page_of "$corpus/hebrew.html"
expect "the direction" grep -q '<html lang="he" dir="rtl">' "$page"
finish
