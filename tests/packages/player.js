// The player page in a browser.  usage: node player.js FOLDER    (FOLDER/KIND/ARTICLE/index.html; speaks TAP)
'use strict';
const fs = require('fs'), path = require('path'), url = require('url');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const top = process.argv[2];
const folderOf = (kind) => {
    const folders = fs.readdirSync(path.join(top, kind)).filter((f) => !f.startsWith('.'));
    return path.join(top, kind, folders[0]);
};
const addressOf = (kind) => url.pathToFileURL(path.join(folderOf(kind), 'index.html')).href;

let browser, cases = 0;
const contexts = [];

/* A page with what it complains of. */
async function open(kind, how = {}) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, bypassCSP: false, ...how });
    contexts.push(context);
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (m) => page.complaints.push(`${m.type()}: ${m.text()}`));
    page.on('pageerror', (e) => page.complaints.push(e.message));
    page.on('request', (r) => { if (!r.url().startsWith('file:') && !r.url().startsWith('data:')) page.complaints.push(r.url()); });
    await page.goto(addressOf(kind));
    return page;
}

async function test(name, body) {
    const wrong = [];
    const want = (what, got, wanted = true) => {
        if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
    };
    try { await body(want); } catch (e) { wrong.push(String(e.message)); }
    for (const c of contexts.splice(0)) await c.close();
    console.log(`${wrong.length ? 'not ok' : 'ok'} ${++cases} - ${name}`);
    for (const w of wrong) console.log(`# ${w}`.replace(/\n/g, ' ').slice(0, 1000));
}

const state = (page) => page.evaluate(() => {
    const $ = (id) => document.getElementById(id);
    const number = 1 + [...document.querySelectorAll('#chapters a')].findIndex((a) => a.hasAttribute('aria-current'));
    const audio = document.querySelector(`#chapter-${number} audio`);
    return { chapter: number, now: $('now').textContent, at: audio.currentTime, paused: audio.paused, rate: audio.playbackRate,
             kept: audio.preservesPitch, item: Number($('text').dataset.item), play: $('play').getAttribute('aria-label'),
             value: $('position').getAttribute('aria-valuetext'), left: $('left').textContent, said: $('status').textContent };
});
/* Wait until the player is in a state. */
async function until(page, what, check) {
    let s;
    for (let tries = 0; tries < 120; tries++) {
        s = await state(page);
        if (check(s)) return s;
        await page.waitForTimeout(50);
    }
    throw new Error(`${what}: never, but ${JSON.stringify(s)}`);
}
const press = async (page, ...keys) => { for (const k of keys) await page.keyboard.press(k); };
/* The words of a kind's chapter, from the record beside it: bytes of the item's text, and when they are heard in s. */
function wordsOf(kind, chapter, rate) {
    const { items } = JSON.parse(fs.readFileSync(path.join(folderOf(kind), `.aloud-${chapter}.json`), 'utf8'));
    const words = [];
    for (const [index, , flat, , , text] of items) {
        const bytes = Buffer.from(text);
        for (let i = 0; i < flat.length; i += 5)
            words.push({ index, text: bytes.subarray(flat[i], flat[i + 1]).toString(), begin: flat[i + 2] / rate,
                         end: flat[i + 3] / rate });
    }
    return words;
}
const RATE = 22050;

async function playing() {
    for (const kind of ['wav', 'mp3', 'opus'])
        await test(`${kind} plays from a folder, from one chapter into the next`, async (want) => {
            const page = await open(kind);
            want('the plain players are gone', await page.locator('audio[controls]').count(), 0);
            await page.click('#play');
            let s = await until(page, 'it plays', (t) => t.at > 0.3);
            want('a name for its button', s.play, 'Pause');
            want('the pitch is kept', s.kept);
            await page.focus('#position');
            await press(page, 'ArrowRight', 'ArrowRight');
            s = await until(page, 'the slider moves it', (t) => t.at > 2);
            /* just before the end of the chapter: it goes on with the next */
            await page.evaluate(() => { const a = document.querySelector('#chapter-1 audio'); a.currentTime = a.duration - 0.4; });
            s = await until(page, 'the next chapter', (t) => t.chapter === 2 && t.at > 0.2);
            want('its title', s.now, 'The plumber');
            want('it is said', s.said, 'The plumber');
            await page.click('#play');
            s = await until(page, 'it pauses', (t) => t.paused);
            want('a name again', s.play, 'Play');
            want('no complaint', page.complaints, []);
        });
}

