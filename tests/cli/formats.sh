#!/bin/sh
# Formats of audio: what -f writes, that every file of the folder says so, and what becomes of a folder in another one.
set -u
. "$(dirname "$0")/../lib.sh"

cat >"$dir/article.txt" <<'TXT'
The Bell Of The Lower Town

It had not rung for a year. Then a boy climbed up and found a nest in it.

The Nest

They waited until the birds had flown, and rang it on a Sunday.
TXT
out=$dir/out.d
convert() {
    run convert -l en --engine tone -o "$out" "$@" "$dir/article.txt"
    folder=$(find "$out" -mindepth 1 -maxdepth 1 -type d)
}
chapters() {
    find "$folder" -maxdepth 1 -name "??-*.$1" | wc -l
}

convert
standing=$(chapters wav)
for format in flac ogg opus mp3 wav; do
    begin "a folder becomes $format, and nothing else stays"
    convert -f "$format"
    want_status 0
    expect "as many chapters" test "$(chapters "$format")" = "$standing"
    expect "no others" test "$(find "$folder" -maxdepth 1 -name '0?-*' | wc -l)" = "$standing"
    expect "the playlist names them" test "$(grep -c "\.$format\$" "$folder/playlist.m3u8")" = "$standing"
    expect "the page plays them" test "$(grep -oE "[^/\"]*\.$format" "$folder/index.html" | sort -u | wc -l)" -ge "$standing"
    want_no_drafts "$out"

    begin "$format again: it stands, and its lengths are those of the script"
    convert -f "$format"
    want_status 0
    expect "nothing is spoken" test "$(grep -c spoken "$dir/err")" = 0
    run chapters "$folder"
    want_status 0
    lengths=$(grep -oE '[0-9]+:[0-9]+' "$dir/out")
    [ "$format" != flac ] || first=$lengths
    expect "the lengths of all formats" test "$lengths" = "$first"

    begin "$format: a chapter that was tampered with is spoken anew"
    file=$(find "$folder" -name "01-*.$format")
    printf x >>"$file"
    convert -f "$format"
    want_status 0
    expect "one of them" test "$(grep -c unchanged "$dir/err")" = $((standing - 1))
done

begin "the same bytes, whatever the number of jobs"
for format in flac ogg opus mp3; do
    for jobs in 1 3; do
        run convert -q -l en --engine tone -j "$jobs" -f "$format" -o "$dir/jobs$jobs.d/$format" "$dir/article.txt"
        want_status 0
    done
done
diff -r "$dir/jobs1.d" "$dir/jobs3.d" >"$dir/err" || fail "they differ"

begin "media types of the manifest"
for pair in wav:audio/wav flac:audio/flac ogg:audio/ogg opus:audio/ogg mp3:audio/mpeg; do
    convert -q -f "${pair%%:*}"
    expect "$pair" grep -q "\"encodingFormat\": \"${pair#*:}" "$folder/publication.json"
done

begin "a format that there is not"
convert -f aiff
want_status 2
want_error "aiff.*wav, flac, ogg, opus or mp3"

begin "a full disk is told, and leaves no broken file"
if [ "$(id -u)" = 0 ] && mkdir -p "$dir/small" && mount -t tmpfs -o size=200k tmpfs "$dir/small" 2>/dev/null; then
    mounted=$dir/small
    for format in flac ogg opus mp3; do
        for i in $(seq 40); do sed 1,2d "$dir/article.txt"; done | cat "$dir/article.txt" - >"$dir/long.txt"
        run convert -q -l en --engine tone -f "$format" -o "$dir/small" "$dir/long.txt"
        want_status 4
        want_error 'No space left'
        want_no_drafts "$dir/small"
        rm -rf "$dir/small"/*
    done
else
    skip "needs root and a mount"
fi
finish
