// SPDX-License-Identifier: GPL-2.0-only
#include "cases.h"

#include "absent.h"
#include "hosts.h"
#include "lib/macro.h"
#include "root.h"

const struct golden golden_cases[] = {
	{ "list", RUNNING, { NULL } },
	{ "list-no-legend", RUNNING, { "list", "--no-legend" } },
	{ "list-color", RUNNING, { "list", "--color=always" } },
	{ "list-color-offline", OFFLINE, { "list", "--color=always" } },
	{ "list-pretty", RUNNING, { "list", "-p", "3b:00.1" } },
	{ "list-empty", EMPTY, { "list" } },
	{ "list-unloaded", UNLOADED, { "list" } },
	{ "list-no-daemon", NO_DAEMON, { "list" } },
	{ "list-offline", OFFLINE, { "list" } },
	{ "list-targets", RUNNING, { "list", "ens1f0np0#4,0-1", "3b:00.0#1-2", "0000:3b:00.2" } },
	{ "list-no-such-vf", RUNNING, { "list", "3b:00.7" } },
	{ "list-no-such-index", RUNNING, { "list", "ens1f0np0#9" } },
	{ "list-no-such-pf", RUNNING, { "list", "ens9#0" } },
	{ "list-pf", RUNNING, { "list", "3b:00.0" } },
	{ "list-pf-name", RUNNING, { "list", "ens1f0np0" } },
	{ "list-hole", RUNNING, { "list", "ens1f0np0#0-99,200" } },
	{ "list-bad-range", RUNNING, { "list", "ens1f0np0#7-0" } },
	{ "list-no-target", RUNNING, { "list", "everything" } },
	{ "list-single", SINGLE, { "list", "61:00.0" } },
	{ "list-root-slash", OFFLINE, { "list", "--root", "@/" } },
	{ "list-odd", ODD, { "list", "3b:00.3" } },
	{ "list-torn", TORN, { "list" } },
	{ "list-forbidden", FORBIDDEN, { "list" } },
	{ "list-broken", BROKEN, { "list" } },
	{ "list-full", FULL, { "list" } },
	{ "list-two-drivers", TWO_DRIVERS, { "list" } },
	{ "show-two-drivers", TWO_DRIVERS, { "show", "3b:00.2" } },
	{ "profiles-two-drivers", TWO_DRIVERS, { "profiles", "3b:00.1", "3b:00.2" } },
	{ "explain-two-drivers", TWO_DRIVERS, { "explain", "3b:00.2", "--profile=bare" } },
	{ "set-two-drivers", TWO_DRIVERS, { "set", "3b:00.2", "bare" } },
	{ "set-other-driver", TWO_DRIVERS, { "set", "3b:00.2", "transitional" } },
	{ "guest-two-drivers", TWO_DRIVERS, { "guest", "--libvirt", "3b:00.2" } },
	{ "metrics-two-drivers", TWO_DRIVERS, { "metrics" } },
	{ "list-old-module", OLD_MODULE, { "list" } },
	{ "list-new-module", NEW_MODULE, { "list" } },
	{ "set-old-module", OLD_MODULE, { "set", "3b:00.2", "transitional" } },
	{ "status-old-module", OLD_MODULE, { "status" } },
	{ "monitor-old-module", OLD_MODULE, { "monitor" } },
	{ "show", RUNNING, { "show", "3b:00.1" } },
	{ "show-several", RUNNING, { "show", "ens1f0np0#1-3" } },
	{ "show-nothing", RUNNING, { "show" } },
	{ "show-offline", OFFLINE, { "show", "ens1f0np0#3" } },
	{ "show-override", RUNNING, { "show", "ens1f0np0#5" } },
	{ "show-cdev", BEYOND, { "show", "ens1f0np0#3" } },
	{ "status", RUNNING, { "status" } },
	{ "status-no-daemon", NO_DAEMON, { "status" } },
	{ "status-unloaded", UNLOADED, { "status" } },
	{ "status-offline", OFFLINE, { "status" } },
	{ "status-lost", LOST, { "status" } },
	{ "status-kernels", KERNELS, { "status" } },
	{ "status-kernels-offline", PLAIN, { "status" } },
	{ "status-no-module", REMOVED, { "status" } },
	{ "status-locked", LOCKED, { "status" } },
	{ "status-words", RUNNING, { "status", "now" } },
	{ "list-beyond", BEYOND, { "list", "--color=always" } },
	{ "show-beyond", BEYOND, { "show", "3b:00.4", "3b:00.6" } },
	{ "status-beyond", BEYOND, { "status" } },
	{ "policy-diff-beyond", BEYOND, { "policy", "diff" } },
	{ "policy-diff-quiet", BEYOND, { "policy", "diff", "--quiet" } },
	{ "policy-diff-none", EMPTY, { "policy", "diff", "-q" } },
	{ "monitor", STORY, { "monitor" } },
	{ "monitor-filtered", STORY, { "monitor", "3b:00.1", "ens1f0np0#1" } },
	{ "monitor-offline", OFFLINE, { "monitor" } },
	{ "monitor-unloaded", UNLOADED, { "monitor" } },
	{ "monitor-gap", GAP, { "monitor" } },
	{ "monitor-full", FULL, { "monitor" } },
	{ "bind", RUNNING, { "bind", "ens1f0np0#1" } },
	{ "bind-several", RUNNING, { "bind", "ens1f0np0#0-2" } },
	{ "bind-not-taken", RUNNING, { "bind", "ens1f0np0#3" } },
	{ "bind-silent", RUNNING, { "bind", "--wait=1", "ens1f0np0#5" } },
	{ "bind-no-daemon", NO_DAEMON, { "bind", "ens1f0np0#5" } },
	{ "bind-persist", RUNNING, { "bind", "--persist", "ens1f0np0#1" } },
	{ "bind-driverctl", DRIVERCTL, { "bind", "--persist", "ens1f0np0#1-2" } },
	{ "bind-in-use", USED, { "bind", "ens1f0np0#0-5" } },
	{ "bind-nothing", RUNNING, { "bind" } },
	{ "bind-offline", OFFLINE, { "bind", "ens1f0np0#1" } },
	{ "bind-unloaded", EMPTY, { "bind", "3b:00.2" } },
	{ "bind-elsewhere", UNLOADED, { "bind", "ens1f0np0#1" } },
	{ "bind-no-such-vf", RUNNING, { "bind", "3b:00.0" } },
	{ "unbind", RUNNING, { "unbind", "ens1f0np0#3" } },
	{ "unbind-open", RUNNING, { "unbind", "ens1f0np0#0,2" } },
	{ "unbind-again", RUNNING, { "unbind", "ens1f0np0#1" } },
	{ "unbind-kept", DRIVERCTL, { "unbind", "ens1f0np0#3" } },
	{ "unbind-persist", DRIVERCTL, { "unbind", "-k", "ens1f0np0#3" } },
	{ "unbind-offline", OFFLINE, { "unbind", "ens1f0np0#1" } },
	{ "guest", RUNNING, { "guest", "--qemu", "ens1f0np0#0-1" } },
	{ "guest-libvirt", RUNNING, { "guest", "--libvirt", "ens1f0np0#0,3,5" } },
	{ "guest-cdev", BEYOND, { "guest", "-Q", "ens1f0np0#3,5" } },
	{ "guest-foreign", BEYOND, { "guest", "-L", "ens1f0np0#3" } },
	{ "guest-unbound", RUNNING, { "guest", "-Q", "ens1f0np0#3" } },
	{ "guest-group", USED, { "guest", "-L", "ens1f0np0#4" } },
	{ "guest-both", RUNNING, { "guest", "-Q", "-L", "ens1f0np0#1" } },
	{ "guest-neither", RUNNING, { "guest", "ens1f0np0#1" } },
	{ "guest-offline", OFFLINE, { "guest", "-Q", "ens1f0np0#1" } },
	{ "set", RUNNING, { "set", "ens1f0np0#1", "transitional", "-r", "ticket 1123" } },
	{ "set-several", RUNNING, { "set", "ens1f0np0#0-1,4", "transitional" } },
	{ "set-refused", RUNNING, { "set", "ens1f0np0#4", "transitional" } },
	{ "set-busy", RUNNING, { "set", "3b:00.1", "native" } },
	{ "set-unsupported", RUNNING, { "set", "ens1f0np0#1", "legacy" } },
	{ "set-unbound", RUNNING, { "set", "ens1f0np0#3", "native" } },
	{ "set-no-daemon", NO_DAEMON, { "set", "ens1f0np0#1", "transitional" } },
	{ "set-unloaded", UNLOADED, { "set", "ens1f0np0#1", "native" } },
	{ "set-offline", OFFLINE, { "set", "ens1f0np0#1", "native" } },
	{ "set-no-profile", RUNNING, { "set", "ens1f0np0#1", "modern" } },
	{ "set-nothing", RUNNING, { "set", "ens1f0np0#1" } },
	{ "set-timeout", RUNNING, { "set", "ens1f0np0#6", "transitional" } },
	{ "set-occupied", RUNNING, { "set", "ens1f0np0#7", "transitional" } },
	{ "set-several-causes", FAILING, { "set", "ens1f0np0#0-6", "transitional" } },
	{ "set-overtaken", ODD, { "set", "ens1f0np0#4", "transitional" } },
	{ "set-gone", ODD, { "set", "ens1f0np0#3", "native" } },
	{ "set-reason-bytes", RUNNING, { "set", "ens1f0np0#1", "native", "-r", "\xff" } },
	{ "set-migration-maybe", RUNNING, { "set", "ens1f0np0#1", "native", "-m", "maybe" } },
	{ "show-asked", FAILING, { "show", "ens1f0np0#0-2" } },
	{ "reset", RUNNING, { "reset", "ens1f0np0#1" } },
	{ "reset-silent", RUNNING, { "reset", "--wait=1", "ens1f0np0#5" } },
	{ "explain", RUNNING, { "explain", "ens1f0np0#0-1" } },
	{ "explain-profile", RUNNING, { "explain", "-P", "transitional", "ens1f0np0#1" } },
	{ "explain-refused", RUNNING, { "explain", "-P", "legacy", "ens1f0np0#4" } },
	{ "explain-stale", STALE, { "explain", "ens1f0np0#1" } },
	{ "explain-offline", OFFLINE, { "explain", "ens1f0np0#3" } },
	{ "explain-pending", RUNNING, { "explain", "ens1f0np0#2" } },
	{ "explain-open", OTHER_RULES, { "explain", "ens1f0np0#0" } },
	{ "explain-log-only", LOG_ONLY, { "explain", "-P", "legacy", "ens1f0np0#1,4" } },
	{ "explain-serial", RUNNING, { "explain", "ens1f0np0#4-5" } },
	{ "explain-serial-unknown", OFFLINE, { "explain", "ens1f0np0#5" } },
	{ "explain-bad-policy", BAD_POLICY, { "explain", "ens1f0np0#3" } },
	{ "explain-nameless", NAMELESS, { "explain", "ens1f0np0#3" } },
	{ "explain-nameless-one", NAMELESS, { "explain", "3b:00.4", "61:00.1" } },
	{ "profiles-nameless", NAMELESS, { "profiles", "3b:00.4", "61:00.1" } },
	{ "policy-diff-nameless", NAMELESS, { "policy", "diff", "@/other" } },
	{ "list-unjudged", UNJUDGED, { "list", "3b:00.2" } },
	{ "status-unjudged", UNJUDGED, { "status" } },
	{ "list-spoiled", SPOILED, { "list", "3b:00.1" } },
	{ "list-bad-start", BAD_START, { "list", "3b:00.2" } },
	{ "status-spoiled", SPOILED, { "status" } },
	{ "status-bad-start", BAD_START, { "status", "--color=always" } },
	{ "explain-unjudged", UNJUDGED, { "explain", "3b:00.2", "-P", "transitional" } },
	{ "profiles-unjudged", UNJUDGED, { "profiles", "3b:00.2" } },
	{ "explain-defined", DEFINED, { "explain", "ens1f0np0#1-2" } },
	{ "explain-odd", ODD, { "explain", "3b:00.1" } },
	{ "explain-sysfs", ATTRIBUTES, { "explain", "ens1f0np0#1" } },
	{ "list-sysfs", ATTRIBUTES, { "list", "ens1f0np0#0-3" } },
	{ "show-unknown-ids", SINGLE, { "show", "61:00.1" } },
	{ "show-sysfs", ATTRIBUTES, { "show", "ens1f0np0#1" } },
	{ "profiles", RUNNING, { "profiles", "ens1f0np0#0-2" } },
	{ "profiles-empty", EMPTY, { "profiles" } },
	{ "profiles-offline", OFFLINE, { "profiles", "ens1f0np0#3" } },
	{ "profiles-sysfs", ATTRIBUTES, { "profiles", "ens1f0np0#0-1" } },
	{ "profiles-odd", ODD, { "profiles", "3b:00.3", "3b:00.1" } },
	{ "profiles-bad-policy", BAD_POLICY, { "profiles" } },
	{ "set-once", RUNNING, { "set", "--once", "ens1f0np0#1", "transitional" } },
	{ "define", TAKING, { "define", "ens1f0np0#1", "transitional", "-r", "ticket 1123" } },
	{ "define-reason-bytes", TAKING, { "define", "-r", "\xff\xfe", "ens1f0np0#1", "native" } },
	{ "define-several", DEFINED, { "define", "3b:00.0#0-3,30", "native" } },
	{ "define-absent", DEFINED, { "define", "3b:00.0#30", "legacy", "-m", "on" } },
	{ "define-keeps-migration", DEFINED, { "define", "3b:00.0#30-31", "native" } },
	{ "define-migration-off", DEFINED, { "define", "3b:00.0#30", "native", "-m", "off" } },
	{ "define-list", DEFINED, { "define" } },
	{ "define-list-cards", CARDS, { "define" } },
	{ "define-moved-card", CARDS, { "define", "ens1f0np0#1", "native" } },
	{ "define-address-to-card", CARDS, { "define", "ens1f0np0#2", "transitional" } },
	{ "undefine-card", CARDS, { "undefine", "ens1f0np0#1-2" } },
	{ "undefine-card-gone", CARDS, { "undefine", "5e:00.0#4", "5e:00.0#5" } },
	{ "undefine-serial", CARDS, { "undefine", "00-15-4d-ff-fe-12-34-56#1" } },
	{ "undefine-serial-gone", CARDS, { "undefine", "00-15-4D-FF-FE-99-99-99#0-4,4" } },
	{ "undefine-serial-nothing", CARDS, { "undefine", "00-15-4d-ff-fe-12-34-56#1,7" } },
	{ "undefine-serial-no-number", CARDS, { "undefine", "00-15-4d-ff-fe-12-34-56#x" } },
	{ "define-serial", CARDS, { "define", "00-15-4d-ff-fe-12-34-56#1", "native" } },
	{ "define-absent-refused", OFFLINE, { "define", "3b:00.0#30", "transitional" } },
	{ "define-absent-native", OFFLINE, { "define", "77:00.0#30", "native" } },
	{ "define-absent-pf", OFFLINE, { "define", "77:00.0#1", "transitional" } },
	{ "define-absent-pf-refused", OFFLINE, { "define", "77:00.0#1", "legacy" } },
	{ "explain-card", CARDS, { "explain", "ens1f0np0#1" } },
	{ "policy-show-cards", CARDS, { "policy", "show" } },
	{ "define-empty", EMPTY, { "define" } },
	{ "define-refused", TAKING, { "define", "ens1f0np0#1,4", "transitional" } },
	{ "define-no-profile", TAKING, { "define", "ens1f0np0#1", "modern" } },
	{ "define-no-such-vf", TAKING, { "define", "3b:02.0", "native" } },
	{ "define-bad-range", TAKING, { "define", "3b:00.0#7-0", "native" } },
	{ "define-wide-range", TAKING, { "define", "3b:00.0#0-9999999", "native" } },
	{ "define-too-many", OFFLINE, { "define", "3b:00.0#0-4096", "native" } },
	{ "define-twice", OFFLINE, { "define", "3b:00.0#1", "3b:00.2", "ens1f0np0#1", "native" } },
	{ "define-odd", ODD, { "define", "3b:00.0#9", "native" } },
	{ "define-no-pf", ODD, { "define", "3b:00.1", "native" } },
	{ "define-obstacle", OBSTACLE, { "define", "ens1f0np0#1", "transitional" } },
	{ "define-poor", POOR, { "define", "ens1f0np0#1", "transitional" } },
	{ "define-one-word", TAKING, { "define", "ens1f0np0#1" } },
	{ "define-no-daemon", NO_DAEMON, { "define", "ens1f0np0#1", "transitional" } },
	{ "define-bad-policy", BAD_POLICY, { "define", "ens1f0np0#1", "transitional" } },
	{ "define-deaf", DEAF, { "define", "-w1", "ens1f0np0#1", "transitional" } },
	{ "undefine", DEFINED, { "undefine", "ens1f0np0#1", "3b:00.0#30" } },
	{ "undefine-nothing", DEFINED, { "undefine", "ens1f0np0#0-1" } },
	{ "policy-show-defined", DEFINED, { "policy", "show" } },
	{ "policy-check-defined", DEFINED, { "policy", "check" } },
	{ "policy-diff", RUNNING, { "policy", "diff" } },
	{ "policy-diff-empty", EMPTY, { "policy", "diff" } },
	{ "policy-diff-dir", DEFINED, { "policy", "diff", "@/other" } },
	{ "policy-diff-no-dir", DEFINED, { "policy", "diff", "@/nowhere" } },
	{ "policy-diff-bad", BAD_POLICY, { "policy", "diff" } },
	{ "policy-diff-hosts", HOSTS, { "policy", "diff", "-I", "@/hosts" } },
	{ "policy-diff-hosts-dir", HOSTS, { "policy", "diff", "-I", "@/hosts/", "@/other" } },
	{ "policy-diff-hosts-file", HOSTS, { "policy", "diff", "-I", "@/hosts/b.json" } },
	{ "policy-diff-hosts-mixed", HOSTS, { "policy", "diff", "-I", "@/mixed" } },
	{ "policy-diff-hosts-bad", HOSTS, { "policy", "diff", "-I", "@/bad" } },
	{ "policy-diff-hosts-none", HOSTS, { "policy", "diff", "-I", "@/other" } },
	{ "policy-diff-hosts-no-file", HOSTS, { "policy", "diff", "-I", "@/nowhere.json" } },
	{ "policy-check-hosts", HOSTS, { "policy", "check", "-I", "@/hosts" } },
	{ "policy-reload", TAKING, { "policy", "reload" } },
	{ "policy-reload-same", UNCHANGED, { "policy", "reload" } },
	{ "policy-reload-lost", MUFFLED, { "policy", "reload", "--wait=1" } },
	{ "policy-reload-bad", BAD_FILES, { "policy", "reload" } },
	{ "policy-reload-bad-deaf", BAD_DEAF, { "policy", "reload", "--wait=1" } },
	{ "policy-reload-bad-alone", BAD_ALONE, { "policy", "reload", "--main-pid=@" } },
	{ "policy-reload-no-daemon", NO_DAEMON, { "policy", "reload" } },
	{ "policy-reload-unloaded", UNLOADED, { "policy", "reload" } },
	{ "policy-reload-main-pid", UNLOADED, { "policy", "reload", "--main-pid=1" } },
	{ "policy-reload-no-process", UNLOADED, { "policy", "reload", "--main-pid=999999999" } },
	{ "policy-reload-alone", ALONE, { "policy", "reload", "--main-pid=@" } },
	{ "policy-reload-no-number", UNLOADED, { "policy", "reload", "--main-pid=one" } },
	{ "policy-reload-wrong-pid", UNLOADED, { "policy", "reload", "--main-pid=0" } },
	{ "policy-check-wait", OFFLINE, { "policy", "check", "--wait=1" } },
	{ "policy-reload-offline", OFFLINE, { "policy", "reload" } },
	{ "policy-reload-stranger", STRANGER, { "policy", "reload" } },
	{ "policy-reload-forbidden", FORBIDDEN, { "policy", "reload" } },
	{ "policy-reload-foreign", FOREIGN, { "policy", "reload" } },
	{ "policy-reload-ending", ENDING, { "policy", "reload" } },
	{ "policy-reload-deaf", DEAF, { "policy", "reload", "--wait=1" } },
	{ "policy-reload-asleep", ASLEEP, { "policy", "reload", "--wait=1" } },
	{ "audit-no-journal", OFFLINE, { "audit" } },
	{ "metrics", RUNNING, { "metrics", "-J", "@/none" } },
	{ "metrics-no-daemon", NO_DAEMON, { "metrics", "-J", "@/none" } },
	{ "metrics-unloaded", UNLOADED, { "metrics", "-J", "@/none" } },
	{ "metrics-offline", OFFLINE, { "metrics" } },
	{ "metrics-lost", LOST, { "metrics", "-J", "@/none" } },
	{ "metrics-odd", ODD, { "metrics", "-J", "@/none" } },
	{ "metrics-beyond", BEYOND, { "metrics", "-J", "@/none" } },
	{ "metrics-drift", OTHER_RULES, { "metrics", "-J", "@/none" } },
	{ "metrics-log-only", LOG_ONLY, { "metrics", "-J", "@/none" } },
	{ "metrics-unjudged", UNJUDGED, { "metrics", "-J", "@/none" } },
	{ "metrics-bad-files", BAD_FILES, { "metrics", "-J", "@/none" } },
	{ "metrics-bad-policy", BAD_POLICY, { "metrics" } },
	{ "metrics-forbidden", FORBIDDEN, { "metrics", "-J", "@/none" } },
	{ "metrics-file", OFFLINE, { "metrics", "@/vfiov.prom" } },
	{ "metrics-no-directory", OFFLINE, { "metrics", "@/none/vfiov.prom" } },
	{ "audit-empty", NO_JOURNAL, { "audit" } },
	{ "audit-denied", OFFLINE, { "audit", "--denied", "-v", "3b:00.1", "ens1f0np0#1" } },
	{ "audit-no-target", OFFLINE, { "audit", "everything" } },
	{ "audit-bad-since", OFFLINE, { "audit", "--since=soon" } },
	{ "report", EMPTY, { "report", "@/report.tar" } },
	{ "report-exists", OFFLINE, { "report", "@/etc/vfiovd/vfiovd.conf" } },
	{ "policy-check", OFFLINE, { "policy", "check" } },
	{ "policy-check-absent", ABSENT, { "policy", "check" } },
	{ "policy-check-gates", ABSENT, { "policy", "check", "@/draft.conf" } },
	{ "policy-check-gates-bad",
	  ABSENT,
	  { "policy", "check", "--root", "@/bad", "@/draft.conf" } },
	{ "policy-check-bad", BAD_POLICY, { "policy", "check" } },
	{ "policy-check-file",
	  OFFLINE,
	  { "policy", "check", "@/etc/vfiovd/policy.d/20-legacy.conf" } },
	{ "policy-check-main", OFFLINE, { "policy", "check", "@/etc/vfiovd/vfiovd.conf" } },
	{ "policy-check-dir", DEFINED, { "policy", "check", "@/etc/vfiovd" } },
	{ "policy-check-dir-bad", BAD_POLICY, { "policy", "check", "@/etc/vfiovd/policy.d/" } },
	{ "policy-check-bad-name", OFFLINE, { "policy", "check", "@/nothing.conf" } },
	{ "policy-show-words", OFFLINE, { "policy", "show", "all" } },
	{ "policy-diff-words", OFFLINE, { "policy", "diff", "a", "b" } },
	{ "policy-reload-words", OFFLINE, { "policy", "reload", "now" } },
	{ "policy-show", OFFLINE, { "policy", "show" } },
	{ "policy-show-log-only", LOG_ONLY, { "policy", "show" } },
	{ "policy-show-who", WHO, { "policy", "show" } },
	{ "policy-check-who", WHO, { "policy", "check" } },
	{ "policy-check-bad-who", WHO, { "policy", "check", "@/unknown.conf" } },
	{ "policy-diff-who", WHO, { "policy", "diff", "@/other" } },
	{ "policy-show-empty", EMPTY, { "policy", "show" } },
	{ "policy-other", OFFLINE, { "policy", "improve" } },
	{ "wrong-verb", RUNNING, { "lsit" } },
	{ "wrong-option-alike", RUNNING, { "audit", "--deneid" } },
	{ "policy-alike", OFFLINE, { "policy", "relaod" } },
	{ "help-verb", RUNNING, { "--help", "set" } },
	{ "verb-help", RUNNING, { "help" } },
	{ "verb-help-verb", RUNNING, { "help", "set" } },
	{ "verb-help-wrong", RUNNING, { "help", "ste" } },
	{ "wrong-option", RUNNING, { "list", "--everything" } },
	{ "wrong-option-together", RUNNING, { "list", "-nxj" } },
	{ "wrong-option-before-json", RUNNING, { "list", "--everything", "-j" } },
	{ "wrong-option-argument", RUNNING, { "list", "--json=yes" } },
	{ "wrong-option-for-verb", RUNNING, { "list", "--wait=1" } },
	{ "wrong-argument", RUNNING, { "list", "--color=green" } },
	{ "wrong-root", RUNNING, { "list", "--root=/nowhere" } },
	{ "wrong-root-file", RUNNING, { "list", "--root=/etc/passwd" } },
	{ "wrong-wait", RUNNING, { "set", "ens1f0np0#1", "native", "-w", "99999" } },
	{ "missing-argument", RUNNING, { "list", "--root" } },
	{ "version", RUNNING, { "--version" } },
	{ "help", RUNNING, { "--help" } },
};

