# aloud.  `make` builds into build/; `make demo` and `make check` also install what is missing (Debian 12).

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=

# What it takes to build and test; one line in src/README.md says why for each library.
DEBS = gcc libc6-dev make pkg-config libespeak-ng-dev espeak-ng-data libsndfile1-dev libxml2-dev libicu-dev \
       libjansson-dev libinih-dev libexttextcat-dev libexttextcat-data libcmocka-dev

LIBS  = espeak-ng sndfile libxml-2.0 icu-uc icu-i18n jansson inih libexttextcat
WARN  = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
CFLAGS ?= -O2 -g
# Asked for when a rule runs, not when the file is read: `make demo` starts on a machine without pkg-config.
PKG_CFLAGS  = $(shell pkg-config --cflags $(LIBS))
PKG_LIBS    = $(shell pkg-config --libs $(LIBS)) -lm
ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARN) -Iinclude -Isrc \
              -DALOUD_DATADIR='"$(PREFIX)/share/aloud"' $(CPPFLAGS) $(CFLAGS)

ROOMS    = base article read voice script speech audio timeline pack lib
LIB_SRC := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)

all: $(BUILD)/aloud $(BUILD)/libaloud.a $(BUILD)/libaloud.so

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libaloud.a: $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libaloud.so: $(LIB_OBJ)
	$(CC) -shared -Wl,-soname,libaloud.so.0 $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

$(BUILD)/aloud: $(CLI_OBJ) $(BUILD)/libaloud.a
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

# One program per file; each allocation of ours can be failed in turn (tests/unit/alloc.h).
$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libaloud.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -lcmocka -o $@

unit: $(UNIT_BIN)
	@for t in $(UNIT_BIN); do $$t || exit 1; done

clean:
	rm -rf build

.PHONY: all unit clean
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d)
