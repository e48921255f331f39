#!/bin/sh
# Turns the article that comes with the tests into chapters, and says where they are.
#
# usage: tests/demo.sh ALOUD FOLDER
set -eu
aloud=$1 into=$2
article=tests/corpus/harbour.txt

echo "Speaking $article"
"$aloud" convert -o "$into" "$article"
folder=$(find "$into" -mindepth 1 -maxdepth 1 -type d | head -n 1)
echo
"$aloud" chapters "$folder"
cat <<EOT

The chapters are in
    $folder
To listen, open index.html there in a browser, or playlist.m3u8 in any player. To hear it otherwise:
    $aloud -v duet -r 90% -o $into $article
    $aloud voices
EOT
