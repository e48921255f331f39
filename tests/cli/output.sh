#!/bin/sh
# Output that cannot be written, or that somebody interrupts: nothing unfinished under a chapter's name, nothing of others lost.
set -u
. "$(dirname "$0")/../lib.sh"

begin "an output folder below a file"
echo x >"$dir/file"
run convert -q -o "$dir/file/below" "$corpus/orchard.txt"
want_status 4
want_error "$dir/file"

begin "an output folder that may not be written"
mkdir "$dir/locked"
if [ "$(id -u)" != 0 ]; then
    chmod 555 "$dir/locked"
    run convert -q -o "$dir/locked" "$corpus/orchard.txt"
    want_status 4
    want_error "$dir/locked"
elif mount -t tmpfs -o ro,size=64k none "$dir/locked" 2>/dev/null; then
    mounted="$mounted $dir/locked"
    run convert -q -o "$dir/locked" "$corpus/orchard.txt"
    want_status 4
    want_error "$dir/locked"
else
    skip "root cannot mount here"
fi

begin "a full disk"
mkdir "$dir/full"
if mount -t tmpfs -o size=1m none "$dir/full" 2>/dev/null; then
    mounted="$mounted $dir/full"
    run convert -q -o "$dir/full" "$corpus/harbour.txt"
    want_status 4
    want_error 'No space left'
    want_no_drafts "$dir/full"
    for f in "$dir"/full/*/*.wav; do
        [ -e "$f" ] || continue
        expect "$f is whole" test "$(od -An -tu4 -j4 -N4 "$f" | tr -d ' ')" = $(($(wc -c <"$f") - 8))
    done
else
    skip "no small file system can be mounted here"
fi

begin "no folder is left for an article that failed"
run convert -q -o "$dir/none" "$dir/absent.txt"
want_status 3
expect "no folder" test ! -e "$dir/none"

begin "the folder of another article is not written into"
run convert -q -o "$dir/shelf" "$corpus/orchard.txt"
want_status 0
folder=$(find "$dir/shelf" -mindepth 1 -maxdepth 1 -type d)
(cd "$folder" && cksum ./*) >"$dir/before"
{
    echo "The Orchard That Nobody Planted"
    echo
    echo "Another article altogether, which has nothing but its title in common with the first one."
} >"$dir/other.txt"
run convert -q -o "$dir/shelf" "$dir/other.txt"
want_status 4
want_error 'another article \("The Orchard That Nobody Planted"\).*--force'
(cd "$folder" && cksum ./*) | cmp -s "$dir/before" - || fail "the first article's files changed"
mkdir "$dir/aa" "$dir/bb"
cp "$corpus/orchard.txt" "$dir/aa/letter.txt"
cp "$dir/other.txt" "$dir/bb/letter.txt"
run convert -q -o "$dir/letters" "$dir/aa/letter.txt" "$dir/bb/letter.txt"
want_status 1
want_error "^aloud: $dir/bb/letter.txt: .*another article"
run convert -q -o "$dir/letters" "$dir/aa/letter.txt"
want_status 0
status=0
"$aloud" convert -q -o "$dir/letters" - <"$dir/other.txt" >"$dir/out" 2>"$dir/err" || status=$?
want_status 4

begin "a folder that is not aloud's is not written into"
mkdir -p "$dir/theirs/$(basename "$folder")"
echo precious >"$dir/theirs/$(basename "$folder")/playlist.m3u8"
run convert -q -o "$dir/theirs" "$corpus/orchard.txt"
want_status 4
want_error 'did not make.*--force'
expect "their file stands" grep -q precious "$dir/theirs/$(basename "$folder")/playlist.m3u8"

begin "Ctrl-C leaves no unfinished file, and a second run finishes"
{
    echo "A Long Evening"
    for chapter in One Two Three Four Five Six Seven Eight; do
        printf '\nChapter %s Of It\n\n' $chapter
        for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
            echo "This is paragraph $n of chapter $chapter, which somebody wrote so that speaking all of it would take a while. It goes on."
            echo
        done
    done
} >"$dir/evening.txt"
# In a session of its own, so that the signal reaches all of aloud's processes, as it would from a terminal; and a shell
# starts what runs in the background with SIGINT ignored.
env --default-signal=INT setsid "$aloud" convert -j 1 -o "$dir/cut" "$dir/evening.txt" >"$dir/out" 2>"$dir/err" &
pid=$!
waited=0
while [ -z "$(find "$dir/cut" -name '*.wav' 2>/dev/null)" ] && kill -0 $pid 2>/dev/null && [ $waited -lt 600 ]; do
    sleep 0.05
    waited=$((waited + 1))
done
kill -INT -$pid 2>/dev/null || fail "it was done before it could be interrupted"
status=0
wait $pid || status=$?
expect "the status says interrupted" test "$status" = 130
want_no_drafts "$dir/cut"
done_before=$(find "$dir/cut" -name '*.wav' -exec ls -i {} + | sort)
run convert -o "$dir/cut" "$dir/evening.txt"
want_status 0
find "$dir/cut" -name '*.wav' -exec ls -i {} + | sort >"$dir/after"
echo "$done_before" | while read -r row; do grep -qxF "$row" "$dir/after" || echo lost; done | grep -q lost &&
    fail "a chapter that was finished was spoken anew"
run convert -q -o "$dir/whole" "$dir/evening.txt"
expect "the same as in one go" test "$(cd "$dir/cut" && cksum ./*/*.wav)" = "$(cd "$dir/whole" && cksum ./*/*.wav)"

begin "what a killed run left is swept away"
setsid "$aloud" convert -j 1 -q -o "$dir/killed" "$dir/evening.txt" >"$dir/out" 2>"$dir/err" &
pid=$!
waited=0
while [ -z "$(find "$dir/killed" -name '*draft*' 2>/dev/null)" ] && kill -0 $pid 2>/dev/null && [ $waited -lt 600 ]; do
    sleep 0.05
    waited=$((waited + 1))
done
kill -KILL -$pid 2>/dev/null || true
wait $pid 2>/dev/null
run convert -q -o "$dir/killed" "$dir/evening.txt"
want_status 0
want_no_drafts "$dir/killed"
expect "the same as in one go" test "$(cd "$dir/killed" && cksum ./*/*.wav)" = "$(cd "$dir/whole" && cksum ./*/*.wav)"

begin "no process is left behind"
sleep 0.2
left=$(grep -lzs "$aloud" /proc/[0-9]*/cmdline | xargs -r grep -lzs "$dir")
[ -z "$left" ] || fail "still running: $left"

finish
