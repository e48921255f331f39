#!/bin/sh
# `aloud play` as a person meets it: a sound server that records what it hears, every key in a terminal, which is left as it was
# whatever happens, and media keys by D-Bus.
set -u
. "$(dirname "$0")/../lib.sh"
here=$(dirname "$0")
server='' recorder=''

# End what was started here, and nothing else.
end_all() {
    [ -z "$recorder" ] || kill "$recorder" 2>/dev/null
    tmux -L "$name" kill-server 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    clean_up
}
name=aloud-$$
trap end_all EXIT

cat >"$dir/article.html" <<'HTML'
<!DOCTYPE html><html lang=en><head><title>The Pump</title></head><body><article><h1>The Pump</h1>
<p>It has been dry for years. On Monday it gave water again. Nobody knew why, though everyone who lives on the lane came out to look
at it, and some of them stayed until the evening, because it was warm and there was something to see for once.</p>
<figure><img src=a.jpg alt=""><figcaption>The pump on the lane</figcaption></figure>
<p>They stayed until the evening. Some of them sang, others only listened, and a few went home early to tell those who had not come
what they had missed.</p>
<h2>The plumber</h2><p>He looked into it for a long time. Then he turned a tap that everyone had taken for a bolt, and it went to
the left, as he had said that it would.</p><p>It went to the left.</p>
<h2>The cost</h2><p>Nothing at all. They gave him a pie.</p></article></body></html>
HTML
run convert -q -o "$dir/chapters" "$dir/article.html"
for n in 1 2 3; do
    tail -c +45 "$dir"/chapters/*/0$n-*.wav >"$dir/all"
    # The data chunk comes first in ours; what is behind it is no sound.
    size=$(od -A n -t u4 -j 40 -N 4 "$dir"/chapters/*/0$n-*.wav | tr -d ' ')
    head -c "$size" "$dir/all" >"$dir/$n.pcm"
done

# ---- a sound server

mkdir "$dir/run" && chmod 700 "$dir/run"
listen="env PULSE_SERVER=unix:$dir/run/native XDG_RUNTIME_DIR=$dir/run HOME=$dir/run"
$listen pulseaudio -n --daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no --fail \
    --load="module-native-protocol-unix socket=$dir/run/native auth-anonymous=1" \
    --load="module-null-sink sink_name=heard rate=22050 channels=1 format=s16le" >"$dir/server" 2>&1 &
server=$!
tries=0
until $listen pactl info >/dev/null 2>&1 || [ $tries = 50 ]; do sleep 0.1; tries=$((tries + 1)); done

# Record while `aloud play` runs with these commands.  On a machine that is busy with something else a device can run dry, and
# play says so; three times in a row is no accident.
record() {
    for attempt in 1 2 3; do
        record_once "$@"
        grep -q 'ran dry' "$dir/err" || break
        [ $attempt = 3 ] || sleep 2
    done
}
record_once() {
    $listen parec -d heard.monitor --rate=22050 --channels=1 --format=s16le --raw --latency-msec=20 >"$dir/heard.pcm" &
    recorder=$!
    sleep 0.5
    printf '%s\n' "$@" | $listen timeout 60 "$aloud" play --restart "$dir/article.html" >"$dir/out" 2>"$dir/err"
    status=$?
    sleep 0.3
    kill "$recorder"
    recorder=
}
# The server loses up to 300 frames, 14 ms, of each stream's beginning, also of its own program's.
LOST=300
heard() {
    node "$here/within.js" "$dir/heard.pcm" $LOST "$@" >"$dir/missing" || fail "$(cat "$dir/missing")"
}

begin "a sound server hears what convert writes, without a gap"
record 'chapter 2'
want_status 0
cat "$dir/2.pcm" "$dir/3.pcm" >"$dir/wanted.pcm"
heard "$dir/wanted.pcm"
expect "it never ran dry" test "$(grep -c 'ran dry' "$dir/err")" = 0

begin "and the same behind each jump"
record 'wait 1' 'chapter 3' 'wait 1' 'previous chapter' 'wait 1' 'previous heading' 'wait 2.5' 'next chapter' 'wait 1' 'stop' \
    'play' 'chapter 3'
want_status 0
head -c 40000 "$dir/3.pcm" >"$dir/third.pcm"
head -c 40000 "$dir/2.pcm" >"$dir/second.pcm"
heard "$dir/third.pcm" "$dir/second.pcm" "$dir/3.pcm"
expect "it never ran dry" test "$(grep -c 'ran dry' "$dir/err")" = 0

# ---- a terminal

tm() { tmux -L "$name" "$@"; }
screen() { tm capture-pane -p -t a | grep -v '^$'; }
# Wait until the screen's last lines have this in them.
shows() {
    tries=0
    until screen | tail -n "${2:-1}" | grep -q -e "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 60 ] || { fail "the screen does not show '$1' but: $(screen | tail -n 2)"; return; }
        sleep 0.05
    done
}
press() { tm send-keys -t a "$1"; }
type_line() { tm send-keys -t a -l "$1"; tm send-keys -t a Enter; }

TERM=xterm tm -f /dev/null new-session -d -s a -x 120 -y 40 "env PS1='ready> ' XDG_STATE_HOME='$dir/terminal' sh"
shows 'ready>'
type_line "stty -g >'$dir/stty'; clear"
shows 'ready>'
listen_here() {
    type_line "clear; '$aloud' play --restart --device null -o '$dir/terminal.pcm' '$dir/article.html'; echo ended \$?"
    shows 'chapter 1 of 3, sentence 1'
}
as_before() {
    type_line "clear; stty -g | cmp - '$dir/stty' && echo as it was"
    shows '^as it was' 3
}

