/* Tables: a row is said with the header over each cell. */
#include <string.h>

#include "script/building.h"

/* Columns that a cell takes, as far as they are counted. */
static uint32_t width(const al_node *c)
{
    uint32_t n = c->as.cell.columns;
    return n < 1 ? 1 : n > AL_HEADED ? AL_HEADED : n;
}

/* The column of a row's next cell, from `at` on: cells of rows above may hold some. */
static uint32_t place_cell(al_columns *k, const al_node *c, uint32_t at)
{
    while (at < AL_HEADED && k->held[at])
        at++;
    uint32_t wide = width(c);
    for (uint32_t i = at; i < AL_HEADED && i - at < wide; i++) {
        k->held[i] = c->as.cell.rows ? c->as.cell.rows : 1;
        if (!c->parent->prev)
            k->header[i] = c->as.cell.header && *c->text ? c : NULL;
    }
    return at;
}

static void end_row(al_columns *k)
{
    for (size_t i = 0; i < AL_HEADED; i++)
        k->held[i] -= k->held[i] > 0;
}

static bool all_headers(const al_node *row)
{
    for (const al_node *c = row->first; c; c = c->next)
        if (!c->as.cell.header)
            return false;
    return row->first != NULL;
}

/* `cells`, one for each, are filled in where it is not NULL. */
static void join_cells(al_building *b, const al_node *row, const char *between, al_row_cell *cells)
{
    for (const al_node *c = row->first; c; c = c->next) {
        if (*c->text && b->buf.size)
            al_buf_add_string(&b->buf, between);
        size_t from = b->buf.size;
        al_buf_add_string(&b->buf, c->text);
        if (cells)
            *cells++ = (al_row_cell){ .from = (uint32_t)from, .to = (uint32_t)b->buf.size, .columns = c->as.cell.columns,
                                      .rows = c->as.cell.rows, .header = c->as.cell.header };
    }
}

/* "Country: Kazakhstan. Population: 19 million."; a row of headers alone is said as they are. */
static void say_cells(al_building *b, const al_node *row)
{
    al_columns *k = &b->columns;
    bool plain = !row->prev && all_headers(row);
    uint32_t column = 0;
    for (const al_node *c = row->first; c; c = c->next) {
        uint32_t here = place_cell(k, c, column);
        column = here + width(c);
        if (!*c->text || plain)
            continue;
        const al_node *header = here < AL_HEADED ? k->header[here] : NULL;
        if (b->buf.size)
            al_buf_add_byte(&b->buf, ' ');
        if (header && header != c && !c->as.cell.header)
            al_buf_printf(&b->buf, "%s%s ", header->text, header->text[strlen(header->text) - 1] == ':' ? "" : ":");
        al_buf_add_string(&b->buf, c->text);
        if (!strchr(".!?:", c->text[strlen(c->text) - 1]))
            al_buf_add_byte(&b->buf, '.');
    }
    end_row(k);
    if (plain)
        join_cells(b, row, ", ", NULL);
}

void al_build_row(al_building *b, const al_node *n)
{
    size_t count = 0;
    for (const al_node *c = n->first; c; c = c->next)
        count++;
    al_row_cell *cells = al_arena_array(&b->script->arena, count, sizeof *cells);
    b->failed = b->failed || !cells;
    join_cells(b, n, AL_CELL_BREAK, cells);
    const char *text = al_build_keep_buf(b);
    say_cells(b, n); /* also of an empty row: it is one that cells above it reach down to */
    const char *say = al_build_keep_buf(b);
    al_item *i = text ? al_build_item(b, n, AL_ROLE_ROW, text) : NULL;
    if (!i)
        return;
    i->say = say ? say : "";
    i->cells = cells;
    i->cell_count = cells ? count : 0;
}

void al_build_table(al_building *b, const al_node *n)
{
    long rows = 0;
    for (const al_node *r = n->first; r; r = r->next)
        rows += r->kind == AL_ROW && !(r == n->first && all_headers(r));
    memset(&b->columns, 0, sizeof b->columns);
    al_item *i = al_build_item(b, n, AL_ROLE_TABLE, n->text);
    if (i)
        i->announce = al_build_phrase(b, AL_SAY_TABLE, rows);
}
