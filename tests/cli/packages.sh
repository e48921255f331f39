#!/bin/sh
# Packages: what -P writes, that it speaks nothing again, and that they follow the chapters.
set -u
. "$(dirname "$0")/../lib.sh"

cat >"$dir/article.txt" <<'TXT'
The Pump On Mill Lane

For thirty years the pump has stood dry. On Monday it gave water again; 41 people came to see it.

What The Plumber Did

He looked into it for a long time. Then he turned a tap that everyone had taken for a bolt & a <nut>.
TXT
out=$dir/out.d
convert() {
    run convert -l en --engine tone -o "$out" "$@" "$dir/article.txt"
    folder=$(find "$out" -mindepth 1 -maxdepth 1 -type d)
}
# Which file is which, so that one that is written anew shows.
state() {
    find "$folder" -maxdepth 1 -name "*.$1" -printf '%i %f\n' | sort -k 2
}

begin "without -P there are no packages"
convert
want_status 0
expect "no captions" test -z "$(find "$folder" -name '*.vtt' -o -name '*.srt' -o -name '*.cue' -o -name '*.txt')"

begin "packages come to a folder that stands, and nothing is spoken for them"
before=$(state wav)
convert -P vtt,srt,cue,text
want_status 0
for suffix in vtt srt cue txt; do want_file "$folder"/*."$suffix"; done
expect "chapters are the same files" test "$before" = "$(state wav)"
expect "chapters are told as unchanged" grep -q 'unchanged' "$dir/err"
expect "none is told as spoken" test "$(grep -c 'spoken' "$dir/err")" = 0

begin "packages that fit are left alone"
before="$(state vtt)$(state srt)$(state cue)$(state txt)"
convert -P vtt,srt,cue,text
want_status 0
expect "the same files" test "$before" = "$(state vtt)$(state srt)$(state cue)$(state txt)"

begin "every word is in the captions, marks escaped"
expect "the sum" grep -q '41 people' "$folder"/*.vtt
expect "WebVTT has the marks escaped" grep -q '&lt;nut&gt;' "$folder"/*.vtt
expect "SubRip, which cannot, has others" grep -q "‹nut›" "$folder"/*.srt
expect "the text as they are" grep -q 'a bolt & a <nut>' "$folder"/*.txt

begin "a cue sheet names every chapter's file"
for wav in "$folder"/*.wav; do
    expect "$(basename "$wav")" grep -qF "FILE \"$(basename "$wav")\" WAVE" "$folder"/*.cue
done

begin "packages follow the article, also where a run does not name them"
sed -i 's/41 people/42 people/' "$dir/article.txt"
convert
want_status 0
expect "captions" grep -q '42 people' "$folder"/*.vtt
expect "text" grep -q '42 people' "$folder"/*.txt

begin "a package that is gone comes back"
rm "$folder"/*.srt
convert
want_status 0
want_file "$folder"/*.srt

begin "a chapter left from before the article became shorter"
cat >>"$dir/article.txt" <<'TXT'

What The Council Says

Nothing of it has been heard before.
TXT
convert
want_status 0
sed -i '/^What The Council Says/,$d' "$dir/article.txt"
convert -c 1 -P all
want_status 0
expect "is one caption, its title" grep -q 'What The Council Says' "$folder"/*.srt
expect "is not in the text" test "$(grep -c 'Council' "$folder"/*.txt)" = 0

begin "the text is all of the article, whichever chapters are spoken"
cat >>"$dir/article.txt" <<'TXT'

What The Council Says

Nothing.
TXT
rm -rf "$out"
convert -c 1 -P text
want_status 0
expect "the other chapter" grep -q 'What The Council Says' "$folder"/*.txt

begin "a chapter whose timeline is lost or damaged is spoken anew, the others are not"
rm -rf "$out"
convert
for damage in gone cut wild; do
    case $damage in
    gone) rm "$folder/.aloud-1.json" ;;
    cut) truncate -s 40 "$folder/.aloud-1.json" ;;
    wild) sed -i 's/[0-9][0-9]*/999999999999/g' "$folder/.aloud-1.json" ;;
    esac
    convert -P vtt
    want_status 0
    expect "$damage: chapter 1 is spoken" grep -q 'chapter 1, .*spoken' "$dir/err"
    expect "$damage: chapter 2 is not" grep -q 'chapter 2, .*unchanged' "$dir/err"
    expect "$damage: its words are in the captions" grep -q '42 people' "$folder"/*.vtt
done

begin "a book comes to a folder that stands, its sound is encoded for it, and nothing else is left"
rm -rf "$out"
convert
before=$(state wav)
convert -P epub
want_status 0
want_file "$folder"/*.epub
expect "chapters are the same files" test "$before" = "$(state wav)"
expect "it begins as readers know a book" test "$(head -c 58 "$folder"/*.epub | tail -c 28)" = "mimetypeapplication/epub+zip"
expect "no MP3 is left" test -z "$(find "$folder" -name '*.mp3*')"
want_no_drafts "$out"

begin "the same article gives the same book, whatever the number of jobs"
cp "$folder"/*.epub "$dir/first.epub"
rm -rf "$out"
convert -j 1 -P epub
want_status 0
expect "the same bytes" cmp -s "$dir/first.epub" "$folder"/*.epub

begin "a book of a folder whose chapters are of two states of the article"
sed -i 's/42 people/43 people/; s/What The Plumber Did/What The Plumber Said/' "$dir/article.txt"
convert -c 1 -P epub
want_status 0
want_file "$folder"/*.epub
sed -i 's/43 people/42 people/; s/What The Plumber Said/What The Plumber Did/' "$dir/article.txt"

begin "a book that cannot be written is no book, and takes nothing with it"
rm -rf "$out"
convert
mkdir "$folder/$(basename "$folder").epub"
convert -q -P epub,vtt
want_status 4
want_error '\.epub'
want_file "$folder"/*.vtt
want_no_drafts "$out"

begin "all of them by one name"
rm -rf "$out"
convert -P all
want_status 0
for suffix in vtt srt cue txt epub daisy.zip lpf audiobook m4b mp3 opus mka; do want_file "$folder"/*."$suffix"; done
want_no_drafts "$out"

begin "the folder tells which there are"
run chapters "$folder"
want_status 0
for name in vtt srt cue text epub daisy audiobook m4b mp3 opus mka; do want_out "^$name  .*[0-9] [kM]B  the-pump-on-mill-lane\."; done
expect "a line each" test "$(sed '1,/^$/d' "$dir/out" | wc -l)" = 12
expect "behind the chapters" test "$(sed '/^$/,$d' "$dir/out" | wc -l)" = "$(find "$folder" -name '*.wav' | wc -l)"
rm "$folder"/*.epub
run chapters "$folder"
want_not_in_out '^epub'

begin "every package comes to a folder that stands, alone, and nothing is spoken for it"
rm -rf "$out"
convert
before=$(state wav)
for name in vtt srt cue text epub daisy audiobook m4b mp3 opus mka; do
    convert -P "$name"
    want_status 0
    expect "$name: chapters are the same files" test "$before" = "$(state wav)"
    expect "$name: none is spoken" test "$(grep -c 'spoken' "$dir/err")" = 0
    expect "$name is written" grep -q '^package written: ' "$dir/err"
    run chapters "$folder"
    want_out "^$name "
done
expect "all in all they are those of -P all" test "$(find "$folder" -type f -name 'the-pump*' | wc -l)" = 12
want_no_drafts "$out"

begin "who stops it while sound is encoded is not kept waiting, and finds no half files"
awk 'NR > 4 && NF && !/^ / { line[++n] = $0 } END { print "A Long Article\n"
    for (t = 1; t <= 60; t++) for (i = 1; i <= n; i++) print line[i] " This was " (t - 1) * n + i ".\n" }' "$corpus/harbour.txt" >"$dir/long.txt"
run convert -q -l en --engine tone -o "$dir/long" "$dir/long.txt"
want_status 0
"$aloud" convert -l en --engine tone -o "$dir/long" -P m4b,mp3,opus "$dir/long.txt" >"$dir/out" 2>"$dir/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -z "$(find "$dir/long" -name '*.mp3.*')" ] || break
    sleep 0.05
done
kill -TERM $pid 2>/dev/null
status=0
wait $pid || status=$?
if [ "$status" = 0 ]; then
    skip "it was done before"
else
    want_status 143
    want_no_drafts "$dir/long"
    expect "no package" test -z "$(find "$dir/long" -name '*.m4b' -o -name '*.mp3' -o -name '*.opus')"
fi

begin "a package that there is not"
convert -P vtt,scroll
want_status 2
want_error 'scroll'
finish
