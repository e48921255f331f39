#!/bin/sh
# What aloud tells about an article and about voices: script, explain, chapters, voices; and an engine that cannot speak.
set -u
. "$(dirname "$0")/../lib.sh"

begin "voices are listed one a line, ours first"
run voices
want_status 0
expect "many" test "$(wc -l <"$dir/out")" -gt 50
ours=$(find "$top/voices" -maxdepth 1 -name '*.voice' | wc -l)
expect "at least four of ours" test "$ours" -ge 4
for f in "$top"/voices/*.voice; do
    name=$(basename "$f" .voice)
    head -n "$ours" "$dir/out" | grep -q "^${name}[[:space:]]" || fail "$name is not among the first"
done

begin "voices of one language"
run voices -l kk
want_status 0
want_out '^kk'
want_not_in_out '^ru[[:space:]]'
run voices -l tg
want_status 0
want_out '^clear'
want_not_in_out '^kk[[:space:]]'

begin "chapters of an article, estimated"
run chapters "$corpus/harbour.txt"
want_status 0
want_out '^ *1[. 	].*[0-9]:[0-9][0-9]'
want_out 'A Clock On Each Side'
count=$(wc -l <"$dir/out")

begin "chapters of a folder, measured"
"$aloud" convert -q -o "$dir/audio" "$corpus/harbour.txt" 2>"$dir/err" || fail "status $?"
folder=$(find "$dir/audio" -mindepth 1 -maxdepth 1 -type d)
run chapters "$folder"
want_status 0
want_out 'A Clock On Each Side'
expect "as many" test "$(wc -l <"$dir/out")" = "$count"
run chapters "$folder" -c 2
want_status 2
want_error "^aloud: $folder: .*-c"
want_no_out
mkdir "$dir/nothing"
run chapters "$dir/nothing"
want_status 3
want_error "^aloud: $dir/nothing: "

begin "explain has a line for every block, and the reason"
run explain "$corpus/harbour.txt"
want_status 0
want_out 'Accessibility links'
want_out 'omitted.*Breaking News'
want_out 'Mara Fenn'
want_out 'video.*The Crowd At The Gate'
expect "nothing on standard error" test ! -s "$dir/err"

begin "the script says what a listener hears"
run script "$corpus/harbour.txt"
want_status 0
want_out '^Image: Passengers wait beside the locked gate'
want_out '^Video, not included: The Crowd At The Gate In Port Selva, two minutes seven seconds'
expect "the caption once" test "$(grep -c 'Passengers wait beside' "$dir/out")" = 1
want_not_in_out 'Breaking News|please wait|No media source|16x9'

begin "nothing that a terminal would obey is printed"
printf '<!DOCTYPE html><html lang=en><head><title>A Red\302\233 Title</title></head><body><article><h1>A Red&#155;31m Title</h1>
<p>The council of the old town met on Tuesday evening to talk about the bridge, which is &#155;31mclosed &#133;since the flood.</p>
<h2>Another&#155;31m part of &#127;it</h2><p>Nobody knew when it would be opened again, and nobody asked, for there is a ferry.</p>
</article></body></html>\n' >"$dir/red.html"
controls() {
    tr -d '\n\t' <"$1" | LC_ALL=C grep -Pq '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]'
}
run convert -o "$dir/red" "$dir/red.html"
want_status 0
controls "$dir/err" && fail "a control in the progress"
for f in "$dir"/red/*/playlist.m3u8 "$dir"/red/*/index.html "$dir"/red/*/publication.json; do
    controls "$f" && fail "a control in $f"
done
for command in script explain chapters; do
    run $command "$dir/red.html"
    want_status 0
    want_out 'Red'
    controls "$dir/out" && fail "a control in what $command prints"
done
run convert -o "$dir/none" -v "$(printf 'cl\302\233ear')" "$dir/red.html"
want_status 2
controls "$dir/err" && fail "a control in the error"

begin "the language may be given"
run script --format json -l de "$corpus/orchard.txt"
want_status 0
want_out '"language": "de"'

begin "an engine without its data says what to install"
ESPEAK_DATA_PATH=$dir/nothing
export ESPEAK_DATA_PATH
run convert -q -o "$dir/mute" "$corpus/orchard.txt"
unset ESPEAK_DATA_PATH
want_status 5
want_error 'espeak-ng-data'
expect "no output folder" test ! -e "$dir/mute"

begin "without the voices folder it says where it looked"
ALOUD_DATA=$dir/absent
export ALOUD_DATA
run script "$corpus/orchard.txt"
unset ALOUD_DATA
want_status 5
want_error 'ALOUD_DATA'

finish
