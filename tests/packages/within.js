// Whether a recording has these samples in it, one after the other, without what is lost of their beginning.
// usage: node within.js RECORDING SKIP SAMPLES...      (SKIP frames of 16 bits; prints what is missing)
'use strict';
const fs = require('fs');
const [recording, skip, ...pieces] = process.argv.slice(2);
const heard = fs.readFileSync(recording);
let from = 0;
for (const piece of pieces) {
    const wanted = fs.readFileSync(piece).subarray(2 * Number(skip));
    const at = heard.indexOf(wanted, from);
    if (at < 0) {
        let near = heard.indexOf(wanted.subarray(0, 2000), from), same = 0;
        while (near >= 0 && same < wanted.length && heard[near + same] === wanted[same]) same++;
        console.log(`${piece}: ${near < 0 ? 'not there' : `only ${same >> 1} of ${wanted.length >> 1} frames`}`);
        process.exit(1);
    }
    from = at + wanted.length;
}
