/* The public calls on normalisers. */
#include "script/normalise.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/text.h"

struct aloud_normaliser {
    al_normaliser *own;
    al_buf text, words; /* kept from call to call: a filter's lines are many and short */
};

int aloud_normaliser_new(const char *language, aloud_normaliser **out, aloud_error *err)
{
    aloud_normaliser *n = calloc(1, sizeof *n);
    if (!n)
        return al_fail_memory(err);
    al_buf data;
    al_buf_init(&data, 1 << 16);
    al_buf_init(&n->text, UINT32_MAX);
    al_buf_init(&n->words, UINT32_MAX);
    int status = al_data_folder(&data, err);
    if (!status)
        status = al_normaliser_load(al_buf_string(&data), language ? language : "en", &n->own, err);
    al_buf_release(&data);
    if (status)
        aloud_normaliser_free(n);
    else
        *out = n;
    return status;
}

void aloud_normaliser_free(aloud_normaliser *n)
{
    if (!n)
        return;
    al_normaliser_free(n->own);
    al_buf_release(&n->text);
    al_buf_release(&n->words);
    free(n);
}

int aloud_normalise(aloud_normaliser *n, const char *text, size_t size, aloud_write *write, void *user, aloud_error *err)
{
    enum { KEPT = 1 << 20 };
    al_buf_cut(&n->text, 0);
    al_buf_cut(&n->words, 0);
    al_text_repair(&n->text, text, size, NULL, NULL);
    int status = n->text.failed ? al_fail_memory(err) : 0;
    if (!status)
        status = al_normalise(n->own, al_buf_string(&n->text), n->text.size, &n->words, NULL, err);
    if (!status && n->words.size && write(user, n->words.data, n->words.size))
        status = al_fail(err, ALOUD_ERROR_OUTPUT, "the words cannot be written");
    if (status || n->text.room > KEPT || n->words.room > KEPT) {
        al_buf_release(&n->text);
        al_buf_release(&n->words);
        n->text.failed = n->words.failed = n->text.starved = n->words.starved = false;
    }
    return status;
}
