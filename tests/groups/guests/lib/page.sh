# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the examples of the manual page vfiov-guests(7), whose PF is 0000:3b:00.0.

page_file=/usr/share/man/man7/vfiov-guests.7

# page_code SECTION: print the text between .Bd and .Ed in the section, with the addresses of this machine
page_code() {
	awk -v section=".Ss $1" '
		/^\.S[hs]/ { here = $0 == section }
		/^\.Ed/ { code = 0 }
		here && code
		/^\.Bd -literal/ { code = 1 }' "$page_file" |
		sed -e 's/\\e/\\/g' -e 's/\\-/-/g' -e 's/\\&//g' -e "s/3b:00/01:00/g" \
			-e "s/bus='0x3b'/bus='0x01'/g"
}

# page_run SECTION: run this text in a shell that stops at an error
page_run() {
	local code

	code=$(page_code "$1")
	[ -n "$code" ] || {
		note "the page has nothing to run under $1"
		return 1
	}
	bash -euc "$code" >/run/page.out 2>&1 </dev/null
	local status=$?
	sed "s,^,$1| ," /run/page.out
	return "$status"
}

# page_said TEXT: true if the output of the last page_run contains TEXT
page_said() {
	grep -qF -e "$1" /run/page.out
}

# page_line TEXT: print the first line that begins with TEXT
page_line() {
	grep -m 1 "^$1" "$page_file"
}
