#!/bin/sh
# The player page of every article, read by the Nu Html Checker: no message of any kind.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

pages=
for article in "$corpus"/*.*; do
    "$aloud" convert -q --engine tone -o "$dir/$(basename "$article").d" "$article" 2>>"$dir/err" || true
done
pages=$(find "$dir" -name index.html | sort)

begin "the Nu Html Checker has nothing to say of the pages"
expect "there is a page for every article" test "$(echo "$pages" | wc -l)" -ge 30
# shellcheck disable=SC2086  # names without blanks
found=$(java -Xss4m -jar "$VALIDATORS/node_modules/vnu-jar/build/dist/vnu.jar" --stdout $pages 2>&1)
[ -z "$found" ] || fail "$found"
finish
