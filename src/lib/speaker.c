#include "lib/speaker.h"

#include "base/data.h"
#include "lib/voices.h"
#include "speech/engine.h"

enum { JOBS = 2 }; /* what is heard, and what comes next */

/* Load the voice of the options and see that the engine has it. */
static int load(al_speaker *s, const aloud_options *o, const char *language, al_voice **out, aloud_error *err)
{
    al_style style;
    al_voice *voice;
    int status = al_voice_load(al_buf_string(&s->data), o->voice, &voice, err);
    if (status)
        return status;
    status = al_voice_style(voice, AL_ROLE_PARAGRAPH, language, &o->picks, &style, NULL, err);
    if (!status && al_voice_engine(voice) && al_voice_engine(voice)[0] != '+')
        status = al_pool_voice(s->pool, al_voice_engine(voice), err);
    if (!status)
        status = al_pool_voice(s->pool, style.family, err);
    if (status)
        al_voice_free(voice);
    else
        *out = voice;
    return status;
}

int al_speaker_open(al_speaker *s, const aloud_options *o, const al_script *script, const char *language, aloud_error *err)
{
    *s = (al_speaker){ .picks = o->picks };
    al_buf_init(&s->data, 1 << 16);
    int status = al_data_folder(&s->data, err);
    if (!status && !(s->levels = al_levels_new(al_buf_string(&s->data), script)))
        status = al_fail_memory(err);
    if (!status)
        status = al_pool_open(al_engine_find(o->engine), JOBS, &s->pool, err);
    if (!status)
        status = load(s, o, language, &s->voice, err);
    if (status == ALOUD_ERROR_USAGE)
        al_voices_suggest(o, al_buf_string(&s->data), err);
    if (status)
        al_speaker_release(s);
    return status;
}

void al_speaker_release(al_speaker *s)
{
    al_pool_close(s->pool);
    al_voice_free(s->voice);
    al_levels_free(s->levels);
    al_buf_release(&s->data);
    *s = (al_speaker){ 0 };
}

int al_speaker_change(al_speaker *s, const aloud_options *o, const char *language, aloud_error *err)
{
    al_voice *voice;
    int status = load(s, o, language, &voice, err);
    if (status)
        return status;
    al_voice_free(s->voice);
    s->voice = voice;
    s->picks = o->picks;
    return 0;
}
