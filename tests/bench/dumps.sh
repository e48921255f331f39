#!/bin/sh
# Scores the reading of page dumps and holds every figure to what is written in a file of floors:
# "CORPUS FIGURE at-least|at-most NUMBER".
#
# usage: tests/bench/dumps.sh FOLDER FLOORS       (FOLDER holds bench/page_dumps.py and corpora/CORPUS)
set -eu
pages=$1 floors=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for corpus in seed dumps; do
    python3 "$pages/bench/page_dumps.py" --aloud build/aloud --corpus "$pages/corpora/$corpus" >"$work/$corpus"
    sed -n '/^files /,$p' "$work/$corpus" | sed "s/^/$corpus: /"
    # "headings  P/R  97.5/ 98.0 (tp,fp,fn)" and its like, as one figure a line.
    awk -v corpus="$corpus" '
        function figure(name, value) { print corpus, name, value + 0 }
        /^files /   { gsub(/[(),]/, " "); figure("clean", $4); figure("missing", $6) }
        /^title /   { right = 0; if (match($0, /.ok.: [0-9]+/)) { right = substr($0, RSTART + 6, RLENGTH - 6) } figure("title", right) }
        /^(headings|images|media) *P\/R / { n = split($0, p, /[(),]/); figure($1 "-right", p[2]); figure($1 "-wrong", p[3]); figure($1 "-missed", p[4]) }
        /^media  *title/ { n = split($0, p, /[ \/]+/); figure("media-title", p[3]); figure("media-duration", p[6]) }
        /^leaks /   { figure("leaks", $2); figure("repeats", $NF) }
        /^body /    { n = split($0, p, /[ ,;]+/); figure("lost", p[5]); figure("misfiled", p[7]) }' "$work/$corpus"
done >"$work/all"
grep ': ' "$work/all"
grep -v ': ' "$work/all" >"$work/figures"
awk '
    NR == FNR { got[$1, $2] = $3; have[$1, $2] = 1; next }
    /^#/ || NF < 4 { next }
    !(($1, $2) in have) { print "no figure: " $1 " " $2; bad++; next }
    $3 == "at-least" && got[$1, $2] < $4 || $3 == "at-most" && got[$1, $2] > $4 {
        print $1 " " $2 " is " got[$1, $2] ", must be " $3 " " $4; bad++ }
    { held++ }
    END { print held - bad " figures held, " bad + 0 " fell"; exit bad > 0 }' "$work/figures" "$floors"
