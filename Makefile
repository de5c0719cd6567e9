# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
# whyblock: one Makefile, GNU make. `make help` says what there is to do.
VERSION     := 0.1.0
# Loaded by their soname when they are first needed (base/library.h): the module itself needs libc alone.
ON_DEMAND   := libmaxminddb libcares libsodium libpsl libpcre2-8
# The same of what feeds are compressed by: only a program reads these.
UNPACK_PKGS := zlib liblzma libzstd
PKGS        := libconfuse lmdb $(ON_DEMAND)
CLI_PKGS    := json-c zlib gmime-3.0
WEB_PKGS    := libmicrohttpd
AGENT_PKGS  := libsystemd libmicrohttpd

prefix      ?= /usr/local
libdir      ?= $(prefix)/lib
bindir      ?= $(prefix)/bin
datadir     ?= $(prefix)/share
plugindir   ?= $(libdir)/exim4
sysconfdir  ?= /etc
unitdir     ?= $(prefix)/lib/systemd/system
mandir      ?= $(datadir)/man
bashcompdir ?= $(datadir)/bash-completion/completions
zshcompdir  ?= $(datadir)/zsh/site-functions
sysusersdir ?= $(prefix)/lib/sysusers.d
EXIM_INCDIR ?= /usr/include/exim4
PYTHON      ?= /usr/bin/python3
EXIM        ?= /usr/sbin/exim4
PYTEST      := $(PYTHON) -B -m pytest -q -p no:cacheprovider
# Tests side by side, two for each processor: many of them wait for a server or a disk.
TEST_JOBS   ?= $(shell expr 2 '*' $$(nproc))
# What compiles goes side by side, too, unless somebody has said how many.
JOBS        := $(shell nproc)
COMPILE      = $(MAKE) $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

B           := build
ifeq ($(strip $(B)),)
$(error B is empty: expected the folder to build in)
endif
CC          ?= cc
CFLAGS      ?= -O2 -g
Q           := $(if $(V),,@)
PKG_CONFIG  ?= pkg-config
READELF     ?= readelf
INSTALL     ?= install
WARN        := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wundef
HARDEN       = -fstack-protector-strong $(if $(SAN)$(findstring FORTIFY,$(CPPFLAGS) $(CFLAGS)),,-D_FORTIFY_SOURCE=2) -fno-strict-aliasing \
               -fstack-clash-protection
CONFIG      := $(sysconfdir)/whyblock/whyblock.conf
ALL_CFLAGS   = -std=gnu11 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARN) $(if $(WERROR),-Werror) $(HARDEN) \
               $(SAN:%=-fsanitize=%) $(if $(SAN),-fno-omit-frame-pointer) -Imodule \
               -DWB_VERSION='"$(VERSION)"' -DWB_CONFIG_PATH='"$(CONFIG)"' $(sonames) $(pkg_cflags) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS  = -Wl,-z,relro -Wl,-z,now -Wl,--as-needed $(SAN:%=-fsanitize=%) $(LDFLAGS)

# Nothing here installs anything: what is missing is named. packaging/bootstrap installs it.
NO_LIBRARIES := clean help format lint uninstall deb check-deb check-matrix rpm
need         = $(if $(filter $(MAKECMDGOALS),$(NO_LIBRARIES)),,$(or $(shell $(PKG_CONFIG) --exists $(1) && echo ok),\
               $(error $(1) is missing: apt install $(2), or run: sh packaging/bootstrap build)))
header       = $(or $(wildcard $(1)),$(error $(1) is missing: apt install $(2), or run: sh packaging/bootstrap build))
# Each library and the package that has its headers.
checked     := $(foreach row,libconfuse|libconfuse-dev lmdb|liblmdb-dev libmaxminddb|libmaxminddb-dev libcares|libc-ares-dev \
               libsodium|libsodium-dev libpsl|libpsl-dev libpcre2-8|libpcre2-dev json-c|libjson-c-dev zlib|zlib1g-dev \
               liblzma|liblzma-dev libzstd|libzstd-dev \
               gmime-3.0|libgmime-3.0-dev libmicrohttpd|libmicrohttpd-dev libsystemd|libsystemd-dev,\
               $(call need,$(firstword $(subst |, ,$(row))),$(lastword $(subst |, ,$(row)))))
