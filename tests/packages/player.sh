#!/bin/sh
# The player page in a browser, opened from a folder: it plays every kind of sound, moves by mouse and keys, shows the word that is
# heard, remembers its place, keeps what an article brings as text, and bars nobody.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"
here=$(dirname "$0")

cat >"$dir/article.html" <<'EOF2'
<!DOCTYPE html><html lang=en><head><title>The Pump</title></head><body><article><h1>The Pump</h1>
<p>It has been dry for years. On Monday it gave water again, and by noon 38 people stood around it. Nobody knew why, though everyone
who lives on the lane came out to look at it, and some of them stayed until the evening, because it was warm.</p>
<figure><img src=a.jpg alt=""><figcaption>The pump on the lane</figcaption></figure>
<p>“They stayed until the evening,” said <a href="https://example.org/">Mrs Finch</a>. Some of them sang, others only listened, and a
few went home early to tell those who had not come what they had missed.</p>
<table><caption>Buckets filled</caption><tr><th>Day</th><th>Buckets</th></tr><tr><td>Monday</td><td>38</td></tr>
<tr><td>Tuesday</td><td>112</td></tr></table>
<h2>The plumber</h2><p>He looked into it for a long time. Then he turned a tap that everyone had taken for a bolt, and it went to
the left, as he had said that it would 😀 and as nobody had believed.</p><ul><li>It went to the left.</li><li>Then it went to the
right again, and the water was gone.</li></ul>
<h2>The cost</h2><p>Nothing at all. They gave him a pie, and in the end he took two of them home to his children.</p>
<pre>open(tap);
close(tap);</pre></article></body></html>
EOF2
long=$(head -c 10000 /dev/zero | tr '\0' 'x')
title="\"&gt;&lt;script&gt;window.owned=1&lt;/script&gt; &#x202E;gnihtemos $long"
cat >"$dir/hostile.html" <<EOF2
<!DOCTYPE html><html lang="en"><head><title>$title</title></head><body><article>
<h1>$title</h1>
<p>A page of that name has been found on a shelf of the library, between two others &lt;/script&gt;&lt;!-- that nobody had read.</p>
<h2>"&gt;&lt;script&gt;window.owned=2&lt;/script&gt; &#x202E;rehtona</h2><p>The librarian read it twice and put it back, which took the whole afternoon.</p>
</article></body></html>
EOF2
for format in wav mp3 opus; do
    "$aloud" convert -q -f $format -o "$dir/$format" "$dir/article.html" 2>>"$dir/err"
done
"$aloud" convert -q -o "$dir/hostile" "$dir/hostile.html" 2>>"$dir/err"
"$aloud" convert -q -o "$dir/hebrew" "$corpus/hebrew.html" 2>>"$dir/err"

NODE_PATH=$VALIDATORS/node_modules node "$here/player.js" "$dir"
