/* The player of an article's page.  Everything it needs is in the page: the text, whose parts have the ids "i1", "i2", …, an audio
 * element in each chapter, the controls, and in #times when each word is heard.  Without it the page is the text and plain players. */
"use strict";
(() => {
const byId = (id) => document.getElementById(id);
const bar = byId("player"), text = byId("text"), contents = byId("chapters"), status = byId("status");
const times = JSON.parse(byId("times").content.textContent);
const language = bar.lang || document.documentElement.lang;
const SKIP = 10, SAVE_MS = 5000, HANDS_OFF_MS = 4000, EARLY = 3;

/* ---- what is heard when --------------------------------------------------------------------------------------------- */

/* Chapters: {number, element, audio, title, length and start in s, items}; items: {id, element, begin, end in s, words}. */
let start = 0;
const chapters = times.map(([number, length, items], index) => {
    const element = byId("chapter-" + number), audio = element.querySelector("audio");
    const link = contents.querySelector(`a[href="#chapter-${number}"]`);
    const chapter = { index, number, element, audio, link, title: link.textContent, length: length / 1000, start, items: [] };
    start += chapter.length;
    for (const [id, begin, end, words] of items) {
        const target = byId("i" + id);
        if (target) chapter.items.push({ id, element: target, begin: begin / 1000, end: end / 1000, words, chapter });
    }
    return chapter;
});
const total = start;
const items = chapters.flatMap((c) => c.items);
const itemOf = new Map(items.map((i) => [i.element, i]));

/* The last of a list whose `begin` is not behind `at`; -1 before the first. */
function lastBefore(list, at, begin) {
    let low = 0, high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (begin(list, middle) <= at) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}
const WORD = 5; /* numbers for each word: from and length in UTF-16 units of the item's text, begin, end in ms, first of a sentence */
const wordsOf = (item) => item.words.length / WORD;

/* ---- settings and the place one was at --------------------------------------------------------------------------------- */

const KEY = "aloud:" + location.pathname + ":" + Math.round(total);
const settings = { rate: 1, sentence: true, word: true, follow: true, keys: true };
function load(key) {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
}
function save(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* no storage here: nothing is remembered */ }
}
const saved = load("aloud:settings");
for (const name of Object.keys(settings)) if (typeof saved[name] === typeof settings[name]) settings[name] = saved[name];

/* ---- playing ----------------------------------------------------------------------------------------------------------- */

let now = chapters[0], playing = false, wanted = null, savedAt = 0, ticking = false;

/* Seconds into the chapter; where the file has not begun to load it is where it will be set. */
const place = () => wanted !== null ? wanted : now.audio.currentTime;

function say(words) {
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = words; });
}

function remember() {
    savedAt = performance.now();
    save(KEY, { chapter: now.number, at: place() });
}

/* Not while it is on its way elsewhere: Chromium can stay seeking for good. */
function seekFile() {
    if (wanted === null || now.audio.seeking || now.audio.readyState < HTMLMediaElement.HAVE_METADATA) return;
    now.audio.currentTime = Math.min(wanted, now.audio.duration || wanted);
    wanted = null;
}

function begin() {
    playing = true;
    const chapter = now, audio = now.audio;
    audio.preload = "auto";
    audio.playbackRate = audio.defaultPlaybackRate = settings.rate;
    audio.preservesPitch = true;
    if (audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) audio.load(); /* it may be back */
    seekFile();
    audio.play().catch((why) => {
        if (chapter !== now || why.name === "AbortError") return;
        playing = false;
        if (why.name !== "NotAllowedError") say(bar.dataset.broken);
        show();
    });
    const next = chapters[now.index + 1];
    if (next) next.audio.preload = "auto";
    show();
    if (!ticking) frame();
}

function stop() {
    playing = false;
    now.audio.pause();
    remember();
    show();
}

const toggle = () => playing ? stop() : begin();

/* Go to `at` seconds of a chapter, and play on where it played. */
function go(chapter, at, play = playing) {
    const moved = chapter !== now;
    if (moved) {
        now.audio.pause();
        now = chapter;
        say(chapter.title);
    }
    if (now.audio.readyState === HTMLMediaElement.HAVE_NOTHING && now.audio.preload !== "auto") {
        now.audio.preload = "auto";
        now.audio.load();
    }
    wanted = Math.max(0, Math.min(at, chapter.length - 0.05));
    seekFile();
    if (play) begin();
    remember();
    show();
    mark(true);
}