pkg_cflags  := $(shell $(PKG_CONFIG) --cflags $(PKGS) json-c $(UNPACK_PKGS) $(WEB_PKGS) $(AGENT_PKGS) 2>/dev/null)
mime_cflags := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags gmime-3.0 2>/dev/null))
pkg_libs    := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) -lm -ldl
# The programs name in their header what they will load, so that their packages depend on it.
program_libs = -Wl,--no-as-needed $(shell $(PKG_CONFIG) --libs $(ON_DEMAND) $(UNPACK_PKGS)) -Wl,--as-needed $(pkg_libs)
soname       = $(shell LC_ALL=C $(READELF) -d $$($(CC) -print-file-name=lib$(1).so) 2>/dev/null | sed -n 's/.*Library soname: \[\(.*\)\]/\1/p')
sonames     := -DWB_SONAME_MAXMINDDB='"$(call soname,maxminddb)"' \
               -DWB_SONAME_CARES='"$(call soname,cares)"' -DWB_SONAME_SODIUM='"$(call soname,sodium)"' \
               -DWB_SONAME_Z='"$(call soname,z)"' -DWB_SONAME_LZMA='"$(call soname,lzma)"' -DWB_SONAME_ZSTD='"$(call soname,zstd)"' \
               -DWB_SONAME_PSL='"$(call soname,psl)"' -DWB_SONAME_PCRE2='"$(call soname,pcre2-8)"'
cli_libs    := $(shell $(PKG_CONFIG) --libs $(CLI_PKGS) 2>/dev/null)
json_libs   := $(shell $(PKG_CONFIG) --libs json-c 2>/dev/null)
web_libs    := $(shell $(PKG_CONFIG) --libs $(WEB_PKGS) 2>/dev/null)
agent_libs  := $(shell $(PKG_CONFIG) --libs $(AGENT_PKGS) 2>/dev/null)

