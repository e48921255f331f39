#!/bin/sh
# How long one waits for the first sound of `aloud play`, and for new sound when a key is pressed; beside espeak-ng's own command on
# the same words.  Prints; asserts nothing.
#
# usage: tests/bench/play.sh BUILD [ROUNDS]       (from the top of the tree)
set -eu
build=$1 rounds=${2:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work/state"

first() { # WHAT COMMAND...
    printf '%s: ' "$1"
    shift
    "$build/bench/latency" first "$rounds" "$@"
}

page=tests/corpus/glacier.html
for times in 10 100; do
    awk -v times=$times 'NR > 4 && NF && !/^ / { line[++n] = $0 }
        END { print "A Long Article\n"
              for (t = 1; t <= times; t++) { print "Chapter Heading Number " t "\n"
                  for (i = 1; i <= n; i++) print line[i] " This was paragraph " (t - 1) * n + i ".\n" } }' \
        tests/corpus/harbour.txt >"$work/$times.txt"
done
echo "from exec to the first sound"
for article in "$page" "$work/10.txt" "$work/100.txt"; do
    "$build/aloud" script "$article" >"$work/words.txt" 2>/dev/null
    size=$(wc -c <"$article")
    first "    $size bytes: aloud" "$build/aloud" play -q --restart -o - "$article"
    ! command -v espeak-ng >/dev/null || first "    $size bytes: espeak-ng" espeak-ng --stdout -f "$work/words.txt"
done
first "    the last chapter of the same" "$build/aloud" play -q --restart -c 'number 100' -o - "$work/100.txt"
"$build/aloud" convert -q -f mp3 -o "$work/folder" "$work/10.txt"
first "    a folder of MP3 files, its last chapter" "$build/aloud" play -q --restart -c 'number 10' -o - "$work/folder"/*/
echo "from a key to new sound"
"$build/bench/latency" keys "$rounds" "$work/10.txt"
