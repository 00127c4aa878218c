# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TAP for scripts: claims, and the plan at the end. A script sources this file and ends with `tap_end`.

claims=0 failed=

# claim TEXT COMMAND...: claim that the command succeeds
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

# must COMMAND...: give up if the command fails
must() {
	"$@" || {
		echo "Bail out! $*"
		exit 1
	}
}

# shown FILE: print a file to the log, in a form that is never TAP
shown() {
	tr -d '\r' <"$1" | sed "s,^,${1##*/}| ,"
}

# within SECONDS COMMAND...: wait until the command succeeds
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
