#!/bin/sh
# The command line itself: help, options in any order, what is refused.
set -u
. "$(dirname "$0")/../lib.sh"
article=$corpus/orchard.txt

begin "help and version go to standard output"
run --help
want_status 0
want_out 'convert'
want_out '--rate'
expect "nothing on standard error" test ! -s "$dir/err"
run --version
want_status 0
want_out '^aloud [0-9]+\.[0-9]+\.[0-9]+'
for command in convert script explain chapters normalise voices; do
    run $command --help
    want_status 0
    want_out 'aloud'
done

begin "no arguments is a usage error"
run
want_status 2
want_no_out
expect "it says how to go on" grep -q 'help' "$dir/err"

begin "an unknown option is named"
run convert --loudly "$article"
want_status 2
want_error 'loudly'
run script -Z "$article"
want_status 2
want_error 'Z'

begin "an option without its value"
run convert "$article" --rate
want_status 2
want_error 'rate'

begin "a command without an article"
for command in convert script explain chapters; do
    run $command
    want_status 2
    want_error '^aloud: '
done

begin "a rate out of range, or none at all"
for rate in 0 20 449000 -5 fast 5% 9000% '' 100x; do
    run convert -o "$dir/none" --rate="$rate" "$article"
    want_status 2
    want_error 'rate'
done
expect "no output" test ! -e "$dir/none"

begin "a pitch out of range"
for pitch in 101 -1 high; do
    run convert -o "$dir/none" --pitch="$pitch" "$article"
    want_status 2
    want_error 'pitch'
done

begin "jobs, split, verbosity, notes, format that do not exist"
for option in jobs=0 jobs=x split=9 verbosity=loud notes=maybe; do
    run convert -o "$dir/none" "--$option" "$article"
    want_status 2
    want_error "${option%%=*}"
done
run script --format=runes "$article"
want_status 2
want_error 'runes|format'

begin "the usual engine may be named, and one that is not there is told"
run convert -q --engine espeak-ng -o "$dir/named" "$corpus/most.txt"
want_status 0
want_file "$dir"/named/*/01-*.wav
run convert -q --engine hal -o "$dir/none" "$article"
want_status 2
want_error "engine 'hal'.*espeak-ng"

begin "an unknown voice names near ones"
run convert -o "$dir/none" -v en-gb-x-rpp "$article"
want_status 2
want_error 'en-gb-x-rpp.*en-gb-x-rp'
expect "no output folder" test ! -e "$dir/none"

begin "an unknown language tag is refused or spoken as nothing it is not"
run script -l 'not a tag!' "$article"
want_status 2
want_error '^aloud: '

begin "options after operands, and values in every form"
run script "$article" --format json
want_status 0
want_out '"chapters"'
cp "$dir/out" "$dir/first"
run script --format=json "$article"
expect "the same" cmp "$dir/first" "$dir/out"
run script --format json -- "$article"
expect "the same" cmp "$dir/first" "$dir/out"

begin "after -- everything is an article"
cp "$article" "$dir/--help"
(cd "$dir" && "$aloud" script -- --help >"$dir/out" 2>"$dir/err") || fail "status $?"
want_out 'apple cores'

begin "a file that is called like a command"
cp "$article" "$dir/script"
(cd "$dir" && "$aloud" script script >"$dir/out" 2>"$dir/err") || fail "status $?"
want_out 'apple cores'

begin "the command's name may be left out"
run -q -o "$dir/short" "$corpus/most.txt"
want_status 0
want_file "$dir"/short/*/01-*.wav

begin "standard output that cannot take it is an error"
if [ -c /dev/full ]; then
    status=0
    "$aloud" script "$article" >/dev/full 2>"$dir/err" || status=$?
    want_status 4
    want_error '^aloud: '
    status=0
    "$aloud" --help >/dev/full 2>"$dir/err" || status=$?
    want_status 4
else
    skip "there is no /dev/full"
fi

begin "a language that was named is not asked for"
run script -l en "$corpus/orchard.txt"
want_status 0
expect "no word of the language" test "$(grep -c 'language' "$dir/err")" = 0

finish
