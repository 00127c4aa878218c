# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the scripts of static and static-long share. Each runs one tool, shows what the tool has to say,
# and fails if that is anything. Source it:
#
#	. "$(dirname "$0")/../static/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"

out=$build/static
mkdir -p "$out"

# sources DIRECTORY...: the C files below these directories of the project
sources() {
	(cd "$top" && find "$@" -name '*.[ch]' ! -path "$build/*" | sort)
}

# complaints LOG: the warnings and errors of a compiler, each once, with files as the project has them
complaints() {
	grep -E '(warning|error):' "$1" | sed "s,^.*$top/,,; s,^\(\.\./\)*,," | sort -u || true
}

# verdict FILE: show what a tool has written there, and say how much it is
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

# installed DIR: the programs that get installed, as ninja has them for targets in DIR
installed() {
	meson introspect --targets "$1" |
		jq -r --arg dir "$1/" '.[] | select(.installed and .type == "executable") |
			.filename[] | ltrimstr($dir)'
}
