# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shared code of all scripts in tests/. Source it:
#
#	. "$(dirname "$0")/../lib/common.sh"

set -euo pipefail

# The project, its build directory, and the cache that all clones share.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# VFIOVD_BUILD may be relative, and other scripts run in other directories.
[[ ${VFIOVD_BUILD:-/} == /* ]] || export VFIOVD_BUILD=$PWD/$VFIOVD_BUILD
build=${VFIOVD_BUILD:-$top/build}
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vfiovd
export build cache

# say TEXT...: print progress for people, separate from results
say() {
	printf '%s\n' "$*" >&2
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# as_root COMMAND...
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "needs root or sudo for: $*"
	fi
}

# step TEXT COMMAND...: run it silently; show its last lines only if it fails
step() {
	local text=$1 log start=$SECONDS
	shift
	log=$(mktemp)
	if ! "$@" >"$log" 2>&1 </dev/null; then
		say "$text: failed"
		tail -n 40 "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
	say "$text: $((SECONDS - start)) s"
}

# codename: print that of the machine's own Debian release
codename() {
	# shellcheck disable=SC1091
	(. /etc/os-release && printf '%s\n' "$VERSION_CODENAME")
}

# own_build: lock build/ until this script ends
own_build() {
	mkdir -p "$build"
	exec 8>"$build/.lock"
	flock -n 8 || die "another script uses $build; set VFIOVD_BUILD to another directory"
}