async function moving() {
    await test('chapters, paragraphs and seconds by mouse', async (want) => {
        const page = await open('wav');
        await page.click('#show-chapters');
        want('the list is open', await page.isVisible('#chapters'));
        want('and says so', await page.getAttribute('#show-chapters', 'aria-expanded'), 'true');
        await page.click('#chapters a >> nth=2');
        await until(page, 'the third chapter', (t) => t.chapter === 3 && t.now === 'The cost');
        want('the list is closed', await page.isVisible('#chapters'), false);
        want('nothing plays that did not', (await state(page)).paused);
        await page.click('#chapter-previous');
        await until(page, 'the one before it', (t) => t.chapter === 2);
        await page.click('#chapter-next');
        await page.click('#chapter-previous');
        await page.click('#chapter-previous');
        let s = await until(page, 'the first', (t) => t.chapter === 1);
        want('its title is heard first', s.item, 1);
        await page.click('#paragraph-next');
        s = await until(page, 'the first paragraph', (t) => t.item === 2);
        await page.click('#forward');
        await until(page, 'ten seconds on', (t) => Math.abs(t.at - s.at - 10) < 0.2);
        await page.click('#back');
        await until(page, 'and back', (t) => Math.abs(t.at - s.at) < 0.2);
        await page.click('#paragraph-previous');
        await until(page, 'the title', (t) => t.item === 1);
        await page.selectOption('#rate', '2.0');
        want('twice as fast', (await state(page)).rate, 2);
        await page.click('text=They gave him a pie');
        s = await until(page, 'a click on a paragraph plays it', (t) => t.chapter === 3 && !t.paused && t.at > 0.1);
        want('at that speed', s.rate, 2);
        want('no complaint', page.complaints, []);
    });
    await test('and by keys', async (want) => {
        const page = await open('wav');
        await press(page, 'n');
        await until(page, 'n', (t) => t.chapter === 2);
        await press(page, 'N');
        await until(page, 'N', (t) => t.chapter === 3);
        await press(page, 'n');
        await until(page, 'no further', (t) => t.chapter === 3);
        await press(page, 'p', 'P');
        await until(page, 'p and P', (t) => t.chapter === 1);
        await press(page, '+', '+', '-');
        want('+ + -', (await state(page)).rate, 1.1);
        await press(page, 'ArrowRight');
        await until(page, 'right', (t) => Math.abs(t.at - 10) < 0.1);
        await press(page, 'ArrowLeft');
        await until(page, 'left', (t) => t.at < 0.1);
        await press(page, ' ');
        await until(page, 'space', (t) => !t.paused && t.at > 0.1);
        await press(page, 'ArrowDown');
        await until(page, 'down', (t) => t.item === 2 && !t.paused);
        await press(page, 'ArrowUp');
        await until(page, 'up', (t) => t.item === 1);
        await press(page, ' ');
        await until(page, 'space again', (t) => t.paused);
        await page.focus('.heard');
        await press(page, 'ArrowDown', 'Enter');
        await until(page, 'Enter on a paragraph', (t) => t.item === 2 && !t.paused);
        await press(page, ' ');
        want('no complaint', page.complaints, []);
    });
    await test('no key is taken from a control, the browser or somebody who switched them off', async (want) => {
        const page = await open('wav');
        await page.focus('#rate');
        await press(page, 'n');
        want('n in a list', (await state(page)).chapter, 1);
        await page.focus('#position');
        await press(page, 'End');
        await until(page, 'End of the slider', (t) => t.chapter === 3);
        await press(page, 'Home');
        await until(page, 'its Home', (t) => t.chapter === 1 && t.at < 0.1);
        await page.focus('#chapter-next');
        await press(page, ' ');
        await until(page, 'space on a button presses it', (t) => t.chapter === 2 && t.paused);
        await page.evaluate(() => document.activeElement.blur());
        for (const k of ['Control+p', 'Alt+n', 'Meta+n'])
            want(`${k} is the browser's`, await page.evaluate((key) => {
                const [modifier, name] = key.split('+');
                return dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true, bubbles: true,
                                                                    [{ Control: 'ctrlKey', Alt: 'altKey', Meta: 'metaKey' }[modifier]]: true }));
            }, k));
        want('and does nothing here', (await state(page)).chapter, 2);
        await page.click('#show-settings');
        await page.uncheck('#set-keys');
        await press(page, 'Escape');
        want('Escape closes', await page.isVisible('#settings'), false);
        want('and goes back', await page.evaluate(() => document.activeElement.id), 'show-settings');
        await page.evaluate(() => document.activeElement.blur());
        await press(page, 'n', '+');
        const s = await state(page);
        want('letters do nothing', [s.chapter, s.rate], [2, 1]);
        await press(page, 'ArrowRight');
        await until(page, 'arrows do', (t) => t.at > 5 || t.chapter === 3);
        want('no complaint', page.complaints, []);
    });
    await test('media keys', async (want) => {
        const context = await browser.newContext();
        contexts.push(context);
        const page = await context.newPage();
        await page.addInitScript(() => {
            window.handlers = {};
            const set = MediaSession.prototype.setActionHandler;
            MediaSession.prototype.setActionHandler = function (name, handler) {
                window.handlers[name] = handler;
                set.call(this, name, handler);
            };
        });
        await page.goto(addressOf('wav'));
        const call = (name, details) => page.evaluate(([n, d]) => window.handlers[n](d), [name, details]);
        await call('nexttrack');
        await until(page, 'next', (t) => t.chapter === 2);
        want('what the lock screen shows', await page.evaluate(() => [navigator.mediaSession.metadata.title,
            navigator.mediaSession.metadata.album]), ['The plumber', 'The Pump']);
        await call('play');
        await until(page, 'play', (t) => !t.paused && t.at > 0.1);
        await call('pause');
        await until(page, 'pause', (t) => t.paused);
        await call('seekto', { seekTime: 3 });
        await until(page, 'seekto', (t) => Math.abs(t.at - 3) < 0.1);
        await call('seekbackward', { seekOffset: 2 });
        await until(page, 'seekbackward', (t) => Math.abs(t.at - 1) < 0.1);
        await call('previoustrack');
        await until(page, 'previous', (t) => t.chapter === 1);
    });
}

