/* The functions of FFmpeg's libraries that are used, in the version whose headers are there.  For the files of the module alone. */
#ifndef AL_AUDIO_AV_LIB_H
#define AL_AUDIO_AV_LIB_H

#if defined __has_include && !defined ALOUD_WITHOUT_AV
#if __has_include(<libavformat/avformat.h>) && __has_include(<libavcodec/avcodec.h>)
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/version.h>
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 28, 100) /* channels are described as they are since FFmpeg 5.1 */
#define AL_HAVE_AV 1
#endif
#endif
#endif

#ifdef AL_HAVE_AV

#include "base/error.h"

#define AL_AV_FORMAT(X)                                                                                                    \
    X(avformat_open_input) X(avformat_find_stream_info) X(avformat_close_input) X(av_read_frame)                          \
    X(avformat_alloc_output_context2) X(avformat_new_stream) X(avformat_write_header) X(av_write_frame)                   \
    X(av_write_trailer) X(avformat_free_context) X(avio_alloc_context) X(avio_context_free)
#define AL_AV_CODEC(X)                                                                                                     \
    X(avcodec_find_encoder) X(avcodec_alloc_context3) X(avcodec_open2) X(avcodec_send_frame) X(avcodec_receive_packet)    \
    X(avcodec_free_context) X(avcodec_parameters_copy) X(av_packet_alloc) X(av_packet_free) X(av_packet_unref)            \
    X(av_packet_rescale_ts) X(av_packet_free_side_data)
#define AL_AV_UTIL(X)                                                                                                      \
    X(av_dict_set) X(av_dict_free) X(av_frame_alloc) X(av_frame_free) X(av_frame_get_buffer) X(av_frame_make_writable)    \
    X(av_mallocz) X(av_malloc) X(av_calloc) X(av_freep) X(av_strerror) X(av_rescale_q) X(av_log_set_level) X(av_version_info)

typedef struct al_av {
#define X(name) __typeof__(name) *name;
    AL_AV_FORMAT(X) AL_AV_CODEC(X) AL_AV_UTIL(X)
#undef X
} al_av;

/* Fill in the functions, and let the libraries be silent.  ALOUD_ERROR_OUTPUT. */
int al_av_load(al_av *, aloud_error *err);

#endif

/* What is wrong where the module was not built. */
#define AL_AV_MISSING "needs libavformat and libavcodec; install libavformat-dev and libavcodec-dev and build aloud again"

#endif