const size_t golden_n = ARRAY_SIZE(golden_cases);

static const char rules[] =
	"version = 1;\n"
	"rules = (\n"
	"  { name = \"old-guests\";\n"
	"    match = { pf = \"ens1f0np0\"; vf = 0; host = \"hv-a*\"; };\n"
	"    profile = \"transitional\"; note = \"ticket 1123\"; },\n"
	"  { name = \"elsewhere\"; match = { host = \"hv-b*\"; };\n"
	"    profile = \"legacy\"; },\n"
	"  { name = \"choice\"; match = { vf = \"1-3\"; not = { numa = 1; }; };\n"
	"    profile = \"native\"; allow = [ \"transitional\" ]; },\n"
	"  { name = \"card\"; match = { serial = \"00-15-4D-*\"; vf = 5; };\n"
	"    profile = \"native\"; allow = [ \"legacy\" ]; audit = \"loud\";\n"
	"    set_by = { uid = [ 0, 107 ]; }; }\n"
	");\n";

static const char who_rules[] =
	"rules = (\n"
	"  { name = \"some\"; match = { vf = 1; }; profile = \"native\"; allow = \"legacy\";\n"
	"    set_by = { uid = 0; user = \"alice\"; group = [ \"users\", \"ops\" ]; }; },\n"
	"  { name = \"none\"; profile = \"native\"; allow = \"legacy\";\n"
	"    set_by = { group = \"none\"; }; }\n"
	");\n";