/* Play from a second of a chapter, and see what is drawn a quarter of a second later. */
const drawnAt = (page, chapter, second) => page.evaluate(([number, to]) => new Promise((done) => {
    const audio = document.querySelector(`#chapter-${number} audio`);
    const look = () => {
        if (audio.seeking || audio.currentTime < to + 0.25) return void requestAnimationFrame(look);
        const at = audio.currentTime;
        requestAnimationFrame(() => { /* by then that is drawn */
            const range = [...CSS.highlights.get('word')][0], live = document.createRange();
            if (range) {
                live.setStart(range.startContainer, range.startOffset);
                live.setEnd(range.endContainer, range.endOffset);
            }
            const first = document.querySelector(`#chapter-${number} [id^="i"]`), numberOf = (e) => Number(e.id.slice(1));
            const item = range?.startContainer.parentElement.closest('[id^="i"]');
            done({ at, index: item ? numberOf(item) - numberOf(first) : -1, word: range ? live.toString() : '' });
        });
    };
    audio.currentTime = to;
    look();
}), [chapter, second]);

async function highlight() {
    await test('the word that is shown is the one that is heard, at ten times of each chapter', async (want) => {
        const page = await open('wav');
        let seed = 20260701, shown = 0;
        const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
        await page.click('#play');
        for (let chapter = 1; chapter <= 3; chapter++) {
            const words = wordsOf('wav', chapter, RATE), last = words[words.length - 1].end;
            await page.locator('#chapters a').nth(chapter - 1).evaluate((a) => a.click());
            for (let k = 0; k < 10; k++) {
                await until(page, 'the chapter', (t) => t.chapter === chapter && t.at > 0 && !t.paused);
                const got = await drawnAt(page, chapter, random() * (last - 1));
                const heard = words.filter((w) => w.begin - 0.1 <= got.at && got.at < w.end + 0.1);
                if (got.word)
                    want(`at ${got.at} s of chapter ${chapter} "${got.word}" is one of ${JSON.stringify(heard)}`,
                         heard.some((w) => w.index === got.index && w.text === got.word));
                else /* a silence: no word is heard from 100 ms before until 100 ms behind */
                    want(`at ${got.at} s of chapter ${chapter} no word is shown, of ${JSON.stringify(heard)}`,
                         heard.some((w) => w.begin <= got.at - 0.1 && got.at + 0.1 < w.end), false);
                shown += got.word !== '';
            }
        }
        want('words were seen', shown >= 20);
        want('no complaint', page.complaints, []);
    });
    await test('sentence and word can be switched off, and stay off', async (want) => {
        const page = await open('wav');
        const sizes = () => page.evaluate(() => ['sentence', 'word'].map((n) => CSS.highlights.get(n).size));
        await page.click('#play');
        await until(page, 'it plays', (t) => t.at > 0.2);
        want('a sentence', (await sizes())[0], 1);
        await page.click('#show-settings');
        await page.uncheck('#set-sentence');
        await page.uncheck('#set-word');
        await page.waitForTimeout(600);
        want('none', await sizes(), [0, 0]);
        await page.reload();
        await page.click('#play');
        await until(page, 'it plays', (t) => t.at > 0.2);
        want('still none', await sizes(), [0, 0]);
    });
    await test('what is heard is kept in view, but not while somebody scrolls', async (want) => {
        const page = await open('wav', { viewport: { width: 400, height: 400 } });
        await page.click('#play');
        await press(page, 'n', 'n');
        await page.evaluate(() => document.activeElement.blur());
        await press(page, 'n', 'n');
        await until(page, 'the last chapter', (t) => t.chapter === 3 && t.at > 0.2);
        await page.waitForTimeout(800);
        want('it is seen', await page.evaluate(() => {
            const box = document.querySelector('.heard').getBoundingClientRect();
            return box.top >= 0 && box.top < innerHeight - document.getElementById('player').offsetHeight;
        }));
        await page.mouse.move(200, 100);
        await page.mouse.wheel(0, -5000);
        await page.waitForTimeout(1200);
        want('the page stays where it was put', await page.evaluate(() => scrollY), 0);
    });
}

