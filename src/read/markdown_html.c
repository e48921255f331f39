#include "read/markdown_html.h"

#include <md4c.h>
#include <string.h>

#include "read/markdown_raw.h"

static const size_t LIMIT = (size_t)1 << 29;

struct render {
    const char *source; /* NULL for a note: its lines are not those of the input */
    size_t size;
    const al_markdown_notes *notes;
    al_buf *out;
    al_buf raw;         /* HTML as it stands in the source, until all of it is there */
    size_t at, line;    /* how far the source is gone through, and on which line that is, from 0 */
    size_t written;     /* newlines in out */
    al_buf tags;        /* start tags whose text is still to come: they stand on its line */
    int pictures;       /* images that are open: what is said in them is alternative text */
    bool code;          /* a block of code has begun, its first line has not */
    bool verbatim;      /* that line has: newlines are those of the code */
    al_raw_reach reach;
};

static void put(struct render *r, const char *html)
{
    al_buf_add_string(r->out, html);
}

static void put_tags(struct render *r)
{
    if (!r->tags.size)
        return;
    al_buf_add(r->out, r->tags.data, r->tags.size);
    al_buf_cut(&r->tags, 0);
}

/* Go down to the line that `p` of the source is on. */
static void pad(struct render *r, const char *p)
{
    if (!r->source || p < r->source + r->at || p >= r->source + r->size) {
        put_tags(r);
        return;
    }
    for (const char *nl; (nl = memchr(r->source + r->at, '\n', (size_t)(p - (r->source + r->at)))) != NULL; r->line++)
        r->at = (size_t)(nl - r->source) + 1;
    r->at = (size_t)(p - r->source);
    for (; r->written < r->line; r->written++)
        al_buf_add_byte(r->out, '\n');
    put_tags(r);
}

static void escape(struct render *r, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        switch (text[i]) {
        case '&': put(r, "&amp;"); break;
        case '<': put(r, "&lt;"); break;
        case '>': put(r, "&gt;"); break;
        case '"': put(r, "&quot;"); break;
        case '\n':
            r->written++;
            al_buf_add_byte(r->out, '\n');
            break;
        default: al_buf_add_byte(r->out, text[i]);
        }
}

/* An attribute is one line: what was a newline in it is a blank. */
static void escape_line(struct render *r, const char *text, size_t size)
{
    while (size) {
        const char *nl = memchr(text, '\n', size);
        size_t n = nl ? (size_t)(nl - text) : size;
        escape(r, text, n);
        if (nl)
            put(r, " ");
        n += nl != NULL;
        text += n;
        size -= n;
    }
}

static void attribute(struct render *r, const MD_ATTRIBUTE *a)
{
    for (size_t i = 0; a->size && a->substr_offsets[i] < a->size; i++) {
        const char *part = a->text + a->substr_offsets[i];
        size_t n = a->substr_offsets[i + 1] - a->substr_offsets[i];
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            al_buf_add(r->out, part, n);
        else if (a->substr_types[i] != MD_TEXT_NULLCHAR)
            escape_line(r, part, n);
    }
}

static void end_raw(struct render *r)
{
    if (!r->raw.size)
        return;
    r->written += al_raw_filter(r->raw.data, r->raw.size, r->source ? r->source + r->at : "", r->source ? r->size - r->at : 0,
                                &r->reach, r->out);
    al_buf_cut(&r->raw, 0);
}

/* ---- notes ---- */

static int compare_label(const al_markdown_note *n, const char *label, size_t size)
{
    int order = memcmp(n->label, label, size < n->label_size ? size : n->label_size);
    return order ? order : (n->label_size > size) - (n->label_size < size);
}

