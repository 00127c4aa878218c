# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TAP for scripts: claims, and the plan at the end. A script sources this file, on this machine, in a
# chroot or on the emulated host, and `tap_end` is its last command.

claims=0 failed=
# What the command of the last claim has printed.
said=$(mktemp)
# The files that point shows if it gets no FILE. A script may set them.
logs=()

# point STATUS TEXT [FILE...]: claim TEXT, which is true if STATUS is 0; if it is not, show the end of
# each FILE
point() {
	local files=("${@:3}")

	if [ "$1" -eq 0 ]; then
		echo "ok $((++claims)) - $2"
		return
	fi
	echo "not ok $((++claims)) - $2"
	failed=yes
	[ ${#files[@]} -gt 0 ] || files=("${logs[@]}")
	[ ${#files[@]} -eq 0 ] || tail -q -n 30 "${files[@]}" | sed 's/^/# /'
}

# claim TEXT COMMAND...: claim TEXT, which is true if COMMAND succeeds; if it fails, show what it has
# printed
claim() {
	local text=$1 status=0
	shift

	"$@" >"$said" 2>&1 || status=$?
	point "$status" "$text" "$said"
}

# skip TEXT WHY
skip() {
	echo "ok $((++claims)) - $1 # SKIP $2"
}

# include TEXT FILE: the claims of another script, whose output is in FILE, and the claim TEXT that
# it reached its end
include() {
	local line first=$claims plan='' status=0

	while IFS= read -r line; do
		if [[ $line =~ ^(not )?ok\ +[0-9]+(.*)$ ]]; then
			echo "${BASH_REMATCH[1]}ok $((++claims))${BASH_REMATCH[2]}"
			[ -z "${BASH_REMATCH[1]}" ] || failed=yes
		elif [[ $line =~ ^1\.\.([0-9]+) ]]; then
			plan=${BASH_REMATCH[1]}
		else
			echo "$line"
		fi
	done <"$2"
	[ $((claims - first)) = "$plan" ] || status=1
	point "$status" "$1"
}

# tap_end: print the plan; true if all claims are
tap_end() {
	rm -f "$said"
	echo "1..$claims"
	[ -z "$failed" ]
}
