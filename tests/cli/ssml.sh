#!/bin/sh
# SSML as another engine hears it: what espeak-ng says of it is what it says of the words.
set -u
. "$(dirname "$0")/../lib.sh"

# Phonemes of standard input, without spaces and pauses.
phonemes() {
    espeak-ng -q -x -v en "$@" 2>"$dir/err" | tr -d ' \n_:|'
}

begin "an engine that reads SSML says the words of the script"
if command -v espeak-ng >/dev/null; then
    for f in orchard.txt lighthouse.txt harbour.txt interview.txt glacier.html; do
        run script --format ssml "$corpus/$f"
        want_status 0
        phonemes -m <"$dir/out" >"$dir/ssml"
        run script "$corpus/$f"
        phonemes <"$dir/out" >"$dir/text"
        expect "there are phonemes of $f" test "$(wc -c <"$dir/text")" -gt 500
        expect "the same of $f" cmp "$dir/ssml" "$dir/text"
    done
else
    skip "espeak-ng is not installed"
fi

begin "SSML is of one entry of a feed"
run script --format ssml "$corpus/feed.xml"
want_status 2
want_error 'entries'
want_no_out
run script --format ssml -e 2 "$corpus/feed.xml"
want_status 0
want_out '<speak version="1.1"'

begin "what is mark-up to XML is none in the document"
printf '<!DOCTYPE html><html lang=en><title>A &amp; B &lt;c&gt;</title><body><article><h1>A &amp; B &lt;c&gt;</h1>%s' \
    '<p>Both x &lt; y and &quot;a &amp;&amp; b&quot; were said to be so on a long and rainy day.</p></article>' >"$dir/odd.html"
run script --format ssml "$dir/odd.html"
want_status 0
want_out 'content="A &amp; B"'
want_out 'B &lt;c&gt;'
want_not_in_out '<c>|&&'
if command -v xmllint >/dev/null; then
    expect "well-formed" xmllint --noout "$dir/out"
fi

finish
