# aloud.  `make` builds into build/; `make demo` and `make check` also install what is missing (Debian 12).
#
#   make demo        install what is missing, build, turn an article of tests/corpus into audio
#   make check       install what is missing, build, run every test;  make test: the same without installing
#   make check-asan  every test again under AddressSanitizer and UBSan, in build/asan
#   make check-packages  install the validators, make packages of the corpus, and let them read every one
#   make fuzz        fuzz every reader for FUZZ_SECONDS
#   make golden      write the expected scripts of tests/golden anew, for a person to review
#   make bench       measure
#   make V=1         show the commands
#   make install     into DESTDIR and PREFIX;  make uninstall takes it away again

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 30
# A folder of pages that are not part of the project; the tests use it where it is there.
PAGES   ?= $(abspath $(wildcard ../shared))
export PAGES

# What it takes to build, to test and to fuzz; src/README.md says why for each library.
DEBS       = gcc libc6-dev make pkg-config libespeak-ng-dev espeak-ng-data libsndfile1-dev libmp3lame-dev libopus-dev libogg-dev libsoxr-dev libebur128-dev libxml2-dev libicu-dev \
             libjansson-dev libinih-dev libexttextcat-dev libexttextcat-data libmd4c-dev libyaml-dev \
             libzip-dev libcurl4-gnutls-dev libasound2-dev libsystemd-dev
# The optional module (src/audio/av.h) is tested, but aloud is built without it as well.
CHECK_DEBS = libcmocka-dev mandoc espeak-ng libavformat-dev libavcodec-dev
FUZZ_DEBS  = clang libclang-rt-dev
# What reads the packages comes from npm.  A machine that has another node or Java than Debian's keeps it.
PACKAGE_DEBS = ffmpeg chromium libxml2-utils w3c-sgml-lib tmux pulseaudio pulseaudio-utils libasound2-plugins dbus playerctl \
               $(shell command -v npm >/dev/null || echo nodejs npm) \
               $(shell command -v java >/dev/null || echo default-jre-headless)

LIBS  = libxml-2.0 icu-uc icu-i18n jansson inih libexttextcat md4c yaml-0.1
WARN  = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
CFLAGS ?= -O2 -g
# The library loads others when it needs them (base/library.h); tests build with these of them.
TEST_LIBS = libzip sndfile libebur128
# Asked for when a rule runs, not when the file is read: `make demo` starts on a machine without pkg-config.
PKG_CFLAGS  = $(shell pkg-config --cflags $(LIBS) $(TEST_LIBS))
PKG_LIBS    = $(shell pkg-config --libs $(LIBS)) -lm
TEST_PKG_LIBS = $(shell pkg-config --libs $(TEST_LIBS))
ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARN) -Iinclude -Isrc $(CPPFLAGS) $(CFLAGS)
VERSION     = $(shell sed -n 's/^.define ALOUD_VERSION "\(.*\)"$$/\1/p' include/aloud.h)

