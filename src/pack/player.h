/* The style and the script of the player page: src/pack/player.css and player.js, which src/pack/embed.sh turns into these. */
#ifndef AL_PACK_PLAYER_H
#define AL_PACK_PLAYER_H

typedef struct al_asset {
    const char *text; /* not terminated by anything but a 0 */
    const char *hash; /* of the text, as a Content-Security-Policy names it: "sha256-..." (CSP 3, section 2.3.1) */
} al_asset;

extern const al_asset al_player_style;

#endif
