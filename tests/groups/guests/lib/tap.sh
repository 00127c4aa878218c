# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TAP for scripts: claims, and the plan at the end. Source it, and end with `tap_end`.

claims=0 failed=

# claim TEXT COMMAND...: that it succeeds
claim() {
	local text=$1
	shift
	if "$@"; then
		echo "ok $((++claims)) - $text"
	else
		echo "not ok $((++claims)) - $text"
		failed=yes
	fi
}

note() {
	printf '# %s\n' "$*"
}

# must COMMAND...: or give up
must() {
	"$@" || {
		echo "Bail out! $*"
		exit 1
	}
}

# shown FILE: for the log, and not TAP whatever it says
shown() {
	tr -d '\r' <"$1" | sed "s,^,${1##*/}| ,"
}

# within SECONDS COMMAND...: wait until it succeeds
within() {
	local end=$((SECONDS + $1 * ${VFIOVD_SLOWER:-1}))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.3
	done
}

tap_end() {
	echo "1..$claims"
	[ -z "$failed" ]
	exit
}