async function resume() {
    await test('it goes on where it was left', async (want) => {
        const page = await open('wav');
        await press(page, 'n');
        await until(page, 'the second chapter', (t) => t.chapter === 2);
        await press(page, '+');
        await press(page, ' ');
        await until(page, 'it plays', (t) => t.at > 2);
        await page.reload();
        let s = await until(page, 'the same place', (t) => t.chapter === 2 && t.at > 1.5);
        want('the rate', s.rate, 1.1);
        want('it does not begin by itself', s.paused);
        want('where that is', /^\d+ seconds?$|minute/.test(s.value));
        const before = s.at;
        await press(page, ' ');
        s = await until(page, 'and on', (t) => t.at > before + 0.2);
        want('from there', s.at < before + 3);
        want('no complaint', page.complaints, []);
    });
    await test('a page whose sound is gone says so', async (want) => {
        fs.cpSync(path.join(top, 'wav'), path.join(top, 'gone'), { recursive: true });
        for (const f of fs.readdirSync(folderOf('gone'))) if (f.startsWith('01-')) fs.unlinkSync(path.join(folderOf('gone'), f));
        const page = await open('gone');
        await page.click('#play');
        await until(page, 'a message', (t) => t.said.includes('cannot be played'));
        want('the button is back', (await state(page)).play, 'Play');
    });
}