/* Go to a second of the whole article. */
function goTotal(at, play) {
    at = Math.max(0, Math.min(at, total));
    const k = Math.max(0, lastBefore(chapters, at, (list, i) => list[i].start));
    go(chapters[k], at - chapters[k].start, play);
}

const position = () => now.start + place();
const skip = (seconds) => goTotal(position() + seconds);
const goItem = (item, play) => go(item.chapter, item.begin, play);

/* To the chapter after the one that is heard, or before it: to its own beginning, when that is some seconds ago. */
function skipChapter(step) {
    const back = step < 0 && place() > EARLY ? 0 : step;
    const chapter = chapters[now.index + back];
    if (chapter) go(chapter, 0);
}

function currentItem() {
    const k = lastBefore(now.items, place() + 0.02, (list, i) => list[i].begin);
    return k < 0 ? null : now.items[k];
}

function skipItem(step) {
    const item = currentItem();
    const back = step < 0 && item && place() - item.begin > EARLY;
    const at = item ? items.indexOf(item) + (back ? 0 : step) : lastBefore(items, now.start, (list, i) => list[i].chapter.start) + 1;
    const next = items[Math.max(0, Math.min(items.length - 1, at))];
    if (!next) return;
    goItem(next);
    if (text.contains(document.activeElement)) next.element.focus({ preventScroll: settings.follow });
}

function setRate(rate) {
    settings.rate = Math.round(Math.max(0.5, Math.min(3, rate)) * 10) / 10;
    for (const c of chapters) c.audio.playbackRate = c.audio.defaultPlaybackRate = settings.rate;
    save("aloud:settings", settings);
    show();
}

for (const c of chapters) {
    c.audio.controls = false;
    for (const ready of ["loadedmetadata", "seeked"]) c.audio.addEventListener(ready, () => { if (c === now) seekFile(); });
    c.audio.addEventListener("ended", () => {
        if (c !== now) return;
        const next = chapters[c.index + 1];
        if (next) go(next, 0, true);
        else stop();
    });
    c.audio.addEventListener("pause", () => { /* by the system, not by us */
        if (c === now && playing && !c.audio.ended) stop();
    });
    c.audio.addEventListener("error", () => { /* of the source in it, which tells nobody above it */
        if (c !== now || !playing) return;
        playing = false;
        say(bar.dataset.broken);
        show();
    }, { capture: true });
}

/* ---- what is shown --------------------------------------------------------------------------------------------------------- */

const clock = (seconds) => {
    const s = Math.max(0, Math.round(seconds)), two = (n) => String(n).padStart(2, "0");
    return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};
const inLanguage = (make) => {
    try { return make(language); } catch { return make("en"); }
};
const unit = (n, name) => inLanguage((l) => new Intl.NumberFormat(l, { style: "unit", unit: name, unitDisplay: "long" })).format(n);
const list = inLanguage((l) => new Intl.ListFormat(l, { type: "unit", style: "narrow" }));
/* "4 minutes 3 seconds" */
function inWords(seconds) {
    const s = Math.round(seconds), parts = [[Math.floor(s / 3600), "hour"], [Math.floor(s / 60) % 60, "minute"], [s % 60, "second"]];
    const some = parts.filter(([n]) => n);
    return list.format((some.length ? some : [parts[2]]).map(([n, name]) => unit(n, name)));
}

const slider = byId("position"), playButton = byId("play"), rate = byId("rate");
let sliding = false;

function showTime() {
    const at = position();
    if (!sliding) {
        slider.value = Math.floor(at);
        slider.setAttribute("aria-valuetext", inWords(Math.floor(at)));
        slider.style.setProperty("--done", `${100 * at / total}%`);
    }
    byId("elapsed").textContent = clock(at);
    byId("left").textContent = clock((total - at) / settings.rate);
}

