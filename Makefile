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
# Where systemd looks for users' units: below share/ it does so for /usr, /usr/local and ~/.local alike.
UNIT_DIR ?= $(PREFIX)/share/systemd/user
# Where the program looks for its files when they are not installed; empty for a package.
SOURCE_TREE ?= $(CURDIR)
PYTHON  := /usr/bin/python3
VERSION := $(shell cat VERSION)

DEPS := libutf8proc sqlite3 nettle libcmark libzstd
# Loaded by the program when it needs them, not linked to it: their functions are called through include/digest/shared_object.h.
LOADED := libcurl libxml-2.0
comma := ,
# make V=1 shows the commands.
Q := $(if $(V),,@)
# One folder a configuration: objects of several flag sets never meet.
B    ?= build$(if $(filter-out cc gcc,$(notdir $(firstword $(CC)))),/$(notdir $(firstword $(CC))))$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))
SAN  := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
        -Wvla $(if $(WERROR),-Werror)
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARN) $(SAN) -Iinclude -I$B/gen -I. $(DEPS_CFLAGS)
# What base/program.c alone is compiled with, and the tests, which read the source tree. $1: where that is.
program_defs = -DDIGEST_VERSION='"$(VERSION)"' -DDIGEST_DATADIR='"$(PREFIX)/share/digest"' -DDIGEST_SOURCEDIR='"$1"'
LIBS = $(DEPS_LIBS) -lz -lm

# Goals that set up, or that build in a make of their own after that, do without the libraries.
NEEDS_DEPS := $(if $(filter-out demo check check-long check-decade check-peers check-generators check-tex check-papers check-bare setup-% clean help format layers uninstall dist distcheck,$(or $(MAKECMDGOALS),all)),y)
DEPS_CFLAGS = $(shell pkg-config --cflags $(DEPS) $(LOADED))
DEPS_LIBS   = $(shell pkg-config --libs $(DEPS))
ifneq ($(NEEDS_DEPS),)
$(foreach d,$(DEPS) $(LOADED) zlib,$(if $(shell pkg-config --exists $d && echo y),,$(error $d not found: "make setup-build" installs it on Debian, see README.md, "Building")))
DEPS_CFLAGS := $(DEPS_CFLAGS)
DEPS_LIBS   := $(DEPS_LIBS)
endif