static const char other_rules[] =
	"rules = (\n"
	"  { name = \"choice\"; match = { vf = \"1-3\"; }; profile = \"legacy\"; },\n"
	"  { name = \"new\"; match = { vf = 0; }; profile = \"native\"; },\n"
	"  { name = \"elsewhere\"; match = { host = \"hv-b*\"; };\n"
	"    profile = \"legacy\"; }\n"
	");\n";

static const char log_only_rules[] =
	"rules = (\n"
	"  { name = \"new\"; match = { vf = \"0-3\"; host = \"hv-a*\"; };\n"
	"    profile = \"transitional\"; log_only = true; },\n"
	"  { name = \"newer\"; match = { host = \"hv-b*\"; }; profile = \"legacy\"; log_only = true; },\n"
	"  { name = \"choice\"; profile = \"native\"; allow = \"legacy\"; }\n"
	");\n";

static const char definitions[] =
	"version = 1;\n"
	"defined = (\n"
	"  { pf = \"0000:3b:00.0\"; vf = 1; profile = \"transitional\"; uid = \"0\";\n"
	"    note = \"ticket \\\"7\\\"\"; },\n"
	"  { pf = \"0000:3b:00.0\"; vf = 2; profile = \"legacy\"; uid = \"0\"; },\n"
	"  { pf = \"0000:3b:00.0\"; vf = 30; profile = \"native\"; migration = true; uid = \"4242\"; }\n"
	");\n";