# The rooms and their arrows: ROOMS, USES_room.
include module/rooms.mk
objects      = $(patsubst %.c,$(B)/%.o,$(sort $(wildcard module/$(1)/*.c)))
archives     = $(1:%=$(B)/%.a)
# All that a room may use.
below        = $(USES_$(1))
link         = -Wl,--start-group $(call archives,$(1)) -Wl,--end-group
unit_tests   = $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/$(1)/test_*.c))
UNIT        := $(foreach room,$(ROOMS),$(call unit_tests,$(room)))
MAN         := $(patsubst packaging/man/%.in,$(B)/man/%,$(sort $(wildcard packaging/man/*.in)))
C_FILES     := $(wildcard module/*/*.[ch] tests/unit/*.[ch] tests/unit/*/*.[ch] tests/web/*.c tests/compare/*.c tests/bench/*.[ch] tests/fuzz/*.[ch] tests/faults/*.c)

# Whatever says in its first line that it is a shell script.
SHELL_FILES  = $(shell grep -rlE '^\#! *(/usr)?/bin/(env )?(ba)?sh' --exclude='*.py' --exclude='*.in' .ci packaging tests)
# Names that nobody defines or uses, what is no Python, statements that do not say what they seem to: faults, not taste.
PYTHON_FAULTS := F,E7,E9,W6

# What `make install` puts where, one row each: SOURCE|MODE|TARGET. `make uninstall` takes the same rows away again.
# A new snippet, unit or manual page needs no line of its own here, and a new program a word in PROGRAMS.
PROGRAMS    := $(B)/whyblock $(B)/whyblock-web $(B)/whyblock-agent
COMPLETIONS := $(B)/completion/whyblock $(B)/completion/_whyblock
SNIPPETS    := $(sort $(wildcard acl-snippets/*.conf))
UNITS       := $(sort $(wildcard packaging/systemd/*))
USERS       := $(sort $(wildcard packaging/sysusers/*))
rows         = $(foreach file,$(2),$(file)|$(1)|$(3)/$(notdir $(file)))
INSTALLED    = $(call rows,644,$(B)/whyblock.so,$(plugindir)) \
               $(call rows,755,$(PROGRAMS),$(bindir)) \
               $(call rows,644,$(SNIPPETS),$(datadir)/whyblock/acl-snippets) \
               $(call rows,644,$(UNITS),$(unitdir)) \
               $(call rows,644,$(USERS),$(sysusersdir)) \
               packaging/sudoers/whyblock|644|$(datadir)/whyblock/sudoers \
               $(foreach for,fail2ban crowdsec prometheus grafana,$(call rows,644,$(sort $(wildcard packaging/monitoring/$(for)/*)),$(datadir)/whyblock/monitoring/$(for))) \
               $(call rows,644,config/known-senders.conf config/rules.conf,$(datadir)/whyblock) \
               $(foreach file,$(MAN),$(call rows,644,$(file),$(mandir)/man$(subst .,,$(suffix $(file))))) \
               $(call rows,644,$(B)/completion/whyblock,$(bashcompdir)) \
               $(call rows,644,$(B)/completion/_whyblock,$(zshcompdir))
INSTALL_DIRS = $(sort $(foreach row,$(INSTALLED),$(dir $(lastword $(subst |, ,$(row))))) $(dir $(CONFIG)))
# The sources name the paths of a package; a file that is installed names those it was installed with.
PATHS       := -e 's|/usr/lib/exim4/whyblock.so|$(plugindir)/whyblock.so|g' -e 's|/usr/bin/whyblock|$(bindir)/whyblock|g' \
               -e 's|/usr/share/whyblock/|$(datadir)/whyblock/|g'

.PHONY: all man demo check check-properties check-rooms check-unit check-cli check-web check-exim check-faults check-matrix compare bench bench-cpu bench-data corpus fuzz run-fuzz lint format install uninstall deb check-deb check-monitoring rpm clean help
.DELETE_ON_ERROR:

all: $(B)/whyblock.so $(PROGRAMS) man   ## build the module, the command, the service and the manual pages (default)

# dladdr is in libdl before glibc 2.34; where that is empty, --as-needed leaves it out.
$(B)/whyblock.so: $(call objects,exim) $(call archives,$(call below,exim))
	@echo "  LINK $@"
	$(Q)$(CC) -shared $(ALL_CFLAGS) $(ALL_LDFLAGS) $(if $(SAN),,-Wl,-z,defs) -o $@ $(call objects,exim) \
	    $(call link,$(call below,exim)) -lm -ldl

$(B)/whyblock: $(call objects,cli) $(call archives,$(call below,cli))
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -o $@ $(call objects,cli) $(call link,$(call below,cli)) $(program_libs) $(cli_libs)

$(B)/whyblock-web: $(call objects,web) $(call archives,$(call below,web))
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -o $@ $(call objects,web) $(call link,$(call below,web)) $(pkg_libs) $(web_libs)

$(B)/whyblock-agent: $(call objects,agent) $(call archives,$(call below,agent))
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -o $@ $(call objects,agent) $(call link,$(call below,agent)) $(pkg_libs) $(agent_libs)

define room_rules
$(B)/$(1).a: $(call objects,$(1))
	@echo "  AR   $$@"
	$(Q)rm -f $$@ && $(AR) rcs $$@ $$^

$(B)/unit/$(1)/%: tests/unit/$(1)/%.c $(call archives,$(1) $(call below,$(1)) $(UNIT_$(1)))
	@mkdir -p $$(@D)
	@echo "  CC   $$<"
	$(Q)$(CC) $$(ALL_CFLAGS) $$(ALL_LDFLAGS) -Itests/unit -MMD -MP -o $$@ $$< $$(call link,$(1) $(call below,$(1)) $(UNIT_$(1))) \
	    $(if $(filter web,$(1)),$(web_libs)) $(if $(filter agent,$(1)),$(agent_libs)) $(if $(filter desk,$(1)),$(json_libs)) $$(pkg_libs) $$(if $$(call need,cmocka,libcmocka-dev),-lcmocka)
endef
$(foreach room,$(ROOMS),$(eval $(call room_rules,$(room))))

# Exim's header is seen here and nowhere else.
$(B)/module/exim/%.o $(B)/tests/bench/%.o: EXTRA = -isystem $(call header,$(EXIM_INCDIR),exim4-dev)

# So are GMime's and GLib's, for which our warnings are not made.
$(B)/module/cli/message.o: EXTRA = $(mime_cflags)

$(B)/%.o: %.c Makefile module/rooms.mk
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# Verbs, settings, log fields and more come from the command's tables.
man: $(MAN)

$(B)/man/%: packaging/man/%.in packaging/man/render CHANGELOG.md Makefile $(B)/whyblock
	@mkdir -p $(@D)
	@echo "  MAN  $@"
	$(Q)sh packaging/man/render $(B)/whyblock $(VERSION) CHANGELOG.md < $< > $@

# Writes the pages that the service makes for one visitor, for the tests of the pages.
$(B)/web-pages: tests/web/pages.c $(call archives,agent $(call below,agent))
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -MMD -MP -o $@ $< $(call link,agent $(call below,agent)) $(pkg_libs)

demo: all                               ## show a private Exim refusing listed hosts
	EXIM=$(EXIM) $(PYTHON) -B tests/demo/demo.py

check: check-rooms check-unit check-cli check-web check-exim  ## run all tests (unit and command tests with sanitizers)

check-rooms: all $(call archives,$(ROOMS))  ## the test of the rooms alone: who uses whom, names, sizes
	BUILD=$(B) $(PYTEST) tests/rooms
	@$(PYTHON) -B tests/rooms/rooms.py

# The tests of the library and of the command run with sanitizers; Exim loads the module as it is shipped.
check-unit:                             ## the unit tests alone
	$(COMPILE) B=$(B)/san SAN=address,undefined $(UNIT:$(B)/%=$(B)/san/%)
	$(MAKE) B=$(B)/san SAN=address,undefined run-unit

# Each as a whole, in the order in which they end.
run-unit: $(UNIT)
	@test -n "$(UNIT)" && printf '%s\n' $(UNIT) | xargs -P $(JOBS) -I TEST sh -c \
	    'said=$$(TEST 2>&1) || status=$$?; printf "== TEST\n%s\n" "$$said"; test -z "$$status" || { echo "unit test failed: TEST"; exit 1; }'

check-cli:                              ## the command's tests alone
	$(COMPILE) B=$(B)/san SAN=address,undefined $(B)/san/whyblock $(B)/san/whyblock-agent $(B)/san/tests/bench/corpus
	$(COMPILE) all
	WHYBLOCK=$(B)/san/whyblock WHYBLOCK_PLAIN=$(B)/whyblock $(PYTEST) -n $(TEST_JOBS) tests/cli

check-web: all                          ## the tests of the pages and of the service alone
	$(COMPILE) B=$(B)/san SAN=address,undefined $(PROGRAMS:$(B)/%=$(B)/san/%) $(B)/san/web-pages
	EXIM=$(EXIM) WHYBLOCK=$(B)/san/whyblock WHYBLOCK_WEB=$(B)/san/whyblock-web WEB_PAGES=$(B)/san/web-pages $(PYTEST) -n $(TEST_JOBS) tests/web

check-exim: all                         ## the tests with a real Exim alone
	EXIM=$(EXIM) $(PYTEST) -n $(TEST_JOBS) tests/exim

check-matrix:                           ## as root: the same on Exim 4.94 to 4.100, in trees made by debootstrap; not part of check
	$(PYTHON) -B tests/matrix/check_matrix.py $(MATRIX)

check-properties:                       ## what holds of every verdict, and of another policy's, of a million that are made up by chance; not part of check
	$(MAKE) $(B)/unit/verdict/test_classify_properties $(B)/unit/desk/test_redecide_properties
	CASES=1000000 $(B)/unit/verdict/test_classify_properties
	CASES=1000000 $(B)/unit/desk/test_redecide_properties

check-faults: all $(B)/tests/faults/look_up  ## as root: faults in a live Exim, some hours: memory, disks, damage, killed writers, events, preload; not part of check
	EXIM=$(EXIM) LOOKER=$(B)/tests/faults/look_up $(PYTEST) -s tests/faults
	GUARD_CONNECTIONS=10000 LOST_SENDERS=2000 EXIM=$(EXIM) $(PYTEST) -n $(TEST_JOBS) tests/exim/test_guard.py tests/exim/test_lost_mail.py
	STATUS_STATES=all SETUP_ROWS=all KILLS=50 $(PYTEST) -n $(TEST_JOBS) tests/cli/test_setup.py tests/cli/test_status.py tests/cli/test_kill.py tests/cli/test_kill_feed.py tests/cli/test_removal_decide.py

$(B)/tests/faults/look_up: tests/faults/look_up.c $(call archives,verdict $(call below,verdict))
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(call link,verdict $(call below,verdict)) $(pkg_libs)

# Gives both builds the same clock and random bytes.
$(B)/steady.so: tests/compare/steady.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -fPIC -shared $(WARN) $(if $(WERROR),-Werror) $(CFLAGS) -o $@ $< -ldl

compare: all $(B)/steady.so             ## BEFORE=DIR: run 500 cases with that built checkout and with this one, and show what differs; not in check
	EXIM=$(EXIM) $(PYTHON) -B tests/compare/compare.py $(or $(BEFORE:%=%/build),$(error BEFORE=DIR is missing: expected another checkout that is built)) $(B) $(CASES)

bench: all $(B)/tests/bench/fill_cases  ## print timings beside a rival's, in the same run
	EXIM=$(EXIM) $(PYTHON) -B tests/bench/bench.py
	EXIM=$(EXIM) $(PYTHON) -B tests/bench/bench_dns.py
	$(PYTHON) -B tests/bench/bench_hostile.py
	$(PYTHON) -B tests/bench/bench_web.py
	$(PYTHON) -B tests/bench/bench_cases.py
	$(PYTHON) -B tests/bench/bench_feeds.py

bench-cpu: all $(B)/tests/bench/limit.so  ## as root: CPU that whyblock adds to a connection of Exim, beside the least that an object can; BEFORE=DIR, ROWS=words
	EXIM=$(EXIM) $(PYTHON) -B tests/bench/bench_cpu.py --limit $(B)/tests/bench/limit.so --before "$(BEFORE:%=%/build)" $(ROWS)

bench-data: all                         ## as root: CPU that the line in the DATA ACL adds to a message of 10 kB and of 10 MB
	EXIM=$(EXIM) $(PYTHON) -B tests/bench/bench_data.py

corpus: $(B)/tests/bench/corpus         ## DIR=MAILBOX: what each shipped rule sees in Maildirs, folders of mails, mbox files (more: tests/bench/corpus --help)
	$< $(or $(DIR),$(error DIR=MAILBOX is missing: expected a Maildir, a folder of mails or an mbox file))

$(B)/tests/bench/corpus: tests/bench/corpus.c tests/bench/mailbox.c tests/bench/mailbox.h $(call archives,desk $(call below,desk))
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) $(call link,desk $(call below,desk)) $(pkg_libs) $(cli_libs)

$(B)/tests/bench/fill_cases: tests/bench/fill_cases.c $(call archives,store $(call below,store))
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(call link,store $(call below,store)) $(pkg_libs)

$(B)/tests/bench/limit.so: $(B)/tests/bench/limit.o
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -shared -o $@ $<

# Hostile bytes as published files, mails, names, logs and feeds, by clang's libFuzzer: tests/fuzz/fuzz_NAME.c beside tests/fuzz/NAME/, what to begin with.
FUZZ        := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_S      ?= 600

fuzz: all                               ## FUZZ_S seconds (600) of each fuzz target; wants clang; not part of check
	mkdir -p $(B)/fuzz/corpus/fuzz_policy
	sh tests/fuzz/policy_seeds $(B)/whyblock $(B)/fuzz/corpus/fuzz_policy
	$(MAKE) B=$(B)/fuzz CC=clang SAN=address,undefined,fuzzer-no-link run-fuzz

run-fuzz: $(FUZZ:%=$(B)/%)
	@set -e; for target in $(FUZZ); do \
	    mkdir -p $(B)/corpus/$$target; \
	    $(B)/$$target -max_total_time=$(FUZZ_S) -timeout=10 -print_final_stats=1 $(B)/corpus/$$target $$(ls -d tests/fuzz/$${target#fuzz_} 2>/dev/null); \
	done

$(B)/fuzz_%: tests/fuzz/fuzz_%.c $(call archives,desk $(call below,desk))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $< $(call link,desk $(call below,desk)) $(json_libs) $(pkg_libs)

lint:                                   ## look for faults without running anything
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -Imodule module tests/compare
	clang-format --dry-run --Werror $(C_FILES)
	shellcheck $(SHELL_FILES)
	flake8 --select=$(PYTHON_FAULTS) tests

format:                                 ## put the C sources into shape
	clang-format -i $(C_FILES)

config/whyblock.conf: module/config/setting.c module/verdict/reply.c | $(B)/whyblock
	$(B)/whyblock settings > $@

# The command itself knows its verbs and options, so that the shells never offer what is gone.
$(B)/completion/whyblock: $(B)/whyblock
	@mkdir -p $(@D)
	$(Q)$< completion bash > $@

$(B)/completion/_whyblock: $(B)/whyblock
	@mkdir -p $(@D)
	$(Q)$< completion zsh > $@

# Everything comes under a temporary name and is renamed: Exim loads the old object or the new one, never half of one.
install: all $(COMPLETIONS)             ## install below DESTDIR and prefix
	@set -e; for row in $(INSTALLED:%='%'); do \
	    source=$${row%%|*} target=$(DESTDIR)$${row##*|} mode=$${row#*|}; mode=$${mode%|*}; \
	    echo "  INSTALL $$target"; \
	    $(INSTALL) -D -m $$mode "$$source" "$$target.new"; \
	    case $$mode:$$source in 755:* | *.so) ;; *) sed $(PATHS) "$$source" > "$$target.new" ;; esac; \
	    mv -f "$$target.new" "$$target"; \
	done
	@test -e $(DESTDIR)$(CONFIG) || { echo "  INSTALL $(DESTDIR)$(CONFIG)"; \
	    $(INSTALL) -D -m 644 config/whyblock.conf $(DESTDIR)$(CONFIG).new && mv -f $(DESTDIR)$(CONFIG).new $(DESTDIR)$(CONFIG); }
	@echo "next: whyblock init, which makes the user, the store, and puts $(CONFIG) in force; whyblock apply does that after each change"

# With other settings than install had, it would take nothing away but a configuration that is in use.
uninstall:                              ## remove what install put there; a changed configuration stays
	@test -e $(DESTDIR)$(bindir)/whyblock || { \
	    echo "nothing to remove: there is no $(DESTDIR)$(bindir)/whyblock: expected the settings that make install had, such as prefix=/usr"; exit 1; }
	@for row in $(INSTALLED:%='%'); do rm -f "$(DESTDIR)$${row##*|}"; done
	@if cmp -s config/whyblock.conf $(DESTDIR)$(CONFIG); then rm -f $(DESTDIR)$(CONFIG); fi
	-@cd $(or $(DESTDIR),/) && for folder in $(INSTALL_DIRS:/%=%); do rmdir -p --ignore-fail-on-non-empty "$$folder" 2>/dev/null; done; :
	@test -n "$(DESTDIR)" || echo "left, if they were there: the line in Exim's configuration, the store, the key, a changed configuration, the user whyblock, /etc/sudoers.d/whyblock, and what still runs"

deb:                                    ## build Debian packages into build/, and check them with lintian
	sh packaging/make-deb $(VERSION) $(B)

check-deb:                              ## try the packages in fresh Debian 12 and 13; needs root, debootstrap, a network; not in check
	$(PYTHON) -B tests/packaging/check_deb.py

check-monitoring: all                   ## try what is there for fail2ban, CrowdSec and Prometheus in these programs; needs apt and a network; not in check
	$(PYTHON) -B tests/packaging/check_monitoring.py
	WHYBLOCK=$(abspath $(B))/whyblock WHYBLOCK_AGENT=$(abspath $(B))/whyblock-agent WHYBLOCK_WEB=$(abspath $(B))/whyblock-web $(PYTHON) -B tests/packaging/check_prometheus.py

rpm:                                    ## build packages for Fedora and Enterprise Linux into build/rpm
	sh packaging/rpm/build $(VERSION) $(B)/rpm

clean:                                  ## remove what was built
	rm -rf build

help:                                   ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1	/p' $(MAKEFILE_LIST) | expand -t 16

-include $(foreach room,$(ROOMS),$(patsubst %.o,%.d,$(call objects,$(room)))) $(UNIT:=.d) $(B)/web-pages.d
