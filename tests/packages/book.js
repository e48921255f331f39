// What the tests of packages share: reading archives and the lengths of sound without anything of ours.
const fs = require("fs");
const zlib = require("zlib");

// The files of a ZIP archive in the order they are stored: [{ name, stored, time, data() }].
exports.unzip = (path) => {
    const b = fs.readFileSync(path);
    let end = b.length - 22;
    while (end >= 0 && b.readUInt32LE(end) !== 0x06054b50) end--;
    const files = [];
    for (let at = b.readUInt32LE(end + 16), n = b.readUInt16LE(end + 10); n--; ) {
        const method = b.readUInt16LE(at + 10), size = b.readUInt32LE(at + 20);
        const name = b.toString("utf8", at + 46, at + 46 + b.readUInt16LE(at + 28)), local = b.readUInt32LE(at + 42);
        const from = local + 30 + b.readUInt16LE(local + 26) + b.readUInt16LE(local + 28);
        files.push({ name, stored: method === 0, time: b.readUInt32LE(at + 12), offset: local,
            data: () => (method ? zlib.inflateRawSync(b.subarray(from, from + size)) : b.subarray(from, from + size)) });
        at += 46 + b.readUInt16LE(at + 28) + b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32);
    }
    return files;
};

// Seconds of an MP3 by counting its frames (ISO 11172-3, section 2.4.2.3; ISO 13818-3).
const mp3 = (b) => {
    const rates = { 3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000] };
    const kbits = { 3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] };
    let at = b.toString("latin1", 0, 3) === "ID3"
        ? 10 + ((b[6] << 21) | (b[7] << 14) | (b[8] << 7) | b[9]) : 0, seconds = 0;
    while (at + 4 <= b.length && b[at] === 0xff && (b[at + 1] & 0xe0) === 0xe0) {
        const version = (b[at + 1] >> 3) & 3, rate = rates[version][(b[at + 2] >> 2) & 3];
        const rateOfBits = kbits[version === 3 ? 3 : 2][b[at + 2] >> 4] * 1000, samples = version === 3 ? 1152 : 576;
        const size = Math.floor((samples / 8) * rateOfBits / rate) + ((b[at + 2] >> 1) & 1);
        if (!/Xing|Info/.test(b.toString("latin1", at, at + 48))) seconds += samples / rate; // else it tells about the others
        at += size;
    }
    return seconds;
};

const wav = (b) => {
    let rate = 0;
    for (let at = 12; at + 8 <= b.length; at += 8 + b.readUInt32LE(at + 4) + (b.readUInt32LE(at + 4) & 1)) {
        const id = b.toString("latin1", at, at + 4);
        if (id === "fmt ") rate = b.readUInt32LE(at + 16);
        if (id === "data") return b.readUInt32LE(at + 4) / rate;
    }
    return 0;
};

exports.seconds = (name, bytes) => (name.endsWith(".mp3") ? mp3(bytes) : wav(bytes));

// What is not so is a line on standard output.
exports.expect = (holds, what) => {
    if (!holds) console.log(what);
};
