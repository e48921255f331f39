#!/bin/sh
# What can be said of the source without running it.  Speaks TAP.
set -u
cases=0
verdict() { # NAME COMPLAINTS
    cases=$((cases + 1))
    if [ -z "$2" ]; then echo "ok $cases - $1"; else echo "not ok $cases - $1"; echo "$2" | sed 's/^/# /'; fi
}
skipped() { # NAME WHY
    cases=$((cases + 1))
    echo "ok $cases # SKIP $1: $2"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
code=$(find src include tests -name '*.[ch]')
scripts=$(find tests .ci -name '*.sh' -o -path '.ci/run')

# shellcheck disable=SC2086  # lists of names without blanks
{
# 120 columns are the aim; a line that reads better whole may have a few more.
verdict "lines of at most 132 columns, no tabs, no trailing blanks" "$(
    LC_ALL=C awk '{ s = $0; gsub(/[\200-\277]/, "", s)
           if (length(s) > 132) print FILENAME ":" FNR ": " length(s) " columns"
           if (/\t/) print FILENAME ":" FNR ": tab"
           if (/[ \r]$/) print FILENAME ":" FNR ": trailing blank" }' $code)"
verdict "files of less than 800 lines" "$(wc -l $code | awk '$2 != "total" && $1 >= 800 { print $2 ": " $1 " lines" }')"
verdict "headers are guarded by their own name" "$(
    for h in src/*/*.h; do
        name=$(echo "AL_${h#src/}" | sed "s/^AL_cli.cli/ALOUD_cli/; s/^AL_cli/ALOUD_cli/" | tr 'a-z/.-' 'A-Z___')
        grep -q "^#ifndef $name\$" "$h" && grep -q "^#define $name\$" "$h" || echo "$h: not guarded by $name"
    done)"
verdict "shell scripts parse" "$(for s in $scripts; do sh -n "$s" 2>&1; done)"
if command -v shellcheck >/dev/null; then
    verdict "shell scripts are sound" "$(shellcheck -s sh -e SC1091,SC2034,SC2154 $scripts 2>&1)"
else
    skipped "shell scripts are sound" "shellcheck is not installed"
fi
if command -v mandoc >/dev/null; then
    verdict "man pages are clean" "$(mandoc -T lint src/man/*.[1-9] 2>&1 | grep -vE "referenced manual not found|mandoc.db")"
else
    skipped "man pages are clean" "mandoc is not installed"
fi
verdict "data files are UTF-8 without tabs or trailing blanks" "$(
    find voices -type f | while read -r f; do
        iconv -f UTF-8 -t UTF-8 "$f" >/dev/null 2>&1 || echo "$f: not UTF-8"
        grep -nE "$(printf '\t| $|\r')" "$f" | sed "s|^|$f:|" | head -3
    done)"
verdict "every file of the corpus has its licence line" "$(
    (cd tests/corpus && find . -type f ! -name LICENCES | sed 's|^\./||' | sort) >"$work/there"
    awk '!/^#/ && NF >= 2 { print $1 }' tests/corpus/LICENCES | sort >"$work/licensed"
    comm -3 "$work/there" "$work/licensed" | sed 's/^\t\(.*\)/\1 (named in LICENCES, but not there)/')"
}
echo "1..$cases"
