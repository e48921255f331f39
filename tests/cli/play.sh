#!/bin/sh
# `aloud play` into files and pipes: the same samples as convert writes, from where it should to where it should, and commands on
# standard input.  Keys and devices: tests/packages/play.sh.
set -u
. "$(dirname "$0")/../lib.sh"

cat >"$dir/article.txt" <<'TXT'
The Pump On Mill Lane

For thirty years the pump has stood dry. On Monday it gave water again; 41 people came to see it. Nobody knew why.

It was a fine day for it, and they stayed.

What The Plumber Did

He looked into it for a long time. Then he turned a tap that everyone had taken for a bolt.

What Came Of It

The pump runs. The lane is wet.
TXT

# The samples of a WAV file: its data chunk.
samples() {
    at=$(LC_ALL=C grep -abo data "$1" | head -n 1 | cut -d : -f 1)
    size=$(od -A n -t u4 -j $((at + 4)) -N 4 "$1" | tr -d ' ')
    tail -c +$((at + 9)) "$1" | head -c "$size"
}
# Convert with the options given, and put the samples of chapter N into $dir/N.pcm.
convert() {
    rm -rf "$dir/chapters"
    run convert -q -l en -o "$dir/chapters" "$@" "$dir/article.txt"
    want_status 0
    for n in 1 2 3; do
        samples "$dir"/chapters/*/0$n-*.wav >"$dir/$n.pcm"
    done
}
# Play into $dir/out.pcm, with these commands.
commands() {
    printf '%s\n' "$@" >"$dir/commands"
}
play() {
    run play -l en --raw -o "$dir/out.pcm" "$@" <"$dir/commands"
    : >"$dir/commands"
}
: >"$dir/commands"
same() {
    cmp -s "$1" "$2" || fail "$(basename "$1") is not $3: $(wc -c <"$1") and $(wc -c <"$2") bytes"
}
part() { # FILE FROM COUNT: frames
    tail -c +$(($2 * 2 + 1)) "$1" | head -c $(($3 * 2))
}

begin "what is played is to the sample what is written"
convert
cat "$dir/1.pcm" "$dir/2.pcm" "$dir/3.pcm" >"$dir/all.pcm"
play "$dir/article.txt"
want_status 0
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"
expect "each chapter has a line" grep -q '^chapter 2 of 3: What The Plumber Did' "$dir/err"

begin "who waits for more than there is waits until the end"
commands 'stop' 'wait 1000' 'play' 'wait 1000' 'next chapter'
play --restart "$dir/article.txt"
want_status 0
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"

begin "as a WAV file"
run play -q -l en -o "$dir/out.wav" "$dir/article.txt" </dev/null
want_status 0
want_no_out
expect "no word with -q" test ! -s "$dir/err"
samples "$dir/out.wav" >"$dir/out.pcm"
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"

begin "on standard output, as a WAV stream"
run play -q -l en -o - "$dir/article.txt" </dev/null
tail -c +45 "$dir/out" >"$dir/out.pcm"
expect "it begins like one" test "$(head -c 4 "$dir/out")" = RIFF
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"

begin "an article on standard input, to a program that does not read it all"
"$aloud" play -l en --raw -o - - <"$dir/article.txt" 2>"$dir/err" | head -c 1000 >"$dir/out.pcm"
expect "its beginning" cmp -s -n 1000 "$dir/out.pcm" "$dir/all.pcm"
expect "no complaint" test "$(grep -c 'aloud: .*[^r]$' "$dir/err")" = "$(grep -c warning "$dir/err")"

begin "from a chapter on, by a word of its title"
play -c plumber "$dir/article.txt"
cat "$dir/2.pcm" "$dir/3.pcm" >"$dir/wanted.pcm"
same "$dir/out.pcm" "$dir/wanted.pcm" "from the second chapter on"

begin "until a chapter, and on from there the next time"
play --restart --until 2 "$dir/article.txt"
cat "$dir/1.pcm" "$dir/2.pcm" >"$dir/wanted.pcm"
same "$dir/out.pcm" "$dir/wanted.pcm" "up to the second chapter"
play "$dir/article.txt"
same "$dir/out.pcm" "$dir/3.pcm" "the third chapter"
expect "it says so" grep -q 'resumed' "$dir/err"

begin "what was heard to its end begins anew"
play "$dir/article.txt"
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"
expect "nothing is kept" test -z "$(ls "$XDG_STATE_HOME/aloud" 2>/dev/null)"

begin "one stops in a sentence, and the next time it is said whole"
commands 'wait 4' 'quit'
play "$dir/article.txt"
want_status 0
expect "the beginning" cmp -s -n 170000 "$dir/out.pcm" "$dir/all.pcm"
before=$(($(wc -c <"$dir/out.pcm") / 2))
expect "and no more" test $before -lt 90000
expect "the place is kept" test -n "$(ls "$XDG_STATE_HOME/aloud")"
play "$dir/article.txt"
after=$(($(wc -c <"$dir/out.pcm") / 2))
all=$(($(wc -c <"$dir/all.pcm") / 2))
expect "some of it is said again" test $((before + after)) -gt "$all"
part "$dir/all.pcm" $((all - after)) $after >"$dir/wanted.pcm"
same "$dir/out.pcm" "$dir/wanted.pcm" "the rest of the chapters"

begin "--restart begins at the top"
commands 'wait 4' 'quit'
play "$dir/article.txt"
play --restart "$dir/article.txt"
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"

begin "the same words in another file are the same article"
commands 'chapter 3' 'quit'
play "$dir/article.txt"
cp "$dir/article.txt" "$dir/copy.txt"
play "$dir/copy.txt"
same "$dir/out.pcm" "$dir/3.pcm" "the third chapter"

begin "to sleep: to the end of the sentence"
play --restart --sleep 0.05 "$dir/article.txt"
heard=$(($(wc -c <"$dir/out.pcm") / 2))
expect "three seconds, and no chapter" test $heard -ge 66150 -a $heard -lt $(($(wc -c <"$dir/1.pcm") / 2))
expect "of the article" cmp -s -n $((heard * 2)) "$dir/out.pcm" "$dir/all.pcm"

begin "several articles, one after the other"
printf 'A Second Article\n\nIt has a few words in it, and that is all of it.\n' >"$dir/second.txt"
play "$dir/second.txt"
cat "$dir/all.pcm" "$dir/out.pcm" >"$dir/wanted.pcm"
play --restart "$dir/article.txt" "$dir/second.txt"
want_status 0
same "$dir/out.pcm" "$dir/wanted.pcm" "the one and the other"

begin "one leaves an article for the next, and both when one stops"
play "$dir/second.txt"
cp "$dir/out.pcm" "$dir/second.pcm"
commands 'wait 1' 'next article'
play --restart "$dir/article.txt" "$dir/second.txt"
count=$(($(wc -c <"$dir/second.pcm") / 2))
left=$(($(wc -c <"$dir/out.pcm") / 2 - count))
expect "a second of the first" test $left -ge 22050 -a $left -le 22200
part "$dir/out.pcm" $left $count >"$dir/rest.pcm"
same "$dir/rest.pcm" "$dir/second.pcm" "the second"
commands 'wait 1' 'quit'
play --restart "$dir/article.txt" "$dir/second.txt"
expect "a second of the first only" test "$(wc -c <"$dir/out.pcm")" -le 44400

begin "an article that cannot be read is told, the next is played"
play "$dir/missing.txt" "$dir/second.txt"
want_status 1
expect "it is told" grep -q '^aloud: .*missing.txt: cannot be read' "$dir/err"
same "$dir/out.pcm" "$dir/second.pcm" "the second"

begin "a jump fades out, and then there is the chapter to the sample"
commands 'wait 2' 'next chapter'
play --restart "$dir/article.txt"
first=$(($(wc -c <"$dir/out.pcm") / 2 - ($(wc -c <"$dir/2.pcm") + $(wc -c <"$dir/3.pcm")) / 2))
expect "two seconds, and 5 ms of fading" test $first -ge 44100 -a $first -le 44212
expect "the beginning" cmp -s -n 88200 "$dir/out.pcm" "$dir/all.pcm"
part "$dir/out.pcm" $first "$all" >"$dir/rest.pcm"
cat "$dir/2.pcm" "$dir/3.pcm" >"$dir/wanted.pcm"
same "$dir/rest.pcm" "$dir/wanted.pcm" "the second chapter and the third"

begin "skipping ahead and back, by seconds"
commands 'wait 1' 'skip 100' 'wait 0.1' 'skip -100' 'wait 1' 'skip 3' 'skip soon' 'skip -1000' '# the top of the chapter'
play --restart "$dir/article.txt"
cat "$dir/2.pcm" "$dir/3.pcm" >"$dir/wanted.pcm"
tail -c "$(wc -c <"$dir/wanted.pcm")" "$dir/out.pcm" >"$dir/rest.pcm"
same "$dir/rest.pcm" "$dir/wanted.pcm" "the second chapter and the third"
expect "what is no number" grep -q "skip 'soon'" "$dir/err"

begin "commands: those that there are, those that there are not, and where they cannot be done"
commands 'help' 'next song' 'chapter 9' '# a remark' '' 'wait soon' 'next bookmark' 'voice nobody' 'rate 9' 'quit'
play --restart "$dir/article.txt"
want_status 0
for wanted in 'previous paragraph' "no command 'next song'" 'chapters 1 to 3' "wait 'soon'" 'no bookmark' 'nobody' "rate '9'"; do
    expect "$wanted" grep -q -e "$wanted" "$dir/err"
done

begin "a chapter that there is not"
play -c 7 "$dir/article.txt"
want_status 2
want_error '1 to 3'
play --until nonesuch "$dir/article.txt"
want_status 2
want_error 'no title'

begin "a device that there is not"
run play -l en --device no-such-device "$dir/article.txt" </dev/null
want_status 4
want_error 'no-such-device.*--device'

begin "an output that cannot be written"
play_to() { run play -l en -o "$1" "$dir/article.txt" </dev/null; }
play_to "$dir/none/out.wav"
want_status 4
want_error 'none/out.wav'
want_no_drafts "$dir"
if [ -e /dev/full ]; then
    play_to /dev/full
    want_status 4
    want_error 'No space left'
fi

begin "a state folder that cannot be written does not end it"
: >"$dir/blocked"
status=0
commands 'wait 1' quit
XDG_STATE_HOME=$dir/blocked "$aloud" play -q -l en --raw -o "$dir/out.pcm" "$dir/article.txt" \
    <"$dir/commands" 2>"$dir/err" || status=$?
want_status 0
expect "it is told" grep -q 'blocked' "$dir/err"
: >"$dir/commands"

begin "also with another voice and rate"
convert -v duet -r 130%
cat "$dir/1.pcm" "$dir/2.pcm" "$dir/3.pcm" >"$dir/wanted.pcm"
play -v duet -r 130% "$dir/article.txt"
same "$dir/out.pcm" "$dir/wanted.pcm" "the chapters"

begin "a folder that convert made, from its files, in every format"
convert
folder=$(echo "$dir"/chapters/*/)
play "$folder"
want_status 0
same "$dir/out.pcm" "$dir/all.pcm" "the chapters"
cat "$dir/2.pcm" "$dir/3.pcm" >"$dir/2+3.pcm"
for jump in 'next chapter:2+3' 'next heading:2+3' 'chapter 3:3' 'next paragraph;next chapter:2+3' 'chapter 2;previous chapter:all' \
    'chapter 3;previous heading:2+3' 'chapter 2;chapter 3;previous heading;previous heading;chapter 3:3'; do
    printf 'wait 2\n%s\n' "${jump%:*}" | sed 's/;/\nwait 1\n/g' >"$dir/commands"
    play --restart "$folder"
    tail -c "$(wc -c <"$dir/${jump#*:}.pcm")" "$dir/out.pcm" >"$dir/rest.pcm"
    same "$dir/rest.pcm" "$dir/${jump#*:}.pcm" "what follows ${jump%:*}"
    : >"$dir/commands"
done
commands 'chapter 2' 'wait 2' 'faster' 'spell' 'wait 1' 'where' 'wait 1' 'quit'
play --restart "$folder"
want_status 0
for wanted in 'this is a recording' 'into\|looked\|it'; do
    expect "$wanted" grep -q -e "$wanted" "$dir/err"
done
play "$folder"
expect "it goes on where it was left" grep -q 'resumed' "$dir/err"
for format in flac ogg opus mp3; do
    run convert -q -f $format -l en -o "$dir/$format" "$dir/article.txt"
    commands 'chapter 2' 'wait 1' 'where' 'wait 1' 'chapter 3' 'wait 1' 'chapter 2' 'wait 1'
    play "$dir/$format"/*/
    want_status 0
    expect "$format lasts" test "$(wc -c <"$dir/out.pcm")" -gt 300000
done

begin "a folder that convert did not make, or that was tampered with"
mkdir "$dir/empty"
play "$dir/empty"
want_status 3
want_error 'without aloud'
rm "$folder"/02-*.wav "$folder"/.aloud-3.json
play --restart "$folder"
want_status 3
expect "the file is named" grep -q '^aloud: .*: 02-.*cannot be read; convert again' "$dir/err"
play --restart -c 3 "$folder"
want_status 0
same "$dir/out.pcm" "$dir/3.pcm" "the third chapter, though nothing is known of its sentences"

finish