begin "every key"
listen_here
for step in 'Right sentence 2,' 'Left sentence 1,' 'Down sentence 2,' 'Up sentence 1,' 'n chapter 2 of 3, sentence 1,' \
    'n chapter 3 of 3' 'p chapter 2 of 3' 'H chapter 1 of 3' 'h chapter 2 of 3' 'I chapter 1 of 3' \
    'H chapter 1 of 3, sentence 1,' 'i chapter 1 of 3, sentence 5' 'b bookmark set' 'g ^chapter$' '2 chapter 2 of 3' \
    'B bookmark 1 of 1; chapter 1 of 3' 'b bookmark' 'b bookmark' '+ rate 110' '+ rate 120' '- rate 110' \
    '= rate 120' '] pitch 55' '[ pitch 50' 'v voice duet' 'Space paused' 'Space left: ' 'g ^chapter$' 'Escape of 3' 'g ^chapter$' \
    '9 chapters 1 to 3' 'n chapter 2 of 3' 's ; chapter 2' 'w chapter 2' '? chapter 2'; do
    press "${step%% *}"
    shows "${step#* }"
done
shows '  space  *pause, and go on' 40
press n && shows 'chapter [123] of 3'
press q
shows '^ended 0' 3
as_before

begin "a pause falls silent, and goes on"
listen_here
sleep 0.5
press Space
shows 'paused'
sleep 0.2
place=$(screen | tail -n 1)
sleep 1
expect "it stands" test "$place" = "$(screen | tail -n 1)"
press Space
shows 'sentence 2'
press q
shows '^ended 0' 3

begin "the next time goes on from there"
type_line "clear; '$aloud' play --device null '$dir/article.html'; echo ended \$?"
shows 'resumed.*sentence [1-9]'
press q
shows '^ended 0' 3

player() { # the process of the pane's shell that is aloud
    ps -o pid= -o comm= --ppid "$(tm display-message -p -t a '#{pane_pid}')" | awk '$2 == "aloud" { print $1 }'
}

for signal in TERM INT HUP SEGV ABRT QUIT; do
    begin "killed by SIG$signal, the terminal is as it was"
    listen_here
    kill -s $signal "$(player)"
    [ $signal = INT ] || shows '^ended 1[0-9][0-9]' 3 # the shell takes that as its own
    shows '^ready> *$'
    as_before
done

begin "stopped from the terminal it is silent, the terminal as it was, and it goes on"
type_line "clear; '$aloud' play --restart --device null -o '$dir/stopped.pcm' '$dir/article.html'"
shows 'chapter 1 of 3, sentence 1'
press C-z
shows 'topped' 4
as_before
type_line 'clear; fg'
shows 'sentence [1-9].*left: '
press n
shows 'chapter 2 of 3'
press q
shows 'ready> *$'
as_before

begin "an article on standard input leaves the keys to the terminal"
type_line "clear; '$aloud' play --restart --device null - <'$dir/article.html'; echo ended \$?"
shows 'chapter 1 of 3'
press n
shows 'chapter 2 of 3'
press q
shows '^ended 0' 3
as_before

# ---- D-Bus

begin "media keys"
cat >"$dir/bus.sh" <<'BUS'
sleep 30 | "$1" play --restart --device null "$2" >"$3" 2>&1 &
want() { # WANTED COMMAND...
    wanted=$1 tries=0
    shift
    until got=$(playerctl -p aloud "$@" 2>&1); echo "$got" | grep -q -e "$wanted"; do
        tries=$((tries + 1))
        [ $tries -lt 60 ] || { echo "$*: not $wanted but $got"; return; }
        sleep 0.05
    done
}
do_it() { playerctl -p aloud "$@" || echo "$*: failed"; }
want Playing status
want 'The Pump' metadata xesam:album
want 'The Pump' metadata xesam:title
want '^1$' metadata xesam:trackNumber
want '^[0-9]*000000\|^[0-9][0-9]*$' metadata mpris:length
do_it next
want 'The plumber' metadata xesam:title
do_it previous
do_it previous
want 'The Pump' metadata xesam:title
do_it pause
want Paused status
do_it play
want Playing status
do_it play-pause
want Paused status
do_it play-pause
want Playing status
do_it position 5
want '^[3-9]\.' position
do_it stop
want Paused status
do_it next
do_it next
want 'The cost' metadata xesam:title
do_it play
bus=$(dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames |
    sed -n 's/.*"\(org.mpris[^"]*\)".*/\1/p')
call() { dbus-send --session --print-reply --dest="$bus" /org/mpris/MediaPlayer2 "$@" >/dev/null || echo "$*: failed"; }
call org.freedesktop.DBus.Properties.Set string:org.mpris.MediaPlayer2.Player string:Rate variant:double:1.5
dbus-send --session --print-reply --dest="$bus" /org/mpris/MediaPlayer2 org.freedesktop.DBus.Properties.Get \
    string:org.mpris.MediaPlayer2.Player string:Rate | grep -q 'double 1.5' || echo "the rate is not 1.5"
call org.mpris.MediaPlayer2.Quit
tries=0
while playerctl -l 2>/dev/null | grep -q aloud && [ $tries -lt 60 ]; do sleep 0.05; tries=$((tries + 1)); done
[ $tries -lt 60 ] || echo "it does not quit"
BUS
timeout 60 dbus-run-session -- sh "$dir/bus.sh" "$aloud" "$dir/article.html" "$dir/err" >"$dir/wrong" 2>"$dir/bus.err"
[ ! -s "$dir/wrong" ] || fail "$(cat "$dir/wrong")"

finish
