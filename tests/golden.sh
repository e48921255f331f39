#!/bin/sh
# The expected script of every article of the corpus: tests/golden/NAME.json is what `aloud script --format json` must say,
# NAME.text what --format text must; of some NAME.ssml, and NAME.names, what --names must with the engine of the tests.  Speaks TAP; with --write it writes them anew, for a person to review.
set -u
aloud=${BUILD:-build}/aloud
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=0

for article in tests/corpus/*.*; do
    [ -e "$article" ] || continue
    name=$(basename "$article")
    case $name in harbour.txt | glacier.html | steppe.html) names=names ;; *) names= ;; esac
    case $name in harbour.txt | steppe.html | tables.html | tofu-ruby.html | tongues.html) ssml=ssml ;; *) ssml= ;; esac
    for form in json text $ssml $names; do
        case $form,$name in json,feed*) entry=1 ;; *) entry= ;; esac
        # JSON is of one article: of a feed, the first.
        case $form in names) as='--names --engine tone' ;; *) as="--format $form" ;; esac
        # shellcheck disable=SC2086  # options are words
        "$aloud" script $as ${entry:+--entry $entry} "$article" >"$work/now" 2>"$work/err"
        status=$?
        golden=tests/golden/$name.$form
        if [ "${1:-}" = --write ]; then
            [ $status = 0 ] || { cat "$work/err" >&2; exit 1; }
            cp "$work/now" "$golden"
            continue
        fi
        cases=$((cases + 1))
        if [ $status = 0 ] && diff -u "$golden" "$work/now" >"$work/diff" 2>&1; then
            echo "ok $cases - $golden"
        else
            echo "not ok $cases - $golden; if the new one is right: make golden"
            sed 's/^/# /' "$work/err" "$work/diff" | head -40
        fi
    done
done
[ "${1:-}" = --write ] || echo "1..$cases"