function show() {
    const label = playing ? bar.dataset.pause : bar.dataset.play;
    if (playButton.getAttribute("aria-label") !== label) {
        playButton.setAttribute("aria-label", label);
        playButton.title = label;
    }
    document.documentElement.classList.toggle("playing", playing);
    byId("now").textContent = now.title;
    rate.value = settings.rate.toFixed(1);
    for (const c of chapters)
        if (c === now) c.link.setAttribute("aria-current", "true");
        else c.link.removeAttribute("aria-current");
    byId("chapter-previous").disabled = now.index === 0 && chapters.length === 1;
    byId("chapter-next").disabled = now.index === chapters.length - 1;
    showTime();
    showSession();
}

/* ---- highlights ------------------------------------------------------------------------------------------------------------ */

const marks = window.Highlight && CSS.highlights ? { sentence: new Highlight(), word: new Highlight() } : null;
if (marks) {
    for (const name of ["sentence", "word"]) CSS.highlights.set(name, marks[name]);
    const style = new CSSStyleSheet(); /* here, since checkers of style sheets do not know them yet */
    style.replaceSync(`
        ::highlight(sentence) { background-color: var(--sentence); color: var(--ink); }
        ::highlight(word) { background-color: var(--word); color: var(--on-word); }
        @media (forced-colors: active) {
            ::highlight(sentence) { background-color: Canvas; color: CanvasText; text-decoration: underline; }
            ::highlight(word) { background-color: Highlight; color: HighlightText; }
        }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
}

/* The text nodes of an item's display text, with where in it each begins; cells of a row are joined by three signs. */
const nodesOf = new Map();
function nodes(item) {
    let found = nodesOf.get(item);
    if (found) return found;
    found = [];
    let at = 0, cell = null;
    const walker = document.createTreeWalker(item.element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent.closest(".announced") || !node.data) continue;
        const inCell = parent.closest("td, th");
        if (inCell && cell && inCell !== cell) at += 3;
        cell = inCell;
        found.push({ node, at });
        at += node.data.length;
    }
    nodesOf.set(item, found);
    return found;
}

function rangeOf(item, from, to) {
    const list = nodes(item);
    const edge = (at, end) => {
        const k = Math.max(0, lastBefore(list, end ? at - 1 : at, (l, i) => l[i].at));
        return list[k] ? [list[k].node, Math.max(0, Math.min(at - list[k].at, list[k].node.data.length))] : null;
    };
    const first = edge(from, false), last = edge(to, true);
    if (!first || !last) return null;
    const range = new StaticRange({ startContainer: first[0], startOffset: first[1], endContainer: last[0], endOffset: last[1] });
    return range;
}

let shown = { item: null, sentence: -1, word: -1 }, handsOn = -HANDS_OFF_MS, focusable = null;

/* The words that the sentence with word `k` begins and ends with. */
function sentenceOf(item, k) {
    let first = k, last = k;
    while (first > 0 && !item.words[first * WORD + 4]) first--;
    while (last + 1 < wordsOf(item) && !item.words[(last + 1) * WORD + 4]) last++;
    return [first, last];
}

/* Where the sentence with that last word ends in the item's text: with the signs behind it. */
function sentenceEnd(item, last) {
    const all = nodes(item), end = all.length ? all[all.length - 1].at + all[all.length - 1].node.data.length : 0;
    return last + 1 < wordsOf(item) ? item.words[(last + 1) * WORD] : end;
}

function clearMarks() {
    if (!marks) return;
    marks.sentence.clear();
    marks.word.clear();
}

function showItem(item) {
    if (shown.item) {
        shown.item.element.classList.remove("heard");
        shown.item.element.removeAttribute("aria-current");
    }
    if (item) {
        item.element.classList.add("heard");
        item.element.setAttribute("aria-current", "true");
        if (focusable) focusable.tabIndex = -1; /* who is on it stays there */
        focusable = item.element;
        focusable.tabIndex = 0; /* one stop on the way through the page */
    }
    shown = { item, sentence: -1, word: -1 };
    clearMarks();
}

/* Show what is heard now. */
function mark(jumped) {
    const item = currentItem();
    if (item !== shown.item) showItem(item);
    if (!item) return;
    const ms = place() * 1000;
    let k = lastBefore({ length: wordsOf(item) }, ms, (_, i) => item.words[i * WORD + 2]);
    const during = k >= 0 && ms < item.words[k * WORD + 3];
    const sentence = wordsOf(item) ? sentenceOf(item, Math.max(0, k)) : null;
    const word = during ? k : -1;
    let range = null;
    if (sentence && (sentence[0] !== shown.sentence || jumped)) {
        range = rangeOf(item, sentence[0] ? item.words[sentence[0] * WORD] : 0, sentenceEnd(item, sentence[1]));
        if (marks) {
            marks.sentence.clear();
            if (range && settings.sentence) marks.sentence.add(range);
        }
        follow(item, range);
    } else if (jumped) {
        follow(item, null);
    }
    if (word !== shown.word) {
        range = word < 0 ? null : rangeOf(item, item.words[word * WORD], item.words[word * WORD] + item.words[word * WORD + 1]);
        if (marks) {
            marks.word.clear();
            if (range && settings.word) marks.word.add(range);
        }
        if (range) follow(item, range);
    }
    shown.sentence = sentence ? sentence[0] : -1;
    shown.word = word;
    /* for who looks at the page by program, and for browsers without highlights */
    text.dataset.item = item.id;
    text.dataset.word = word < 0 ? "" : `${item.words[word * WORD]},${item.words[word * WORD + 1]}`;
}

/* Bring it into the middle of the window unless it is well inside already, or somebody is scrolling. */
function follow(item, range) {
    if (!settings.follow || performance.now() - handsOn < HANDS_OFF_MS) return;
    let box = item.element.getBoundingClientRect();
    if (range) {
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        const inner = live.getBoundingClientRect();
        if (inner.height) box = inner;
    }
    const fixed = getComputedStyle(bar).position === "fixed" ? bar.offsetHeight : 0;
    const top = 0.08 * innerHeight, bottom = innerHeight - fixed - 0.12 * innerHeight;
    if (box.top >= top && Math.min(box.bottom, box.top + 80) <= bottom) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: scrollY + box.top - (innerHeight - fixed) * 0.3, behavior: still ? "auto" : "smooth" });
}
for (const name of ["wheel", "touchmove", "pointerdown"])
    addEventListener(name, (e) => { if (!bar.contains(e.target)) handsOn = performance.now(); }, { passive: true });

function frame() {
    ticking = playing;
    if (!playing) return;
    mark(false);
    showTime();
    if (performance.now() - savedAt > SAVE_MS) remember();
    requestAnimationFrame(frame);
}

/* ---- controls ----------------------------------------------------------------------------------------------------------------- */

const actions = {
    "play": toggle, "back": () => skip(-SKIP), "forward": () => skip(SKIP),
    "chapter-previous": () => skipChapter(-1), "chapter-next": () => skipChapter(1),
    "paragraph-previous": () => skipItem(-1), "paragraph-next": () => skipItem(1),
    "slower": () => setRate(settings.rate - 0.1), "faster": () => setRate(settings.rate + 0.1),
};
for (const id of Object.keys(actions)) byId(id)?.addEventListener("click", actions[id]);

slider.max = Math.ceil(total);
slider.addEventListener("input", () => {
    sliding = true;
    slider.setAttribute("aria-valuetext", inWords(Number(slider.value)));
    byId("elapsed").textContent = clock(Number(slider.value));
});
slider.addEventListener("change", () => {
    sliding = false;
    goTotal(Number(slider.value));
});
rate.addEventListener("change", () => setRate(Number(rate.value)));

for (const name of ["sentence", "word", "follow", "keys"]) {
    const box = byId("set-" + name);
    box.checked = settings[name];
    box.addEventListener("change", () => {
        settings[name] = box.checked;
        save("aloud:settings", settings);
        shown.sentence = shown.word = -1;
        clearMarks();
        mark(true);
    });
}

/* Panels: one is open at a time, Escape closes it and goes back to its button. */
const panels = ["chapters", "settings"].map((id) => ({ button: byId("show-" + id), panel: byId(id) }));
function openPanel(which) {
    for (const p of panels) {
        const open = p === which;
        p.button.setAttribute("aria-expanded", String(open));
        p.panel.hidden = !open;
    }
    (which?.panel.querySelector("[aria-current]") || which?.panel.querySelector("a, input"))?.focus();
}
for (const p of panels)
    p.button.addEventListener("click", () => openPanel(p.panel.hidden ? p : null));
addEventListener("pointerdown", (e) => {
    const open = panels.find((p) => !p.panel.hidden);
    if (open && !open.panel.contains(e.target) && !bar.contains(e.target)) openPanel(null);
});

for (const c of chapters)
    c.link.addEventListener("click", (e) => {
        if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
        e.preventDefault();
        openPanel(null);
        panels[0].button.focus();
        handsOn = -HANDS_OFF_MS;
        go(c, 0);
    });

/* A click on a part of the text plays from there; one that marks text, or goes to a link, does not. */
function partOf(target) {
    for (let e = target; e && e !== text; e = e.parentElement) if (itemOf.has(e)) return itemOf.get(e);
    return null;
}
const isControl = (e) => !!e.closest?.("a, button, input, select, textarea, summary, audio, video, [contenteditable]");
text.addEventListener("click", (e) => {
    const item = partOf(e.target), selection = getSelection();
    if (!item || e.defaultPrevented || isControl(e.target) || (selection && !selection.isCollapsed)) return;
    goItem(item, true);
});

/* ---- keys --------------------------------------------------------------------------------------------------------------------- */

const keys = {
    "ArrowLeft": actions["back"], "ArrowRight": actions["forward"],
    "ArrowUp": actions["paragraph-previous"], "ArrowDown": actions["paragraph-next"],
};
const letters = {
    "n": actions["chapter-next"], "p": actions["chapter-previous"],
    "+": actions["faster"], "=": actions["faster"], "-": actions["slower"],
};
addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.key === "Escape") {
        const open = panels.find((p) => !p.panel.hidden);
        if (!open) return;
        openPanel(null);
        open.button.focus();
        e.preventDefault();
        return;
    }
    const focus = document.activeElement || document.body;
    if (isControl(focus)) return; /* its own keys */
    const item = partOf(focus);
    let action = null;
    if (e.key === "Enter" && item) action = () => goItem(item, true);
    else if (e.key === " " && !e.shiftKey) action = toggle;
    else if (e.key === "ArrowUp" || e.key === "ArrowDown") action = (playing || item) && !e.shiftKey ? keys[e.key] : null;
    else if (keys[e.key]) action = e.shiftKey ? null : keys[e.key];
    else if (settings.keys) action = letters[e.key.toLowerCase()];
    if (!action) return;
    e.preventDefault();
    handsOn = -HANDS_OFF_MS;
    action();
    if (action === actions["faster"] || action === actions["slower"]) say(`${settings.rate.toFixed(1)}\u00d7`);
});

/* ---- media keys, the lock screen --------------------------------------------------------------------------------------------- */

function showSession() {
    const session = navigator.mediaSession;
    if (!session) return;
    session.playbackState = playing ? "playing" : "paused";
    if (session.metadata?.title !== now.title && window.MediaMetadata)
        session.metadata = new MediaMetadata({ title: now.title, artist: bar.dataset.byline || "", album: document.title });
    try {
        session.setPositionState({ duration: now.length, playbackRate: settings.rate, position: Math.min(place(), now.length) });
    } catch { /* an older browser */ }
}
const handlers = {
    play: begin, pause: stop, stop, previoustrack: actions["chapter-previous"], nexttrack: actions["chapter-next"],
    seekbackward: (d) => skip(-(d.seekOffset || SKIP)), seekforward: (d) => skip(d.seekOffset || SKIP),
    seekto: (d) => go(now, d.seekTime),
};
for (const name of Object.keys(handlers))
    try { navigator.mediaSession?.setActionHandler(name, handlers[name]); } catch { /* one that it does not know */ }

addEventListener("pagehide", remember);
document.addEventListener("visibilitychange", () => { if (document.hidden) remember(); });

/* ---- and go ------------------------------------------------------------------------------------------------------------------- */

document.documentElement.classList.add("scripted");
bar.hidden = false;
openPanel(null);
const was = load(KEY), chapter = chapters.find((c) => c.number === was.chapter);
if (chapter && was.at > 0) {
    now = chapter;
    wanted = Math.min(was.at, chapter.length - 0.05);
}
now.audio.preload = "metadata";
setRate(settings.rate);
mark(false);
})();