/* Rules for VFs that do not exist yet. */
static const char later_rules[] =
	"rules = (\n"
	"  { name = \"later\"; match = { vf = \"30-31\"; }; profile = \"native\";\n"
	"    allow = [ \"legacy\", \"migration\" ]; }\n"
	");\n";

static const char other_definitions[] =
	"version = 1;\n"
	"defined = (\n"
	"  { pf = \"0000:3b:00.0\"; vf = 2; profile = \"native\"; uid = \"0\"; },\n"
	"  { pf = \"0000:3b:00.0\"; vf = 3; profile = \"native\"; uid = \"0\"; },\n"
	"  { pf = \"0000:3b:00.0\"; vf = 30; profile = \"native\"; migration = true; uid = \"4242\"; }\n"
	");\n";

/*
 * Definitions for VF 1 of the installed card, made in another slot; for a VF of its second PF; for
 * another card; and two by slot.
 */
static const char cards[] =
	"version = 1;\n"
	"defined = (\n"
	"  { serial = \"00-15-4d-ff-fe-12-34-56\"; pf = \"0000:5e:00.0\"; vf = 1;\n"
	"    profile = \"transitional\"; uid = \"0\"; },\n"
	"  { serial = \"00-15-4d-ff-fe-12-34-56\"; pf = \"0000:5e:00.1\"; vf = 1;\n"
	"    profile = \"native\"; uid = \"0\"; },\n"
	"  { serial = \"00-15-4d-ff-fe-99-99-99\"; pf = \"0000:5e:00.0\"; vf = 4;\n"
	"    profile = \"legacy\"; uid = \"0\"; },\n"
	"  { pf = \"0000:3b:00.0\"; vf = 2; profile = \"native\"; uid = \"0\"; },\n"
	"  { pf = \"0000:5e:00.0\"; vf = 5; profile = \"native\"; uid = \"0\"; }\n"
	");\n";

