# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shared code of the scripts in static and static-long. Each runs one tool, shows its reports, and
# fails if there are any. Source it:
#
#	. "$(dirname "$0")/../static/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"

out=$build/static
mkdir -p "$out"

# sources DIRECTORY...: the C files below these directories of the project
sources() {
	(cd "$top" && find "$@" -name '*.[ch]' ! -path "$build/*" | sort)
}

# complaints LOG: print the warnings and errors of a compiler, each one once, with paths relative to
# the project
complaints() {
	grep -E '(warning|error):' "$1" | sed "s,^.*$top/,,; s,^\(\.\./\)*,," | sort -u || true
}

# verdict FILE: show the reports of a tool in this file, and count them
verdict() {
	local n

	n=$(wc -l <"$1")
	[ "$n" -gt 0 ] || exit 0
	head -n 200 "$1"
	echo "$n lines"
	exit 1
}

# user_space DIR OPTION...: configure user space for an analyzer
user_space() {
	local dir=$1
	shift

	rm -rf "$dir"
	meson setup "$dir" "$top" -Dkmod=disabled -Dtests=disabled "$@" >"$dir.log" 2>&1 || {
		cat "$dir.log"
		exit 1
	}
}

# installed DIR: print ninja's targets in DIR for installed programs
installed() {
	meson introspect --targets "$1" |
		jq -r --arg dir "$1/" '.[] | select(.installed and .type == "executable") |
			.filename[] | ltrimstr($dir)'
}