static const al_markdown_note *find_note(const al_markdown_notes *notes, const char *label, size_t size)
{
    size_t low = 0, high = notes->count;
    while (low < high) { /* the first that is not before it */
        size_t mid = low + (high - low) / 2;
        if (compare_label(notes->sorted[mid], label, size) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < notes->count && compare_label(notes->sorted[low], label, size) == 0 ? notes->sorted[low] : NULL;
}

/* Text in which "[^label]" is the marker of a note. */
static void text_with_notes(struct render *r, const char *text, size_t size)
{
    while (size) {
        const char *open = r->notes->count ? memmem(text, size, "[^", 2) : NULL;
        const char *close = open ? memchr(open, ']', size - (size_t)(open - text)) : NULL;
        const al_markdown_note *n = close ? find_note(r->notes, open + 2, (size_t)(close - open) - 2) : NULL;
        if (!n) {
            size_t plain = close ? (size_t)(open - text) + 2 : size;
            escape(r, text, plain);
            text += plain;
            size -= plain;
            continue;
        }
        escape(r, text, (size_t)(open - text));
        al_buf_printf(r->out, "<sup><a role=\"doc-noteref\" href=\"#note-%zu\">[", (size_t)(n - r->notes->list) + 1);
        escape(r, n->label, n->label_size);
        put(r, "]</a></sup>");
        size -= (size_t)(close + 1 - text);
        text = close + 1;
    }
}

/* ---- what the parser tells ---- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    static const char *const tags[] = { [MD_BLOCK_DOC] = "", [MD_BLOCK_QUOTE] = "<blockquote>", [MD_BLOCK_UL] = "<ul>",
        [MD_BLOCK_LI] = "<li>", [MD_BLOCK_HR] = "<hr>", [MD_BLOCK_P] = "<p>", [MD_BLOCK_TABLE] = "<table>",
        [MD_BLOCK_THEAD] = "<thead>", [MD_BLOCK_TBODY] = "<tbody>", [MD_BLOCK_TR] = "<tr>", [MD_BLOCK_TH] = "<th>",
        [MD_BLOCK_TD] = "<td>", [MD_BLOCK_OL] = NULL, [MD_BLOCK_H] = NULL, [MD_BLOCK_CODE] = NULL, [MD_BLOCK_HTML] = "" };
    struct render *r = user;
    end_raw(r);
    if (tags[type])
        al_buf_add_string(&r->tags, tags[type]);
    else if (type == MD_BLOCK_OL)
        al_buf_printf(&r->tags, "<ol start=\"%u\">", ((MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type == MD_BLOCK_H)
        al_buf_printf(&r->tags, "<h%u>", ((MD_BLOCK_H_DETAIL *)detail)->level);
    else
        r->code = true;
    return r->out->failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    static const char *const tags[] = { [MD_BLOCK_DOC] = "", [MD_BLOCK_QUOTE] = "</blockquote>", [MD_BLOCK_UL] = "</ul>",
        [MD_BLOCK_OL] = "</ol>", [MD_BLOCK_LI] = "</li>", [MD_BLOCK_HR] = "", [MD_BLOCK_P] = "</p>", [MD_BLOCK_TABLE] = "</table>",
        [MD_BLOCK_THEAD] = "</thead>", [MD_BLOCK_TBODY] = "</tbody>", [MD_BLOCK_TR] = "</tr>", [MD_BLOCK_TH] = "</th>",
        [MD_BLOCK_TD] = "</td>", [MD_BLOCK_HTML] = "", [MD_BLOCK_H] = NULL, [MD_BLOCK_CODE] = NULL };
    struct render *r = user;
    end_raw(r);
    put_tags(r);
    if (tags[type])
        put(r, tags[type]);
    else if (type == MD_BLOCK_H)
        al_buf_printf(r->out, "</h%u>", ((MD_BLOCK_H_DETAIL *)detail)->level);
    else if (!r->code)
        put(r, "</code></pre>");
    if (type == MD_BLOCK_CODE)
        r->code = r->verbatim = false;
    return r->out->failed;
}

static const char *span_tag(MD_SPANTYPE type, bool end)
{
    switch (type) {
    case MD_SPAN_EM: return end ? "</em>" : "<em>";
    case MD_SPAN_STRONG: return end ? "</strong>" : "<strong>";
    case MD_SPAN_CODE: return end ? "</code>" : "<code>";
    case MD_SPAN_DEL: return end ? "</del>" : "<del>";
    case MD_SPAN_A: return end ? "</a>" : NULL;
    default: return "";
    }
}

/* An image with a title is a figure with a caption. */
static void begin_picture(struct render *r, const MD_SPAN_IMG_DETAIL *image)
{
    if (r->pictures++)
        return;
    put(r, image->title.size ? "<figure><img src=\"" : "<img src=\"");
    attribute(r, &image->src);
    put(r, "\" alt=\"");
}

static void end_picture(struct render *r, const MD_SPAN_IMG_DETAIL *image)
{
    if (--r->pictures)
        return;
    put(r, image->title.size ? "\"><figcaption>" : "\">");
    if (!image->title.size)
        return;
    attribute(r, &image->title);
    put(r, "</figcaption></figure>");
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct render *r = user;
    end_raw(r);
    if (type == MD_SPAN_IMG && !r->pictures)
        pad(r, ((MD_SPAN_IMG_DETAIL *)detail)->src.text);
    put_tags(r);
    if (type == MD_SPAN_IMG) {
        begin_picture(r, detail);
    } else if (type == MD_SPAN_A && !r->pictures) {
        put(r, "<a href=\"");
        attribute(r, &((MD_SPAN_A_DETAIL *)detail)->href);
        put(r, "\">");
    } else if (!r->pictures) {
        put(r, span_tag(type, false));
    }
    return r->out->failed;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct render *r = user;
    end_raw(r);
    if (type == MD_SPAN_IMG)
        end_picture(r, detail);
    else if (!r->pictures)
        put(r, span_tag(type, true));
    return r->out->failed;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user)
{
    struct render *r = user;
    if (type == MD_TEXT_HTML && !r->pictures) {
        if (!r->raw.size)
            pad(r, text);
        al_buf_add(&r->raw, text, size);
        return r->raw.failed;
    }
    end_raw(r);
    if (r->code)
        al_buf_add_string(&r->tags, "<pre><code>");
    if (r->code || (!r->verbatim && !r->pictures))
        pad(r, text);
    r->verbatim = r->verbatim || r->code;
    r->code = false;
    switch (type) {
    case MD_TEXT_SOFTBR: put(r, " "); break;
    case MD_TEXT_BR: put(r, r->pictures ? " " : "<br>"); break;
    case MD_TEXT_NULLCHAR: break;
    case MD_TEXT_ENTITY: al_buf_add(r->out, text, size); break;
    case MD_TEXT_NORMAL:
        if (r->pictures)
            escape_line(r, text, size);
        else
            text_with_notes(r, text, size);
        break;
    default:
        if (r->pictures)
            escape_line(r, text, size);
        else
            escape(r, text, size);
    }
    return r->out->failed;
}

static int parse(struct render *r, const char *text, size_t size, aloud_error *err)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS |
                 MD_FLAG_PERMISSIVEWWWAUTOLINKS,
        .enter_block = enter_block, .leave_block = leave_block, .enter_span = enter_span, .leave_span = leave_span,
        .text = add_text,
    };
    al_buf_init(&r->raw, LIMIT);
    al_buf_init(&r->tags, LIMIT);
    int status = md_parse(text, (MD_SIZE)size, &parser, r);
    end_raw(r);
    bool failed = status || r->out->failed || r->raw.failed || r->tags.failed;
    al_buf_release(&r->raw);
    al_buf_release(&r->tags);
    return failed ? al_fail_memory(err) : 0;
}

int al_markdown_render(const char *text, size_t size, const al_markdown_notes *notes, al_buf *out, aloud_error *err)
{
    struct render body = { .source = text, .size = size, .notes = notes, .out = out };
    int status = parse(&body, text, size, err);
    for (size_t i = 0; !status && i < notes->count; i++) {
        const al_markdown_note *n = &notes->list[i];
        struct render note = { .notes = notes, .out = out };
        al_buf_printf(out, "<aside role=\"doc-footnote\" id=\"note-%zu\">", i + 1);
        status = parse(&note, notes->text.data + n->from, n->to - n->from, err);
        al_buf_add_string(out, "</aside>");
    }
    return status;
}
