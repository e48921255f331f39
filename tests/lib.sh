# Sourced by the tests of the command (tests/cli/*.sh) and their like: cases, what they expect, and a folder to work in.
#
#   begin NAME          a case begins; the expectations that follow belong to it
#   run ARGUMENTS       runs aloud: $status, $dir/out, $dir/err
#   expect NAME CMD...  a command that must succeed; NAME says what it shows
#   skip WHY            the case cannot be tried here
#   finish              the last line of every test

: "${BUILD:?run it by make check}" "${top:=$(pwd)}"
aloud=$BUILD/aloud
corpus=$top/tests/corpus
dir=$(mktemp -d)
export XDG_STATE_HOME="$dir/state"
mounted=
cases=0
case_name=
status=0

clean_up() {
    for m in $mounted; do umount "$m" 2>/dev/null; done
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

verdict() {
    [ -n "$case_name" ] || return 0
    cases=$((cases + 1))
    if [ -n "$skipped" ]; then
        echo "ok $cases # SKIP $case_name: $skipped"
    elif [ -n "$wrong" ]; then
        echo "not ok $cases - $case_name"
        printf '%s' "$wrong" | sed 's/^/# /'
    else
        echo "ok $cases - $case_name"
    fi
    case_name=
}

begin() {
    verdict
    case_name=$1 wrong='' skipped=''
}

finish() {
    verdict
    echo "1..$cases"
    exit 0
}

skip() {
    skipped=$1
}

# What did not hold, with what the command said last.
fail() {
    [ ${#wrong} -gt 4000 ] || wrong="$wrong$(echo "$1" | cut -c 1-400)
$(sed -n '1,6s/^/  stderr: /p' "$dir/err" 2>/dev/null | cut -c 1-300)
"
}

run() {
    status=0
    "$aloud" "$@" >"$dir/out" 2>"$dir/err" || status=$?
}

expect() {
    what=$1
    shift
    "$@" || fail "not so: $what"
}

want_status() {
    [ "$status" = "$1" ] || fail "exit status $status, not $1"
}

# One line on standard error that matches the pattern (extended), the form of every error: "aloud: FILE: what, and what to do".
want_error() {
    grep -v ': warning: ' "$dir/err" >"$dir/errors"
    grep -Eq -e "$1" "$dir/errors" || fail "no error like: $1"
    grep -q '^aloud: ' "$dir/errors" || fail "an error does not begin with aloud:"
    [ "$(wc -l <"$dir/errors")" = 1 ] || fail "not one line of error"
}

want_out() {
    grep -Eq -e "$1" "$dir/out" || fail "standard output has no line like: $1"
}

want_not_in_out() {
    grep -E -e "$1" "$dir/out" >/dev/null && fail "standard output has a line like: $1"
    return 0
}

want_no_out() {
    [ ! -s "$dir/out" ] || fail "standard output: $(head -c 200 "$dir/out")"
}

want_file() {
    for f; do [ -s "$f" ] || fail "missing or empty: $f"; done
}

# No file that a run began and did not finish.
want_no_drafts() {
    found=$(find "$1" -name '*aloud-draft*' 2>/dev/null)
    [ -z "$found" ] || fail "unfinished: $found"
}
