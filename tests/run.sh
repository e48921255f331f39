#!/bin/sh
# Runs tests side by side and sums up what they say.  A test is a program or a script that speaks TAP: "ok 1 - what it shows",
# "not ok 2 - ...", "# SKIP why" behind one that could not be tried, and the plan "1..2".  What passed is not shown.
#
# usage: tests/run.sh BUILD TEST...       (from the top of the tree)
set -u
BUILD=$1
shift
top=$(pwd)
case $BUILD in /*) ;; *) BUILD=$top/$BUILD ;; esac
export BUILD top CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8
results=$BUILD/results
rm -rf "$results"
mkdir -p "$results"

# A test that hangs is ended after a quarter of an hour, as the last resort.
# shellcheck disable=SC2016  # for the shells that xargs starts
printf '%s\n' "$@" | xargs -P "$(nproc)" -I TEST sh -c '
    log=$1/$(echo "TEST" | tr / _)
    case TEST in
    *.sh) timeout -k 10 900 sh TEST ;;
    *) ALOUD_DATA=$top/voices timeout -k 10 900 "TEST" ;;
    esac >"$log" 2>&1 </dev/null
    echo "exit $?" >>"$log"' sh "$results" || true

for t; do
    echo "file $t"
    cat "$results/$(echo "$t" | tr / _)" 2>/dev/null
    echo "end"
done | awk '
    function complain() { if (!named++) print test ":" }
    $1 == "file" { test = $2; named = good = bad = planned = status = 0; tail = ""; show = 0; next }
    $1 == "end" {
        if (status && !bad || good + bad < planned || !planned && !good && !bad) {
            complain()
            print "    ended with status " status " after " good + bad " of " planned " cases"
            printf "%s", tail
            bad++
        }
        passed += good; failed += bad; next
    }
    $1 == "exit" && NF == 2 { status = $2; next }
    /^1\.\.[0-9]+$/ { planned += substr($1, 4); next }
    /^(not )?ok .*# SKIP/ { good++; skipped++; sub(/^(not )?ok [0-9]* *(- )?/, ""); sub(/# SKIP */, ""); print test ": skipped: " $0; show = 0; next }
    /^ok / { good++; show = 0; next }
    /^not ok / { bad++; show = 1; complain() }
    /^ERROR: / { complain(); print "    " $0; next }
    { if (show) print "    " $0; else { tail = tail "    " $0 "\n"; if (length(tail) > 6000) tail = substr(tail, length(tail) - 4000) } }
    END {
        print passed - skipped " passed, " failed + 0 " failed" (skipped ? ", " skipped " skipped" : "")
        exit failed > 0
    }'
