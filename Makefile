# SPDX-License-Identifier: MIT
# make            builds build/digest        make demo       installs what is missing, builds, shows the main job
# make check      builds and runs the tests  make help       lists the rest

.SUFFIXES:
.DEFAULT_GOAL := all

ifeq ($(origin CC),default)
CC = cc
endif
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
DESTDIR ?=
PYTHON  := /usr/bin/python3
VERSION := 0.1.0

DEPS := libcurl libxml-2.0 libcmark libutf8proc sqlite3 jansson
comma := ,
# make V=1 shows the commands.
Q := $(if $(V),,@)
# One folder a configuration: objects of several flag sets never meet.
B    ?= build$(if $(filter-out cc gcc,$(notdir $(firstword $(CC)))),/$(notdir $(firstword $(CC))))$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))
SAN  := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
        -Wvla $(if $(WERROR),-Werror)
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -DDIGEST_VERSION='"$(VERSION)"' -DDIGEST_DATADIR='"$(PREFIX)/share/digest"' \
        -DDIGEST_SOURCEDIR='"$(CURDIR)"' $(WARN) $(SAN) -Iinclude -I$B/gen -I. $(DEPS_CFLAGS)
LIBS = $(DEPS_LIBS) -lz -lm

# What is to be built comes first: `make demo` and `make check` may have to install the libraries themselves.
NEEDS_DEPS := $(if $(filter-out demo check setup-build setup-check clean help,$(or $(MAKECMDGOALS),all)),y)
DEPS_CFLAGS = $(shell pkg-config --cflags $(DEPS))
DEPS_LIBS   = $(shell pkg-config --libs $(DEPS))
ifneq ($(NEEDS_DEPS),)
$(foreach d,$(DEPS) zlib,$(if $(shell pkg-config --exists $d && echo y),,$(error $d not found: "make setup-build" installs it on Debian, see README.md, "Building")))
DEPS_CFLAGS := $(DEPS_CFLAGS)
DEPS_LIBS   := $(DEPS_LIBS)
endif

SRC  := $(filter-out src/cli/main.c,$(wildcard src/*/*.c))
LIB  := $(patsubst %.c,$B/%.o,$(SRC))
UNIT := $(patsubst tests/unit/%.c,$B/tests/%,$(wildcard tests/unit/test_*.c))
# Facts are data: data/NAME.tsv becomes build/gen/NAME.inc by data/NAME.awk.
GEN  := $(patsubst data/%.awk,$B/gen/%.inc,$(wildcard data/*.awk))

.PHONY: all lib
all: $B/digest
lib: $B/libdigest.a

$B/digest: $B/src/cli/main.o $B/libdigest.a
	@echo '  LD  $@'
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/libdigest.a: $(LIB)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
# Objects depend on the flags that they were made with.
$B/flags: FORCE
	@mkdir -p $B; echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(CFLAGS))' | cmp -s - $@ || echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(CFLAGS))' >$@
$B/%.o: %.c $B/flags | $(GEN)
	@mkdir -p $(@D)
	@echo '  CC  $<'
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$B/gen/%.inc: data/%.tsv data/%.awk
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f data/$*.awk data/$*.tsv >$@.new && mv $@.new $@
$B/tests/%: tests/unit/%.c $B/libdigest.a $B/flags
	@mkdir -p $(@D)
	@echo '  CC  $<'
	$(Q)$(CC) $(ALL_CFLAGS) $(CFLAGS) -MMD -MP -o $@ $< $B/libdigest.a $(LIBS) -lcmocka
-include $(LIB:.o=.d) $B/src/cli/main.d $(addsuffix .d,$(UNIT))

.PHONY: check unit headers layers FORCE
unit: $(UNIT)
headers:
	@for h in $$(find include src -name '*.h'); do echo "#include \"$$h\"" | $(CC) $(ALL_CFLAGS) -fsyntax-only -xc - || exit 1; done
layers:
	@awk -f tests/tools/layers.awk $$(find src include -name '*.[ch]')
FORCE:
