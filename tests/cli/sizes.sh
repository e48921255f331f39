#!/bin/sh
# Inputs of a size or shape that breaks what is not built for it.
set -u
. "$(dirname "$0")/../lib.sh"

begin "a page of 50 MB is read to its end"
{
    printf '<html><head><title>A Long Page</title></head><body><article><h1>A Long Page</h1>\n'
    awk 'BEGIN { for (i = 1; i <= 460000; i++)
        print "<p>Paragraph number " i " of a page that somebody made very long, and which goes on for quite a while, like this." }'
    printf '<p>And here, after all of these paragraphs, it comes to its end.</article></body></html>\n'
} >"$dir/long.html"
expect "it is that long" test "$(wc -c <"$dir/long.html")" -gt 50000000
run script --format json "$dir/long.html"
want_status 0
want_out '"text": "Paragraph number 1 of'
want_out '"text": "Paragraph number 460000 of'
want_out 'it comes to its end'
rm -f "$dir/long.html" "$dir/out"

begin "a paragraph of 2 MB without a full stop is read whole"
awk 'BEGIN { print "A Title\n"; for (i = 1; i <= 250000; i++) printf "word%d ", i % 1000; print "the last word of all" }' >"$dir/endless.txt"
run script --format json "$dir/endless.txt"
want_status 0
want_out 'the last word of all'
expect "every word is there" test "$(grep '"text": "word0\|"text": "word1 ' "$dir/out" | tr ' ' '\n' | grep -c 'word[0-9]')" = 250000

begin "100,000 nested divs"
awk 'BEGIN { print "<html><body><article><h1>A Deep Page</h1>"; for (i = 0; i < 100000; i++) printf "<div>"
    print "<p>At the bottom of it there is one paragraph, with enough words in it to be an article."
    print "Whoever finds it has come a long way down, and may sit there for a while.</p>"
    for (i = 0; i < 100000; i++) printf "</div>"; print "</article></body></html>" }' >"$dir/deep.html"
run script "$dir/deep.html"
want_status 0
want_out 'At the bottom of it there is one paragraph'

begin "an article larger than the ceiling is refused, not swallowed"
truncate -s 300M "$dir/huge.txt"
run script "$dir/huge.txt"
want_status 3
want_error "^aloud: $dir/huge.txt: .*MiB"

finish