SRC  := $(filter-out src/cli/main.c src/manual/%,$(wildcard src/*/*.c))
LIB  := $(patsubst %.c,$B/%.o,$(SRC))
UNIT := $(patsubst tests/unit/%.c,$B/tests/%,$(wildcard tests/unit/test_*.c))
# What once crashed a fuzz target is replayed by the tests, without a fuzzer.
FUZZ := $(patsubst tests/fuzz/fuzz_%.c,$B/fuzz/replay_%,$(wildcard tests/fuzz/fuzz_*.c))
# Facts are data: data/NAME.tsv becomes build/gen/NAME.inc by data/NAME.awk.
GEN  := $(patsubst data/%.awk,$B/gen/%.inc,$(wildcard data/*.awk))

.PHONY: all lib
all: $B/digest manual
lib: $B/libdigest.a

$B/digest: $B/src/cli/main.o $B/libdigest.a
	@echo '  LD  $@'
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/libdigest.a: $(LIB)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
# The manual, the completions and the example configuration: data/manual/NAME with what the option rows say in it.
MANUAL := $(patsubst data/manual/%,$B/manual/%,$(wildcard data/manual/*))
.PHONY: manual
manual: $(MANUAL)
$B/write-manual: $(patsubst %.c,$B/%.o,$(wildcard src/manual/*.c)) $B/libdigest.a
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/manual/%: data/manual/% $B/write-manual
	@mkdir -p $(@D)
	$(Q)$B/write-manual <$< >$@.new && mv $@.new $@
# Objects depend on the flags that they were made with.
stamp = @mkdir -p $B; echo '$(subst ','\'',$1)' | cmp -s - $@ || echo '$(subst ','\'',$1)' >$@
$B/flags: FORCE
	$(call stamp,$(CC) $(ALL_CFLAGS) $(CFLAGS))
$B/program-flags: FORCE
	$(call stamp,$(call program_defs,$(SOURCE_TREE)))
$B/src/base/program.o: CPPFLAGS += $(call program_defs,$(SOURCE_TREE))
$B/tests/%.o: CPPFLAGS += $(call program_defs,$(CURDIR))
$B/src/base/program.o: $B/program-flags
$B/%.o: %.c $B/flags | $(GEN) $B/gen/sonames.inc
	@mkdir -p $(@D)
	@echo '  CC  $<'
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
# The names by which the linker knows what is loaded; dpkg-shlibdeps reads the same object for the package's dependencies.
$B/gen/loaded.so: $B/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -shared -Wl,--no-as-needed -o $@ -x c /dev/null $(shell pkg-config --libs $(LOADED))
$B/gen/sonames.inc: $B/gen/loaded.so
	$(Q)readelf -d $< | sed -n 's/.*(NEEDED).*\[\(lib\(curl\|xml2\)[^]]*\)\]/\2 \1/p' | \
		while read -r name soname; do echo "#define LIB$$(echo $$name | tr a-z A-Z)_SONAME \"$$soname\""; done >$@.new && mv $@.new $@
$B/gen/%.inc: data/%.tsv data/%.awk
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f data/$*.awk data/$*.tsv >$@.new && mv $@.new $@
# Tests are compiled on their own and then linked: a change of the library costs each a link.
.SECONDARY: $(patsubst tests/%.c,$B/tests/%.o,$(wildcard tests/unit/*.c tests/fuzz/*.c tests/papers/*.c tests/bench/*.c))
$B/tests/%: $B/tests/unit/%.o $B/tests/unit/one_case.o $B/libdigest.a
	@echo '  LD  $@'
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -ljansson
$B/fuzz/replay_%: $B/tests/fuzz/fuzz_%.o $B/tests/fuzz/replay.o $B/libdigest.a
	@mkdir -p $(@D)
	@echo '  LD  $@'
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
-include $(LIB:.o=.d) $(patsubst %.c,$B/%.d,$(wildcard src/manual/*.c)) $B/src/cli/main.d $(patsubst tests/%.c,$B/tests/%.d,$(wildcard tests/unit/*.c tests/fuzz/*.c tests/papers/*.c tests/bench/*.c))

# ---- Setting up: Debian's packages, installed only where they are missing ----
BUILD_PACKAGES := gcc libc6-dev make pkg-config libcurl4-openssl-dev libxml2-dev libutf8proc-dev libsqlite3-dev \
        nettle-dev libcmark-dev zlib1g-dev libzstd-dev
CHECK_PACKAGES := $(BUILD_PACKAGES) libcmocka-dev libjansson-dev clang libclang-rt-dev cmark cmark-gfm python3 python3-lxml libxml2-utils sqlite3 \
        nginx-light opencc openssl curl shellcheck gawk mawk busybox original-awk sfeed util-linux procps jing newsboat python3-feedparser \
        hugo jekyll mkdocs pelican pandoc python3-pymdownx python3-yaml mandoc man-db zsh fish bash-completion git poppler-utils
.PHONY: setup-build setup-check
setup-build:
	@sh tests/tools/install.sh $(BUILD_PACKAGES)
setup-check:
	@sh tests/tools/install.sh $(CHECK_PACKAGES)
# What is checked installs nothing: it says in a line what is missing. `make -j setup-check check` still sets up first.
.PHONY: needs-check
needs-check: $(filter setup-%,$(MAKECMDGOALS))
	@sh tests/tools/install.sh -n setup-check $(CHECK_PACKAGES)

# ---- The two commands ----
.PHONY: demo check check-built
demo: setup-build
	@$(MAKE) --no-print-directory all
	@bash data/sample/demo.sh
check: needs-check
	@$(MAKE) --no-print-directory check-built T='$(T)'

# Whole runs use the program of this configuration; T=word takes only the tests whose path has it, K=word the cases whose name has it.
WHOLE := $(wildcard tests/whole/test_*.py tests/whole/test_*.sh)
named = $(if $(T),$(foreach t,$1,$(if $(findstring $(T),$t),$t)),$1)
check-built: all $(call named,$(UNIT) $(FUZZ)) headers layers rooms
	@DIGEST='$(abspath $B)/digest' tests/run -t '$(T)' $(if $(K),-k'$(K)') $(UNIT) $(FUZZ) $(WHOLE)

# Whole collections of real papers, where the programs of `make check` take a part.
.PHONY: check-long check-long-built
check-long: needs-check
	@$(MAKE) --no-print-directory check-long-built T='$(T)'
check-long-built: all
	@DIGEST='$(abspath $B/digest)' tests/run --long -t '$(T)' tests/whole/test_gfm.py tests/whole/test_generators.py tests/whole/test_figures.py tests/whole/test_whose.py

# Years of nights with everything that goes wrong in them: make check-decade SEED=1,2 NIGHTS=300 FAULTS=stale:10,outage:3; a replay: SEED=1 NIGHT=57 KEEP=DIR
.PHONY: check-decade check-decade-built
check-decade: needs-check
	@$(MAKE) --no-print-directory check-decade-built
check-decade-built: all
	@DIGEST='$(abspath $B/digest)' PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/decade/main.py $(if $(SEED),--seed='$(SEED)') $(if $(NIGHTS),--nights='$(NIGHTS)') \
		$(if $(FAULTS),--faults='$(FAULTS)') $(if $(NIGHT),--night='$(NIGHT)') $(if $(KEEP),--keep='$(KEEP)') $(if $(STREAMS),--streams='$(STREAMS)') $(DECADE)

# Servers that are not ours, from npm: they are installed into the build folder. T= as above.
PEERS ?= $(CURDIR)/build/peers
.PHONY: setup-peers check-peers check-peers-built
setup-peers: setup-check
	@sh tests/tools/npm.sh tests/peers '$(PEERS)'
check-peers: needs-check
	@sh tests/tools/npm.sh -n setup-peers tests/peers '$(PEERS)'
	@$(MAKE) --no-print-directory check-peers-built T='$(T)'
check-peers-built: all
	@DIGEST='$(abspath $B/digest)' PEERS='$(PEERS)' tests/run -t '$(T)' $(wildcard tests/peers/test_*.py)

# README's two commands in minimal roots of Debian that have nothing but make, as root: SUITES='trixie sid' takes some of them.
.PHONY: setup-bare check-bare
setup-bare:
	@sh tests/tools/install.sh debootstrap
check-bare: $(filter setup-%,$(MAKECMDGOALS))
	@sh tests/tools/install.sh -n setup-bare debootstrap
	@exec env MIRROR='$(MIRROR)' JOBS='$(JOBS)' KEEP='$(KEEP)' tests/bare/run $(SUITES)

# TeX papers made by latexml and pdflatex, read into the form of a whole text, and compared with their TeX. T=name takes one paper.
PAPERS_PACKAGES := latexml texlive-latex-base texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended texlive-science \
        latex-cjk-chinese latex-cjk-chinese-arphic-gbsn00lp poppler-utils
.PHONY: setup-papers check-papers check-papers-built
setup-papers: setup-check
	@sh tests/tools/install.sh $(PAPERS_PACKAGES)
check-papers: needs-check
	@sh tests/tools/install.sh -n setup-papers $(PAPERS_PACKAGES)
	@$(MAKE) --no-print-directory check-papers-built T='$(T)'
check-papers-built: all $B/form
	@DIGEST='$(abspath $B/digest)' FORM='$(abspath $B/form)' PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/papers/test_papers.py $(T)
$B/form: $B/tests/papers/form.o $B/libdigest.a
	@echo '  LD  $@'
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
# What reading a page costs at least, for `make bench`.
$B/html_sax: $B/tests/bench/html_sax.o
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs libxml-2.0)

# Site generators and renderers from npm, each with its own packages, build our pages. T= as above.
GENERATORS ?= $(CURDIR)/build/generators
.PHONY: setup-generators check-generators check-generators-built
setup-generators: setup-check
	@sh tests/tools/install.sh chromium fonts-noto-cjk
	@sh tests/tools/npm.sh tests/generators '$(GENERATORS)'
	@printf '%s\n' $(notdir $(wildcard tests/generators/npm/*)) | xargs -P 4 -I NAME sh tests/tools/npm.sh tests/generators/npm/NAME '$(GENERATORS)/NAME'
check-generators: needs-check
	@sh tests/tools/npm.sh -n setup-generators tests/generators '$(GENERATORS)'
	@for n in $(notdir $(wildcard tests/generators/npm/*)); do sh tests/tools/npm.sh -n setup-generators tests/generators/npm/$$n '$(GENERATORS)'/$$n || exit 1; done
	@$(MAKE) --no-print-directory check-generators-built T='$(T)'
check-generators-built: all $B/tests/test_mathml $B/tests/test_portable
	@DIGEST='$(abspath $B/digest)' GENERATORS='$(GENERATORS)' tests/run --long -t '$(T)' \
		tests/whole/test_markdown_readers.py $(wildcard tests/generators/test_*.py)

# TeX's own programs read what digest writes for them. T= as above.
TEX_PACKAGES := texlive-latex-base texlive-latex-recommended texlive-fonts-recommended texlive-bibtex-extra biber
.PHONY: pictures setup-tex check-tex check-tex-built
setup-tex: setup-check
	@sh tests/tools/install.sh $(TEX_PACKAGES)
check-tex: needs-check
	@sh tests/tools/install.sh -n setup-tex $(TEX_PACKAGES)
	@$(MAKE) --no-print-directory check-tex-built T='$(T)'
check-tex-built: all
	@DIGEST='$(abspath $B/digest)' tests/run --long -t '$(T)' $(wildcard tests/tex/test_*.py)

.PHONY: unit headers layers rooms FORCE
unit: $(UNIT)
headers:
	@for h in $$(find include src -name '*.h'); do echo "#include \"$$h\"" | $(CC) $(ALL_CFLAGS) -fsyntax-only -xc - || exit 1; done
layers:
	@awk -f tests/tools/layers.awk $$(find src include -name '*.[ch]')
# What includes do not show: circles of calls, files and rooms that are too long.
rooms: $(LIB)
	@$(PYTHON) tests/tools/rooms.py $B
FORCE:

# ---- Fuzzing: make fuzz-source T=60; what crashes it goes to tests/fuzz/regress/source/ ----
FUZZ_FLAGS := B=build/fuzz CC=clang CFLAGS='-O1 -g' SANITIZE=address,undefined,fuzzer-no-link
fuzz-%: tests/fuzz/fuzz_%.c
	@$(MAKE) --no-print-directory $(FUZZ_FLAGS) build/fuzz/fuzz_$*
	@mkdir -p build/fuzz/corpus/$*
	cd build/fuzz && ./fuzz_$* -max_total_time=$(or $(T),60) -timeout=10 -max_len=8192 -print_final_stats=1 -artifact_prefix=crash-$*- \
		corpus/$* $(CURDIR)/tests/fuzz/regress/$*
$B/fuzz_%: tests/fuzz/fuzz_%.c $B/libdigest.a
	$(Q)$(CC) $(ALL_CFLAGS) $(CFLAGS) -fsanitize=fuzzer -o $@ $< $B/libdigest.a $(LIBS)

# ---- Habits ----
.PHONY: bench format tidy lint clean help install uninstall
bench: all $B/form $B/html_sax
	@DIGEST='$(abspath $B)/digest' FORM='$(abspath $B)/form' HTML_SAX='$(abspath $B)/html_sax' $(PYTHON) tests/bench/bench.py
.PHONY: bench-ranking
bench-ranking: all
	@DIGEST='$(abspath $B)/digest' $(PYTHON) tests/bench/ranking.py
# The lines that are not committed yet: clang-format 14 would take every table and enum apart that stands as it is meant.
format:
	@git clang-format --quiet --force --extensions c,h HEAD || true
	@git diff --stat
# One file a call: several at once make clang-tidy 14 report va_list errors that are none.
tidy: $(GEN)
	@status=0; for f in $(SRC) src/cli/main.c; do clang-tidy --quiet $$f -- $(ALL_CFLAGS) 2>/dev/null || status=1; done; exit $$status
lint: headers layers rooms
	@tests/tools/mutate --fit
	@shellcheck -x .ci/run tests/bare/run tests/bare/package data/sample/demo.sh data/sample/summarizer tests/tools/*.sh tests/tools/hooks/* tests/whole/*.sh
DOCUMENTS := README.md README.zh.md NEWS.md LICENSE $B/manual/config.example
# README's pictures, made anew from the sample.
pictures: $B/digest
	@$(PYTHON) tests/tools/pictures.py $B/digest docs
# In folders, so that links between documents hold in the installed copy too.
LINKED    := $(wildcard docs/*) data/README.md data/sample/summarizer templates/README.md
# What the shells read: bash-completion, zsh's fpath, fish's vendor_completions.d. Debian's zsh has another folder for packages.
ZSH_DIR   ?= $(PREFIX)/share/zsh/site-functions
SHELL_FILES = share/man/man1/digest.1 share/bash-completion/completions/digest share/fish/vendor_completions.d/digest.fish
UNITS     := $(wildcard data/systemd/*)
install: all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/doc/digest' '$(DESTDIR)$(UNIT_DIR)'
	install -m 755 $B/digest '$(DESTDIR)$(PREFIX)/bin/digest'
	install -m 644 $(DOCUMENTS) '$(DESTDIR)$(PREFIX)/share/doc/digest'
	for f in $(LINKED); do install -D -m 644 $$f '$(DESTDIR)$(PREFIX)/share/doc/digest'/$$f || exit 1; done
	for f in $$(cd templates && find . -type f); do install -D -m 644 "templates/$$f" "$(DESTDIR)$(PREFIX)/share/digest/templates/$$f"; done
	install -m 644 data/glossary.zh.tsv '$(DESTDIR)$(PREFIX)/share/digest'
	install -D -m 644 $B/manual/digest.1 '$(DESTDIR)$(PREFIX)/share/man/man1/digest.1'
	install -D -m 644 $B/manual/digest.bash '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/digest'
	install -D -m 644 $B/manual/digest.fish '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/digest.fish'
	install -D -m 644 $B/manual/_digest '$(DESTDIR)$(ZSH_DIR)/_digest'
	for f in $(UNITS); do sed 's|/usr/local/bin|$(PREFIX)/bin|' $$f >$B/unit && install -m 644 $B/unit "$(DESTDIR)$(UNIT_DIR)/$${f##*/}" || exit 1; done
uninstall:
	rm -f $(patsubst %,'$(DESTDIR)$(PREFIX)/%',$(SHELL_FILES)) '$(DESTDIR)$(ZSH_DIR)/_digest'
	rm -f '$(DESTDIR)$(PREFIX)/bin/digest' $(patsubst data/systemd/%,'$(DESTDIR)$(UNIT_DIR)/%',$(UNITS))
	rm -rf '$(DESTDIR)$(PREFIX)/share/digest' '$(DESTDIR)$(PREFIX)/share/doc/digest'
# A release: what is committed, in one folder of a tarball. distcheck takes it apart, builds it, and runs the tests there.
.PHONY: dist distcheck check-functions
DIST := digest-$(VERSION)
dist:
	@mkdir -p build
	git archive --format=tar.gz --prefix='$(DIST)/' -o 'build/$(DIST).tar.gz' HEAD
distcheck: dist
	rm -rf build/dist && mkdir build/dist && tar -C build/dist -xzf 'build/$(DIST).tar.gz'
	$(MAKE) -C 'build/dist/$(DIST)' check T='$(T)'
	rm -rf build/dist
check-functions: unit $(FUZZ)
	@tests/run $(UNIT) $(FUZZ)
clean:
	rm -rf build
help:
	@echo 'make            build/digest                    make demo     install, build, show the main job'
	@echo 'make check      all tests; setup-check installs what they need, and check T=name runs some of them'
	@echo 'make check-long           the same over whole collections of papers'
	@echo 'make check-decade         ten years of nights, with stale feeds, outages, kills, wrong clocks: SEED= NIGHTS= FAULTS='
	@echo 'make check-peers          whole runs against chat servers that are not ours, from npm'
	@echo 'make check-tex            BibTeX, LaTeX and biber read our references'
	@echo 'make check-bare           the demo and the tests in minimal roots of Debian, as root: SUITES= MIRROR= JOBS='
	@echo 'make check-papers         TeX papers made by latexml and pdflatex, read as whole texts: T=paper'
	@echo 'make check-generators     site generators and renderers from npm build and draw our pages'
	@echo 'make SANITIZE=address,undefined check           make CC=clang check           the same with other tools'
	@echo 'make fuzz-source T=60     fuzzing; also records, template, markdown, config, style, answer, reply, events, math, check, page, pdftext, cite'
	@echo 'make bench-ranking  how well papers are chosen, beside scikit-learn'
	@echo 'make bench      ratios to other programs        make pictures   those of README, by chromium'
	@echo 'make format, make tidy, make lint'
	@echo 'make install    PREFIX=/usr/local DESTDIR=      make uninstall, make clean'
	@echo 'make dist       a tarball of the release        make distcheck            builds and tests it'