async function hostile() {
    await test('what an article brings stays text', async (want) => {
        const page = await open('hostile');
        await page.click('#play');
        await until(page, 'it plays', (t) => t.at > 0.1);
        want('nothing of it ran', await page.evaluate(() => typeof window.owned), 'undefined');
        want('no picture', await page.locator('img').count(), 0);
        want('one script, one style', [await page.locator('script').count(), await page.locator('style').count()], [1, 1]);
        want('the title', await page.locator('h2:has-text("script"), h1:has-text("gnihtemos")').evaluateAll((all) =>
            all.map((e) => e.textContent.slice(0, 32))), ['"><script>window.owned=1</script', '"><script>window.owned=2</script']);
        await page.click('#chapter-next');
        want('and a chapter\'s', (await until(page, 'the second chapter', (t) => t.chapter === 2)).now.slice(0, 32),
             '"><script>window.owned=2</script');
        want('it does not turn the rest round', await page.evaluate(() => getComputedStyle(document.getElementById('now')).unicodeBidi),
             'isolate');
        await page.setViewportSize({ width: 320, height: 640 });
        want('nothing is wider than the window', await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
        want('the player leaves most of it to the text', await page.evaluate(() => document.getElementById('player').offsetHeight) < 320);
        want('no complaint', page.complaints, []);
    });
    await test('without scripts there is the text, and a player for each chapter', async (want) => {
        const page = await open('wav', { javaScriptEnabled: false });
        want('players', await page.locator('audio[controls]').count(), 3);
        want('no controls that do nothing', await page.locator('#player').isVisible(), false);
        want('the contents', await page.locator('#chapters a').count(), 3);
        want('they are seen', await page.locator('#chapters').isVisible());
    });
}

async function everybody() {
    const looks = [
        ['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['forced colours', { forcedColors: 'active' }],
        ['320 px', { viewport: { width: 320, height: 640 } }], ['400 %', { viewport: { width: 320, height: 256 } }],
        ['dark 320 px', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
    ];
    for (const kind of ['wav', 'hebrew'])
        for (const [name, how] of looks)
            await test(`axe finds no violation: ${kind === 'hebrew' ? 'right to left, ' : ''}${name}`, async (want) => {
                const page = await open(kind, how);
                const check = async (what) => {
                    await page.waitForTimeout(300);
                    await page.evaluate(axe);
                    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
                    want(what, found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' ')}`), []);
                };
                await check('at rest');
                await page.click('#play');
                await until(page, 'it plays', (t) => t.at > 0.2);
                await check('playing');
                await page.click('#show-chapters');
                await check('chapters open');
                await page.click('#show-settings');
                await check('settings open');
                want('nothing is wider than the window',
                     await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
                want('no complaint', page.complaints, []);
            });
    await test('who wants less motion gets none', async (want) => {
        const page = await open('wav', { reducedMotion: 'reduce', viewport: { width: 400, height: 400 } });
        await press(page, 'n', 'n', ' ');
        await until(page, 'it plays', (t) => t.chapter === 3 && t.at > 0.1);
        const where = () => page.evaluate(() => scrollY);
        const first = await where();
        await page.waitForTimeout(60);
        want('it is there at once', first > 0 && first === await where());
    });
}

(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--mute-audio'] });
    await playing();
    await moving();
    await highlight();
    await resume();
    await hostile();
    await everybody();
    await browser.close();
    console.log(`1..${cases}`);
})().catch((e) => {
    console.log(`not ok ${++cases} - the test itself\n# ${e.stack.replace(/\n/g, '\n# ')}`);
    process.exit(1);
});
