#!/bin/sh
# How fast a long article is spoken, in how much memory, beside espeak-ng's own command on the same words.  Prints; asserts
# nothing.
#
# usage: tests/bench/speed.sh BUILD [ROUNDS]       (from the top of the tree)
set -eu
build=$1 rounds=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The corpus' first article over and over, each paragraph told apart by a number.
article() { # TIMES
    awk -v times="$1" '
        NR > 4 && NF && !/^ / { line[++n] = $0 }
        END { print "A Long Article\n"
              for (t = 1; t <= times; t++) for (i = 1; i <= n; i++) print line[i] " This was paragraph " (t - 1) * n + i ".\n" }' \
        tests/corpus/harbour.txt
}

# Seconds of audio below a folder: 16-bit mono at 22,050 Hz.
seconds() {
    find "$1" -name '*.wav' -exec wc -c {} + | awk '$2 != "total" { n += $1 - 44 } END { printf "%.1f\n", n / 44100 }'
}

for times in 20 200; do
    article $times >"$work/article.txt"
    "$build/aloud" script "$work/article.txt" >"$work/words.txt"
    if command -v espeak-ng >/dev/null; then
        set -- espeak-ng -f "$work/words.txt" -w "$work/theirs.wav"
    else
        set -- true
        [ $times != 20 ] || echo "espeak-ng's own command is not installed; nothing to compare with"
    fi
    [ $times = 20 ] || rounds=1
    "$build/bench/timed" "$rounds" "$build/aloud" convert -q --force -o "$work/ours" "$work/article.txt" -- "$@" >"$work/figures"
    ours=$(seconds "$work/ours") theirs=$(seconds "$work" 2>/dev/null)
    theirs=$(echo "$theirs $ours" | awk '{ print $1 - $2 }')
    awk -v ours="$ours" -v theirs="$theirs" -v words="$(wc -w <"$work/words.txt")" '
        NR == 1 { printf "%d words: aloud %.2f s wall, %.2f s cpu, %.0f s of audio, %.0f times real time, %.0f MiB\n", words, $1, $2,
                  ours, ours / $1, $3; mine = $1 / ours }
        NR == 1 { cpu = $2 / ours }
        NR == 2 && theirs > 0 {
            printf "    espeak-ng %.2f s wall, %.2f s cpu, %.0f s of audio\n", $1, $2, theirs
            printf "    for a second of audio, aloud over espeak-ng: wall %.2f, cpu %.2f\n", mine / ($1 / theirs), cpu / ($2 / theirs) }' "$work/figures"
    rm -rf "$work/ours" "$work/theirs.wav"
done
