#!/bin/sh
# An article becomes a folder of chapters: what is in it, what is kept, what is spoken anew.
set -u
. "$(dirname "$0")/../lib.sh"
out=$dir/audio

# The whole folder as one line a file, for comparing.
sums() {
    (cd "$1" && find . -type f | sort | xargs cksum)
}

begin "the folder holds the chapters and what lists them"
run convert -o "$out" "$corpus/harbour.txt"
want_status 0
folder=$(find "$out" -mindepth 1 -maxdepth 1 -type d)
expect "one folder, named by the title" test "$(basename "$folder")" = why-the-night-ferry-left-port-selva-without-its-passengers
want_file "$folder"/01-*.wav "$folder"/02-*.wav "$folder/playlist.m3u8" "$folder/publication.json" "$folder/index.html"
want_no_drafts "$out"
expect "chapters are RIFF WAVE" test "$(head -c 4 "$folder"/01-*.wav)" = RIFF
expect "a playlist" grep -q '^#EXTM3U' "$folder/playlist.m3u8"
expect "the playlist names every chapter" test "$(grep -c '^[^#].*\.wav' "$folder/playlist.m3u8")" = "$(find "$folder" -name '*.wav' | wc -l)"
expect "the manifest is a W3C audiobook" grep -q 'www.w3.org/ns/pub-context' "$folder/publication.json"
expect "progress was told, a line a chapter" test "$(wc -l <"$dir/err")" -ge "$(find "$folder" -name '*.wav' | wc -l)"

begin "a second run keeps everything and says so"
sums "$folder" >"$dir/before"
find "$folder" -name '*.wav' -exec ls -i {} + >"$dir/inodes"
run convert -o "$out" "$corpus/harbour.txt"
want_status 0
expect "it says that nothing changed" grep -Eiq 'unchanged|nothing (has )?changed|kept|up to date' "$dir/err"
sums "$folder" | cmp -s "$dir/before" - || fail "the folder changed"
find "$folder" -name '*.wav' -exec ls -i {} + | cmp -s "$dir/inodes" - || fail "a chapter was written anew"

begin "another rate speaks it anew"
run convert -q -o "$out" -r 120% "$corpus/harbour.txt"
want_status 0
sums "$folder" | cmp -s "$dir/before" - && fail "nothing changed"
run convert -q -o "$out" "$corpus/harbour.txt"
sums "$folder" | cmp -s "$dir/before" - || fail "back at the first rate, the audio differs from the first"

begin "--force speaks it anew, to the same bytes"
find "$folder" -name '*.wav' -exec ls -i {} + >"$dir/inodes"
run convert -q --force -o "$out" "$corpus/harbour.txt"
want_status 0
find "$folder" -name '*.wav' -exec ls -i {} + | cmp -s "$dir/inodes" - && fail "nothing was written"
sums "$folder" | cmp -s "$dir/before" - || fail "the bytes differ"

begin "only the chapter whose words changed is spoken anew"
find "$folder" -name '*.wav' -exec ls -i {} + | sort >"$dir/inodes"
count=$(wc -l <"$dir/inodes")
sed 's/There was no applause/There was much applause/' "$corpus/harbour.txt" >"$dir/changed.txt"
cmp -s "$corpus/harbour.txt" "$dir/changed.txt" && fail "the article has not changed"
run convert -o "$out" "$dir/changed.txt"
want_status 0
find "$folder" -name '*.wav' -exec ls -i {} + | sort >"$dir/inodes2"
expect "as many chapters" test "$(wc -l <"$dir/inodes2")" = "$count"
expect "all but one are kept" test "$(comm -12 "$dir/inodes" "$dir/inodes2" | wc -l)" = $((count - 1))
expect "it says so" test "$(grep -c '^chapter .* spoken: ' "$dir/err")" = 1

begin "the same bytes whatever the number of workers"
for jobs in 1 2 7; do
    run convert -q -j $jobs -o "$dir/j$jobs" "$corpus/most.txt"
    want_status 0
    sums "$dir/j$jobs" >"$dir/sums$jobs"
done
expect "something was made" test -s "$dir/sums1"
expect "-j 2 as -j 1" cmp "$dir/sums1" "$dir/sums2"
expect "-j 7 as -j 1" cmp "$dir/sums1" "$dir/sums7"

begin "chapters can be picked"
for pick in 2 2-3 'clock on each'; do
    rm -rf "$dir/picked"
    run convert -q -c "$pick" -o "$dir/picked" "$corpus/harbour.txt"
    want_status 0
    find "$dir/picked" -name '*.wav' | sed 's|.*/||' | sort >"$dir/names"
    case $pick in
    2) expect "the second alone" test "$(cut -c 1-3 "$dir/names" | tr -d '\n')" = 02- ;;
    2-3) expect "the second and third" test "$(cut -c 1-3 "$dir/names" | tr -d '\n')" = 02-03- ;;
    *) expect "the one of that title" grep -q 'clock-on-each' "$dir/names" ;;
    esac
done
for pick in 99 'no such words' 3-2 0; do
    run convert -q -c "$pick" -o "$dir/none" "$corpus/harbour.txt"
    want_status 2
    want_error '^aloud: '
done
expect "no output folder" test ! -e "$dir/none"

begin "-q is silent"
run convert -q -o "$dir/quiet" "$corpus/orchard.txt"
want_status 0
want_no_out
expect "nothing on standard error" test ! -s "$dir/err"

begin "from standard input"
status=0
"$aloud" convert -q -o "$dir/piped" - <"$corpus/orchard.txt" >"$dir/out" 2>"$dir/err" || status=$?
want_status 0
expect "the same audio as from the file" test "$(cd "$dir/piped" && cksum ./*/*.wav)" = "$(cd "$dir/quiet" && cksum ./*/*.wav)"

begin "several articles, a bad one among them"
run convert -q -o "$dir/many" "$corpus/orchard.txt" "$dir/absent.txt" "$corpus/most.txt"
want_status 1
want_error "absent.txt"
expect "the good ones are done" test "$(find "$dir/many" -name 'playlist.m3u8' | wc -l)" = 2

begin "several articles, all of them bad"
run convert -q -o "$dir/worse" "$dir/absent.txt" "$dir/missing.txt"
expect "it fails" test "$status" = 1 -o "$status" = 3
expect "both are named" test "$(grep -c '^aloud: ' "$dir/err")" = 2
expect "no output folder" test ! -e "$dir/worse"

finish
