#!/bin/sh
# Inputs that are not articles: the exit status, one line that says what is wrong, and nothing left behind.
set -u
. "$(dirname "$0")/../lib.sh"

refused() { # PATTERN INPUT: refused by every command that reads
    for command in convert script explain chapters; do
        out=
        [ $command != convert ] || out="-o $dir/refused"
        # shellcheck disable=SC2086  # two words or none
        run $command $out "$2"
        want_status 3
        want_error "$1"
        want_no_out
        rm -rf "$dir/refused.was"
        [ ! -e "$dir/refused" ] || { fail "an output folder" && mv "$dir/refused" "$dir/refused.was"; }
    done
}

begin "a missing file"
refused "^aloud: $dir/absent.txt: .*No such file" "$dir/absent.txt"

begin "a directory"
mkdir "$dir/folder"
run convert -o "$dir/refused" "$dir/folder"
want_status 3
want_error "^aloud: $dir/folder: .*directory"
expect "no output folder" test ! -e "$dir/refused"

begin "an unreadable file"
if [ "$(id -u)" = 0 ]; then
    skip "root reads everything"
else
    echo "Words." >"$dir/secret.txt"
    chmod 0 "$dir/secret.txt"
    refused 'Permission denied' "$dir/secret.txt"
fi

begin "an empty file"
: >"$dir/empty.txt"
refused "^aloud: $dir/empty.txt: " "$dir/empty.txt"

begin "a file of nothing but white space"
printf ' \n\t\n\n' >"$dir/blank.txt"
refused "^aloud: $dir/blank.txt: " "$dir/blank.txt"

begin "a binary file"
refused "^aloud: $aloud: " "$aloud"

begin "a page with no article in it"
printf '<!DOCTYPE html><html><head><title></title></head><body><nav><a href="/">Home</a></nav><script>x()</script></body></html>\n' \
    >"$dir/none.html"
refused "^aloud: $dir/none.html: .*no article" "$dir/none.html"

begin "a page may be short"
{
    echo '<html><head><title>Short</title></head><body><h1>A Short Page</h1><p>One paragraph is all there is to it, but'
    echo 'somebody wrote it with care, and saw no reason to go on after the third line, which ends here.</p></body></html>'
} >"$dir/short.html"
run script "$dir/short.html"
want_status 0
want_out 'One paragraph is all there is to it'
echo 'One line, and nothing else, is a text too.' >"$dir/line.txt"
run script "$dir/line.txt"
want_status 0
want_out 'is a text too'

begin "invalid UTF-8 and NULs are mended, and said so"
{
    printf 'A Title With Words\n\nThe first paragraph has a b\377d byte and a N\000UL in it, and goes on.\n\n'
    printf 'The second paragraph is whole, and long enough to be read as one.\n'
} >"$dir/bad.txt"
run script --format json "$dir/bad.txt"
want_status 0
want_out 'NUL in it, and goes on'
want_out 'is whole, and long enough'
expect "the JSON is UTF-8" iconv -f UTF-8 -t UTF-8 -o /dev/null "$dir/out"

begin "a file name that would upset a terminal is made harmless in the message"
run script "$(printf '%s/\033[2Jodd\nname.txt' "$dir")"
want_status 3
want_error '^aloud: '
expect "one line" test "$(wc -l <"$dir/err")" = 1
expect "no escape" test "$(tr -cd '\033' <"$dir/err" | wc -c)" = 0

begin "standard input"
"$aloud" script - <"$corpus/orchard.txt" >"$dir/piped" 2>"$dir/err"
run script "$corpus/orchard.txt"
expect "the script of a file and of a pipe are the same" cmp "$dir/piped" "$dir/out"
run script - </dev/null
want_status 3
want_error '^aloud: '

begin "reading from a pipe that gives nothing can be interrupted"
mkfifo "$dir/pipe"
for command in script convert; do
    sleep 60 >"$dir/pipe" &
    writer=$!
    env --default-signal=INT,TERM "$aloud" $command -o "$dir/never" "$dir/pipe" >"$dir/out" 2>"$dir/err" &
    pid=$!
    sleep 0.3
    kill -INT $pid
    waited=0
    while kill -0 $pid 2>/dev/null && [ $waited -lt 40 ]; do
        sleep 0.05
        waited=$((waited + 1))
    done
    kill -0 $pid 2>/dev/null && fail "$command goes on reading"
    kill -KILL $pid 2>/dev/null
    status=0
    wait $pid || status=$?
    want_status 130
    kill $writer
    wait $writer 2>/dev/null
done

finish
