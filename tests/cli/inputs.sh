#!/bin/sh
# Inputs that are no pages: Markdown from a pipe, feeds of several articles, addresses.
set -u
. "$(dirname "$0")/../lib.sh"

begin "Markdown from a pipe is known by its front matter"
"$aloud" script - <"$corpus/tower.md" >"$dir/piped" 2>"$dir/err"
run script "$corpus/tower.md"
want_status 0
expect "the script of a file and of a pipe are the same" cmp "$dir/piped" "$dir/out"

begin "each entry of a feed is a folder"
run convert -o "$dir/feed" "$corpus/feed.xml"
want_status 0
expect "four" test "$(find "$dir/feed" -name playlist.m3u8 | wc -l)" = 4
want_file "$dir/feed/the-ferry-the-fog/publication.json"
run convert -o "$dir/feed" "$corpus/feed.xml"
want_status 0
expect "all unchanged" test "$(grep -c 'nothing has changed' "$dir/err")" = 4

begin "some entries of a feed"
run convert -q -o "$dir/one" -e ferry "$corpus/feed.xml"
want_status 0
expect "one" test "$(find "$dir/one" -name playlist.m3u8 | wc -l)" = 1
run script --entry 2-3 "$corpus/feed.xml"
want_status 0
want_out '^Leeks were dear'
want_out '^The library is shut'
want_not_in_out 'ferry'
run chapters "$corpus/feed.xml"
want_status 0
want_out '^3: A Short Notice$'
run explain -e 3 "$corpus/feed.xml"
want_status 0
want_not_in_out '^3: '
run script -e 9 "$corpus/feed.xml"
want_status 2
want_error '1 to 4'
run script -e '' "$corpus/feed.xml"
want_status 2
want_error 'entry: give a number'

begin "JSON is of one entry"
run script --format json "$corpus/feed.xml"
want_status 2
want_error 'entries'
want_no_out
run script --format json -e 1 "$corpus/feed.xml"
want_status 0
want_out '"title": "The Ferry & the Fog"'

begin "an entry with nothing in it does not keep the others"
printf '<rss><channel><item><title>Empty</title></item><item><title>Full</title><description>Words of it.</description></item>%s' \
    '</channel></rss>' >"$dir/some.xml"
run convert -q -o "$dir/some" "$dir/some.xml"
want_status 1
want_error 'some.xml: entry 1: no article'
want_file "$dir/some/full/playlist.m3u8"

begin "addresses that lead nowhere"
for command in convert script explain chapters; do
    run $command http://127.0.0.1:1/
    want_status 3
    want_error '^aloud: http://127.0.0.1:1/: its host does not answer'
    want_no_out
done

begin "a book that is none"
printf 'PK\003\004and then nothing of what an archive has in it' >"$dir/bad.epub"
run script "$dir/bad.epub"
want_status 3
want_error 'bad.epub: .*ZIP'

finish