ROOMS    = base article read voice script speech audio timeline pack lib
LIB_SRC := $(sort $(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/src/pack/player.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)
UNIT_OBJ := $(UNIT_SRC:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/tests/unit/alloc.o
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN := $(FUZZ_SRC:tests/fuzz/%.c=$(BUILD)/%)
FUZZ_OBJ := $(FUZZ_SRC:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/tests/fuzz/reader.o
OBJ      := $(LIB_OBJ) $(CLI_OBJ) $(UNIT_OBJ) $(FUZZ_OBJ)

# Tests of the source, and tests of what was built.  All speak TAP; tests/run.sh sums up.
SOURCE_TESTS = tests/headers.sh tests/lint.sh
TESTS        = tests/options.sh tests/golden.sh tests/readme.sh tests/install.sh $(sort $(wildcard tests/cli/*.sh)) \
               $(UNIT_BIN)

# Before a command: what it does in a word, or with V=1 the command itself.
say = $(if $(V),,@echo '  $(1)';)

all: $(BUILD)/aloud $(BUILD)/libaloud.a $(BUILD)/libaloud.so

# ---- building --------------------------------------------------------------------------------------------------------

# Touched only when the words in it change, so that what was built with others is built anew.
$(BUILD)/flags: export WORDS = $(CC) $(ALL_CFLAGS)
$(BUILD)/prefix: export WORDS = $(PREFIX)
$(BUILD)/flags $(BUILD)/prefix: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$WORDS" | cmp -s - $@ || printf '%s\n' "$$WORDS" > $@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc $<)$(CC) $(ALL_CFLAGS) $(DATADIR) $(PKG_CFLAGS) -MMD -MP -c $< -o $@

# The one place that knows where it is installed.
$(BUILD)/obj/src/base/data.o: $(BUILD)/prefix
$(BUILD)/obj/src/base/data.o: DATADIR = -DALOUD_DATADIR='"$(PREFIX)/share/aloud"'

# Goes over every frame that is heard: half the time with what compilers call costly.
$(BUILD)/obj/src/audio/limit.o: CFLAGS += -O3

# The player page's own files, as C.
PLAYER = style=src/pack/player.css script=src/pack/player.js
$(BUILD)/obj/src/pack/player.c: src/pack/embed.sh $(foreach a,$(PLAYER),$(lastword $(subst =, ,$a)))
	@mkdir -p $(@D)
	$(call say,embed $@)sh $< $(PLAYER) > $@

$(BUILD)/obj/src/pack/player.o: $(BUILD)/obj/src/pack/player.c $(BUILD)/flags
	$(call say,cc $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libaloud.a: $(LIB_OBJ)
	$(call say,ar $@)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libaloud.so: $(LIB_OBJ)
	$(call say,ld $@)$(CC) -shared -Wl,-soname,libaloud.so.0 $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@
	@ln -sf libaloud.so $@.0

$(BUILD)/aloud: $(CLI_OBJ) $(BUILD)/libaloud.a
	$(call say,ld $@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

# ---- what must be there ----------------------------------------------------------------------------------------------

# Installs those of $(1) that are missing.
define install_debs
@missing=; for p in $(1); do \
    dpkg-query -W -f '$${Status}\n' $$p 2>/dev/null | grep -q ' installed$$' || missing="$$missing $$p"; done; \
test -z "$$missing" && exit 0; \
if test "$$(id -u)" = 0; then as=; elif command -v sudo >/dev/null; then as=sudo; else \
    echo "These packages are missing and only root can install them; ask for: apt-get install$$missing" >&2; exit 1; fi; \
apt="$$as env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600"; \
$$apt install -y --no-install-recommends $$missing || \
    { $$apt update && $$apt install -y --no-install-recommends $$missing; }
endef

deps:
	$(call install_debs,$(DEBS))

deps-check: deps
	$(call install_debs,$(CHECK_DEBS))

deps-fuzz: deps
	$(call install_debs,$(FUZZ_DEBS))

deps-packages: deps-check
	$(call install_debs,$(PACKAGE_DEBS))

# A goal that installs does so before anything is compiled.
FIRST := $(if $(filter demo,$(MAKECMDGOALS)),deps) $(if $(filter check check-packages,$(MAKECMDGOALS)),deps-check)
$(OBJ): | $(FIRST)

# ---- trying and testing ----------------------------------------------------------------------------------------------

demo: deps all
	@sh tests/demo.sh $(BUILD)/aloud $(BUILD)/demo

# One program per file.  In those that end in _alloc each allocation of ours can be failed in turn (tests/unit/alloc.h).
$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libaloud.a
	@mkdir -p $(@D)
	$(call say,ld $@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_PKG_LIBS) -lcmocka -o $@

comma = ,
WRAP  = malloc calloc realloc strdup strndup free
$(BUILD)/tests/%_alloc: $(BUILD)/obj/tests/unit/%_alloc.o $(BUILD)/obj/tests/unit/alloc.o $(BUILD)/libaloud.a
	@mkdir -p $(@D)
	$(call say,ld $@)$(CC) $(CFLAGS) $(LDFLAGS) $(WRAP:%=-Wl$(comma)--wrap=%) $^ $(PKG_LIBS) $(TEST_PKG_LIBS) -lcmocka -o $@

unit: $(UNIT_BIN)
	@sh tests/run.sh $(BUILD) $^

check-headers: $(LIB_OBJ)
	@CC='$(CC)' sh tests/run.sh $(BUILD) tests/headers.sh

test: all $(UNIT_BIN)
	@CC='$(CC)' CFLAGS='$(CFLAGS)' MAKE='$(MAKE)' sh tests/run.sh $(BUILD) $(SOURCE_TESTS) $(TESTS)

check: deps-check test

# The sanitizers see our objects; how an engine child leaves (_exit) keeps the engine's own leaks out of the count.
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
check-asan: deps-check
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE) -Wno-format-truncation' SOURCE_TESTS= test

# Pinned in tests/packages/package.json, installed below build/ whatever BUILD is, and only anew when that file changes.
build/validators/installed: tests/packages/package.json | deps-packages
	@mkdir -p $(@D) && cp $< $(@D)/package.json
	$(call say,npm $(@D))cd $(@D) && \
	    PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-audit --no-fund --loglevel=error
	@touch $@

# What is about real time runs before the others, one at a time.
TIMED_TESTS = play.sh
check-packages: deps-packages all build/validators/installed
	@VALIDATORS=$(abspath build/validators) sh tests/run.sh $(BUILD) $(TIMED_TESTS:%=tests/packages/%)
	@VALIDATORS=$(abspath build/validators) sh tests/run.sh $(BUILD) \
	    $(filter-out $(TIMED_TESTS:%=tests/packages/%),$(sort $(wildcard tests/packages/*.sh)))

golden: $(BUILD)/aloud $(BUILD)/tests/test_shipped
	@BUILD=$(BUILD) sh tests/golden.sh --write
	@WRITE=1 $(BUILD)/tests/test_shipped >/dev/null 2>&1

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/reader.o $(BUILD)/libaloud.a
	$(call say,ld $@)$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_PKG_LIBS) -o $@

fuzzers: $(FUZZ_BIN)

fuzz: deps-fuzz
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang CFLAGS='$(SANITIZE) -fsanitize=fuzzer-no-link' fuzzers
	@sh tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_SECONDS)

$(BUILD)/bench/timed: tests/bench/timed.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc $<)$(CC) $(ALL_CFLAGS) $< -o $@

$(BUILD)/bench/pool: tests/bench/pool.c $(BUILD)/libaloud.a
	@mkdir -p $(@D)
	$(call say,cc $<)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

$(BUILD)/bench/latency: tests/bench/latency.c $(BUILD)/libaloud.a
	@mkdir -p $(@D)
	$(call say,cc $<)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

bench: all $(BUILD)/bench/timed $(BUILD)/bench/pool $(BUILD)/bench/latency
	@sh tests/bench/speed.sh $(BUILD)
	@sh tests/bench/play.sh $(BUILD)

# ---- installing ------------------------------------------------------------------------------------------------------

TO    = $(DESTDIR)$(PREFIX)
MAN1 := $(sort $(wildcard src/man/*.1))
MAN5 := $(sort $(wildcard src/man/*.5))
BASH_COMPLETION = $(TO)/share/bash-completion/completions/aloud

install: all
	install -d $(TO)/bin $(TO)/lib/pkgconfig $(TO)/include $(TO)/share/man/man1 $(TO)/share/man/man5 $(dir $(BASH_COMPLETION))
	install -m 755 $(BUILD)/aloud $(TO)/bin/aloud
	install -m 644 include/aloud.h $(TO)/include/aloud.h
	install -m 644 $(BUILD)/libaloud.a $(TO)/lib/libaloud.a
	install -m 644 $(BUILD)/libaloud.so $(TO)/lib/libaloud.so.$(VERSION)
	ln -sf libaloud.so.$(VERSION) $(TO)/lib/libaloud.so.0
	ln -sf libaloud.so.0 $(TO)/lib/libaloud.so
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@LIBS@|$(LIBS)|' src/lib/aloud.pc.in > $(TO)/lib/pkgconfig/aloud.pc
	install -m 644 $(MAN1) $(TO)/share/man/man1
	install -m 644 $(MAN5) $(TO)/share/man/man5
	install -m 644 src/completion/aloud.bash $(BASH_COMPLETION)
	rm -rf $(TO)/share/aloud
	(cd voices && find . -type f -exec install -D -m 644 '{}' '$(abspath $(TO))/share/aloud/{}' ';')

uninstall:
	rm -f $(TO)/bin/aloud $(TO)/include/aloud.h $(TO)/lib/libaloud.a $(TO)/lib/libaloud.so $(TO)/lib/libaloud.so.0 \
	    $(TO)/lib/libaloud.so.$(VERSION) $(TO)/lib/pkgconfig/aloud.pc $(BASH_COMPLETION) \
	    $(MAN1:src/man/%=$(TO)/share/man/man1/%) $(MAN5:src/man/%=$(TO)/share/man/man5/%)
	rm -rf $(TO)/share/aloud

clean:
	rm -rf build

.PHONY: all deps deps-check deps-fuzz deps-packages check-packages demo unit check-headers test check check-asan golden \
        fuzzers fuzz bench install uninstall clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(OBJ:.o=.d)
