#!/bin/sh
# One truth about options, commands, roles and properties: --help, the man pages, the completion and the README agree.
set -u
. "$(dirname "$0")/lib.sh"

options_in_help() {
    run --help
    grep -oE -- '(^|[ ,])--[a-z][a-z-]+' "$dir/out" | tr -d ' ,' | sort -u
}

begin "the man page has every option of --help, and no other"
options_in_help >"$dir/help"
sed -n 's/^\.It .*\\-\([a-z-]*\).*/--\1/p' "$top/src/man/aloud.1" | sort -u >"$dir/man"
expect "there are options" test "$(wc -l <"$dir/help")" -ge 10
diff "$dir/help" "$dir/man" >"$dir/err" || fail "--help (<) and aloud.1 (>) differ: $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "with the same letters"
run --help
grep -oE -- '(^| )-[a-zA-Z], --[a-z-]+' "$dir/out" | tr -d ' ' | sort -u >"$dir/help"
sed -n 's/^\.It Fl \([a-zA-Z]\) , \\-\([a-z-]*\).*/-\1,--\2/p' "$top/src/man/aloud.1" | sort -u >"$dir/man"
diff "$dir/help" "$dir/man" >"$dir/err" || fail "--help (<) and aloud.1 (>) differ: $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "the completion has every option of --help, and no other"
options_in_help >"$dir/help"
grep -E '^ *(local )?options' "$top/src/completion/aloud.bash" | grep -oE -- '--[a-z-]+' | sort -u >"$dir/completion"
diff "$dir/help" "$dir/completion" >"$dir/err" || fail "--help (<) and aloud.bash (>) differ: $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "the README has every option of --help, and no other"
sed -n '/^## Use/,/^### /p' "$top/README.md" | grep -oE -- '--[a-z][a-z-]+' | sort -u >"$dir/readme"
diff "$dir/help" "$dir/readme" >"$dir/err" || fail "--help (<) and README.md (>) differ: $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "commands: --help, the man page, the completion and the README agree"
run --help
for command in convert play script explain chapters normalise voices; do
    expect "$command is in --help" grep -qw "$command" "$dir/out"
    expect "$command is in aloud.1" grep -q "^\.It Cm $command\$" "$top/src/man/aloud.1"
    expect "$command is in the completion" grep -q "commands=.*[n']$command" "$top/src/completion/aloud.bash"
    expect "$command is in the README" grep -q "aloud \[*$command" "$top/README.md"
done

begin "every option that takes a value takes it, and no other does"
sed -n 's/^\.It \(Fl [a-z] , \)*\(Fl \)*\\-\([a-z-]*\)\( Ar.*\)*$/\3\4/p' "$top/src/man/aloud.1" | while read -r name value; do
    case $name in help | version) continue ;; esac
    run script "--$name"
    if [ -n "$value" ]; then
        grep -q -- "$name" "$dir/err" && [ "$status" = 2 ] || echo "$name takes no value"
    else
        run script "--$name=x" "$corpus/orchard.txt"
        [ "$status" = 2 ] || echo "$name takes a value"
    fi
done >"$dir/wrong"
[ ! -s "$dir/wrong" ] || fail "$(cat "$dir/wrong")"

begin "every role is in aloud-voice(5), and no other"
sed -n 's/^ *X(AL_ROLE_[A-Z_]*, "\([a-z_]*\)").*/\1/p' "$top/src/voice/role.h" | sort >"$dir/roles"
sed -n '/^\.\\" roles/,/^\.Ed/p' "$top/src/man/aloud-voice.5" | grep -v '^\.' | tr -d ' ' | tr ',' '\n' | grep . | sort >"$dir/man"
diff "$dir/roles" "$dir/man" >"$dir/err" || fail "role.h (<) and aloud-voice.5 (>): $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "every property that a voice file may have is in aloud-voice(5), and no other"
printf '[voice]\nno-such-property = 1\n' >"$dir/odd.voice"
run convert -o "$dir/none" -v "$dir/odd.voice" "$corpus/orchard.txt"
want_status 2
want_error 'odd.voice:2'
grep -oE '(voice|pause|rest|cue|speak)-[a-z]+' "$dir/err" | grep -v '^voice-file' | sort -u >"$dir/known"
sed -n 's/^\.It Ic //p' "$top/src/man/aloud-voice.5" | tr -d ' ' | tr ',' '\n' | grep -E -- '-' | sort -u >"$dir/man"
diff "$dir/known" "$dir/man" >"$dir/err" || fail "aloud (<) and aloud-voice.5 (>): $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "the example of aloud-voice(5) is a voice"
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$top/src/man/aloud-voice.5" | grep -v '^\.' >"$dir/example.voice"
run convert -q -o "$dir/example" -v "$dir/example.voice" "$corpus/orchard.txt"
want_status 0

begin "completion completes"
if command -v bash >/dev/null; then
    completes() { # WORDS...: what comes of completing the last
        PATH=$BUILD:$PATH bash -c '
            source "$0"
            compopt() { :; }
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _aloud
            printf "%s\n" "${COMPREPLY[@]}"' "$top/src/completion/aloud.bash" "$@" >"$dir/out" 2>"$dir/err"
    }
    completes aloud scr
    want_out '^script$'
    completes aloud convert --ra
    want_out '^--rate$'
    completes aloud convert --notes in
    want_out '^inline$'
    completes aloud convert --notes = in
    want_out '^inline$'
    completes aloud convert -v cle
    want_out '^clear$'
    completes aloud convert "$corpus/orch"
    want_out 'orchard.txt$'
else
    skip "bash is not installed"
fi

finish
