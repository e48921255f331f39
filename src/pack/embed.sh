#!/bin/sh
# Turns the files of the player page into C: their bytes, and the hashes by which the page's Content-Security-Policy lets in just them.
# The line break at a file's end is left out: validators hash an element's text without it, browsers with it.
#
# usage: embed.sh NAME=FILE...       the C goes to standard output
set -eu
echo '#include "pack/player.h"'
for asset; do
    name=${asset%%=*} file=${asset#*=}
    text=$(cat "$file")
    hash=$(printf '%s' "$text" | sha256sum | cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64)
    printf '\nstatic const char %s[] = {\n' "$name"
    printf '%s' "$text" | od -An -v -tu1 | sed 's/\([0-9][0-9]*\)/\1,/g'
    printf '0 };\nconst al_asset al_player_%s = { %s, "sha256-%s" };\n' "$name" "$name" "$hash"
done