static const char declaration[] =
	"driver = \"sample_vfio_pci\";\n"
	"profiles = ( { name = \"native\"; },\n"
	"  { name = \"labelled\"; summary = \"another subsystem id\"; },\n"
	"  { name = \"bare\"; summary = \"no capabilities\"; } );\n";

void golden_fill(const char *root, enum scene scene)
{
	if (scene == USED)
		root_put_used(root);
	if (scene == DRIVERCTL)
		root_put_driverctl(root);
	if (scene == ATTRIBUTES)
		root_put_attributes(root);
	if (scene == NAMELESS)
		root_spoil_port(root);
	if (scene == SINGLE || scene == NAMELESS)
		root_put_single(root);
	if (scene == KERNELS || scene == PLAIN)
		root_put_kernels(root, scene == PLAIN);
	if (scene == REMOVED)
		root_put_kernel(root, "6.12.9-1-amd64", false, true);
	if (scene == LOCKED) {
		root_put_kernel(root, "6.12.9-1-amd64", true, true);
		root_put_lockdown(root);
	}
	if (scene == NO_JOURNAL)
		root_put(root, "var/log/journal/README", "");
	if (scene == OBSTACLE)
		root_put(root, "var/lib/vfiovd/.defined.conf.new/file", "");
	if (scene == POOR)
		root_put_shut(root, "var/lib/vfiovd");
	if (scene == EMPTY)
		return;
	root_put(root, "etc/vfiovd/vfiovd.conf", "allow_transitional = true;\n");
	root_put(root, "etc/vfiovd/policy.d/20-legacy.conf", rules);
	if (scene == OTHER_RULES)
		root_put(root, "etc/vfiovd/policy.d/20-legacy.conf", other_rules);
	if (scene == LOG_ONLY)
		root_put(root, "etc/vfiovd/policy.d/20-legacy.conf", log_only_rules);
	if (scene == UNJUDGED) {
		root_put(root, "run/udev/control", "");
		root_put(root, "etc/vfiovd/policy.d/20-legacy.conf",
			 "rules = (\n"
			 "  { name = \"keep\"; match = { pf = \"ens9\"; }; profile = \"native\"; },\n"
			 "  { name = \"all\"; profile = \"transitional\"; }\n);\n");
	}
	if (scene == NAMELESS) {
		root_put(root, "etc/vfiovd/policy.d/10-port.conf",
			 "rules = ( { name = \"by-port\"; match = { port = \"p0\"; };\n"
			 "    profile = \"legacy\"; } );\n");
		root_put(root, "other/etc/vfiovd/policy.d/20-legacy.conf", other_rules);
	}
	if (scene == ABSENT)
		absent_fill(root);
	if (scene == TWO_DRIVERS) {
		root_put(
			root, "etc/vfiovd/vfiovd.conf",
			"allow_transitional = true;\nallow_profiles = [ \"sample_vfio_pci/bare\" ];\n");
		root_put(root, "etc/vfiovd/drivers.d/sample_vfio_pci.conf", declaration);
		root_put(root, "etc/vfiovd/policy.d/10-disks.conf",
			 "rules = ( { name = \"disks\"; match = { driver = \"sample_*\"; };\n"
			 "    profile = \"native\"; allow = \"bare\"; } );\n");
	}
	if (scene == BEYOND)
		root_put_drivers(root);
	if (scene == WHO) {
		static const char passwd[] = "root:x:0:0::/root:/bin/sh\n"
					     "alice:x:1000:1000::/:/bin/sh\n"
					     "bob:x:1001:100::/:/bin/sh\n"
					     "carol:x:4000000000:1000::/:/bin/sh\n";

		root_put(root, "etc/passwd", passwd);
		root_put(root, "etc/group",
			 "users:x:100:\nops:x:500:carol,gone,alice\nnone:x:501:\n");
		root_put(root, "etc/vfiovd/policy.d/20-legacy.conf", who_rules);
		root_put(root, "other/etc/passwd", passwd);
		root_put(root, "other/etc/group", "users:x:100:\nops:x:500:bob\nnone:x:501:\n");
		root_put(root, "other/etc/vfiovd/vfiovd.conf", "allow_transitional = true;\n");
		root_put(root, "other/etc/vfiovd/policy.d/20-legacy.conf", who_rules);
		root_put(
			root, "unknown.conf",
			"rules = (\n  { name = \"a\"; profile = \"native\";\n"
			"    set_by = { user = \"dave\";\n      group = [ \"ops\", \"wheel\" ]; }; }\n);\n");
	}
	if (scene == CARDS)
		root_put(root, "var/lib/vfiovd/defined.conf", cards);
	if (scene == HOSTS)
		hosts_put(root);
	if (scene == DEFINED || scene == HOSTS) {
		root_put(root, "etc/vfiovd/vfiovd.conf",
			 "allow_transitional = true;\nallow_migration = true;\n");
		root_put(root, "etc/vfiovd/policy.d/90-later.conf", later_rules);
		root_put(root, "var/lib/vfiovd/defined.conf", definitions);
		root_put(root, "other/etc/vfiovd/policy.d/20-legacy.conf", other_rules);
		root_put(root, "other/var/lib/vfiovd/defined.conf", other_definitions);
	}
	if (scene == BAD_POLICY || scene == BAD_FILES || scene == BAD_DEAF || scene == BAD_ALONE ||
	    scene == SPOILED || scene == BAD_START)
		root_put(root, "etc/vfiovd/policy.d/30-bad.conf",
			 "rules = (\n  { name = \"a\"; profil = \"native\"; },\n"
			 "  { name = \"choice\"; profile = \"native\"; }\n);\n");
}
