# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build and use the Debian packages in one release of Debian. The test scripts source this file:
#
#	. "$(dirname "$0")/suite.sh"
#	packages_of trixie
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"
. "$top/tests/lib/tap.sh"

# copy_source DIR: copy the project to DIR, as a repository
copy_source() {
	mkdir -p "$1"
	git -C "$top" ls-files -z | tar -C "$top" -c --null -T - | tar -C "$1" -x
	git -C "$1" init -q && git -C "$1" add -A
}

# next_source DIR: copy the project to DIR, as a repository with a later version
next_source() {
	copy_source "$1"
	sed -i "s/version: '0\.1\.0'/version: '0.1.1'/" "$1/meson.build"
	sed -i 's/^\(#define VFIOV\(_VIRTIO\)\?_VERSION\t"0\.1\)"/\1.1"/' "$1"/kmod/{core,virtio}/state.h
	sed -i '1s/0\.1\.0/0.1.1/' "$1/conf/debian/changelog"
}

# build_there: build the packages of this version and of a later one, as a user does; lintian
# reports nothing about them
build_there() {
	local tree status=0

	tree=$("$top/tests/lib/tree" "$suite" packages)
	"$top/tests/lib/chroot" "$tree" "$top/conf/debian/build" "$dir/debs" >"$dir/build.log" 2>&1 || status=$?
	point "$status" "$suite: the packages are built, with every installed file in one" "$dir/build.log"
	[ "$status" -eq 0 ] || return 0
	next_source "$dir/next-source"
	"$top/tests/lib/chroot" "$tree" "$dir/next-source/conf/debian/build" "$dir/next" >"$dir/next.log" 2>&1 || status=$?
	rm -rf --one-file-system "$dir/next-source"
	point "$status" "$suite: a later version is built" "$dir/next.log"
	[ "$status" -eq 0 ] || return 0

	# Debian 13 no longer has this tag, and complains if it is overridden. vfiovd needs systemd:
	# its audit is in the journal, and its sandbox is the unit.
	"$top/tests/lib/chroot" "$tree" lintian --allow-root --no-cfg --display-info --pedantic --tag-display-limit 0 \
		"$dir"/debs/vfiov{d,-dkms}_*.deb 2>&1 |
		grep -vF ' package-supports-alternative-init-but-no-init.d-script ' >"$dir/lintian.log" || true
	[ ! -s "$dir/lintian.log" ] || status=1
	point "$status" "$suite: lintian is content" "$dir/lintian.log"
}

# kernels OPTION...: print the oldest and the newest 6.12, and the newest of each later series, that
# apt-cache with these options knows
kernels() {
	local all old

	mapfile -t all < <(apt-cache "$@" pkgnames linux-headers- |
		sed -n 's/^linux-headers-\([0-9.]*+deb[0-9]*-amd64\)$/\1/p' | sort -V)
	mapfile -t old < <(printf '%s\n' "${all[@]}" | grep '^6\.12\.')
	[ ${#old[@]} -ge 2 ] || return 0
	printf '%s\n' "${old[0]}" "${old[-1]}"
	printf '%s\n' "${all[@]}" | awk -F. '$1 > 6 || $1 == 6 && $2 > 12' | sort -rV |
		awk -F. '!seen[$1 "." $2]++' | sort -V
}

# add_backports DIR: add the backports of the suite to that view of the package sources (tests/lib/private-apt)
add_backports() {
	local file

	"$top/tests/lib/private-apt" --suite "$suite-backports" "$1-backports"
	for file in "$1-backports"/sources.d/*; do
		[ ! -s "$file" ] || cp "$file" "$1/sources.d/backports-${file##*/}"
	done
	cp -r "$1-backports"/lists/* "$1/lists/"
}

# fetch TREE: fetch into DIR/apt what apt needs to install our packages in TREE, and the kernels for
# kernel_lifecycle; DIR/wanted gets the names of the former, DIR/kernels those of the latter
fetch() {
	local other=() packages=() later=() kernel
	local apt=(apt-get -o "Dir::State::status=$1/var/lib/dpkg/status")
	local debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)

	# The security archive, which has Debian 12's kernel 6.12, is available only for the
	# machine's own release.
	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/apt" && add_backports "$dir/apt" || return
	export APT_CONFIG=$dir/apt/apt.conf
	"${apt[@]}" -s install "${debs[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
		grep -vxE 'vfiovd|vfiov-dkms' >"$dir/wanted"
	kernels "${apt[@]:1}" >"$dir/kernels"
	while read -r kernel; do
		case $kernel in
		6.12.*) packages+=("linux-image-$kernel" "linux-headers-$kernel") ;;
		*) later+=("linux-image-$kernel" "linux-headers-$kernel") ;;
		esac
	done <"$dir/kernels"
	"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}" || return
	[ ${#packages[@]} -eq 0 ] ||
		"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}" "${packages[@]}" ||
		return
	# Later kernels need other packages from the backports, too.
	[ ${#later[@]} -eq 0 ] ||
		"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only -t "$suite-backports" install "${debs[@]}" \
			"${later[@]}" || return
	unset APT_CONFIG
}

# built_there: same as build_there, unless nothing has changed since the last time
built_there() {
	local hash

	# The tests are not built for the packages.
	hash=$(cd "$top" && git ls-files -z -- . ':!tests' | xargs -0 sha256sum | sha256sum)
	[ "$(cat "$dir/built" 2>/dev/null)" != "$hash" ] || return 0
	rm -rf --one-file-system "$dir/debs" "$dir/next" "$dir/built"
	mkdir -p "$dir/debs" "$dir/next"
	build_there
	[ -n "$failed" ] || echo "$hash" >"$dir/built"
}

# fetch_for_host TREE RELEASE: same as fetch, but into DIR/host-apt and DIR/host-wanted, with the
# headers of the kernel
fetch_for_host() {
	local other=() apt=(apt-get -o "Dir::State::status=$1/var/lib/dpkg/status" --no-install-recommends)
	local debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)
	# The programs that sign modules and remove signatures.
	local more=("linux-headers-$2" openssl binutils xz-utils)

	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/host-apt" || return
	export APT_CONFIG=$dir/host-apt/apt.conf
	"${apt[@]}" -s install "${debs[@]}" "${more[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
		grep -vxE 'vfiovd|vfiov-dkms' >"$dir/host-wanted"
	"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}" "${more[@]}" || return
	unset APT_CONFIG
}

# host_tree RELEASE: create in DIR/host-root the emulated host's user space with the packages, for
# its kernel RELEASE
host_tree() {
	local scratch

	# tests/lib/chroot needs a tree outside of the build directory.
	scratch=$(mktemp -d)
	as_root rm -rf --one-file-system "$dir/host-root"
	as_root unsquashfs -quiet -no-progress -d "$scratch/base" \
		"$("$top/tests/host/rootfs" "$suite" image)/root.squashfs"
	fetch_for_host "$scratch/base" "$1" &&
		as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$scratch/base" \
			bash "$top/tests/groups/packages/host-tree.sh" "$dir" "$1" || return
	as_root rm -rf --one-file-system "$scratch"
	mkdir "$dir/host-root"
	as_root tar -C "$dir/host-root" --no-same-owner -xf "$dir/host.tar"
	# The files must be readable, because they are packed later.
	as_root chmod -R a+rX "$dir/host-root"
	as_root rm "$dir/host.tar"
}

# from_source: test an installation without packages, if the tree has a systemd that can examine it
from_source() {
	local tree tap=$dir/from-source.tap

	tree=$("$top/tests/lib/tree" "$suite" packages)
	[ -x "$tree/usr/bin/systemd-analyze" ] || return 0
	as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
		bash "$top/tests/groups/packages/from-source.sh" "$top" >"$tap" || true
	include "$suite: from-source gets to its end" "$tap"
}

# as_the_readme_says TREE packages|source
as_the_readme_says() {
	local tree=$1 how=$2 other=() source=$dir/readme-source

	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/readme-apt" >"$dir/readme-apt.log" 2>&1 || true
	as_root rm -rf --one-file-system "$source"
	copy_source "$source"
	as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
		bash "$top/tests/groups/packages/readme.sh" "$source" "$dir/readme-apt" "$how" >"$dir/readme-$how.tap" || true
	include "$suite: the README's commands for $how get to their end" "$dir/readme-$how.tap"
	as_root rm -rf --one-file-system "$source"
}

# on_host NAME SCRIPT OPTION...: run the script on the emulated host, booted with these options
on_host() {
	local name=$1 script=$2 tap=$dir/$1.tap
	shift 2

	VFIOVD_LOGS=$dir/$name.logs VFIOVD_RELEASE=$suite "$top/tests/host/boot" "$@" "$out" -- \
		bash "/tests/groups/packages/$script" >"$tap" || true
	include "$suite: the emulated host gets to the end: $name" "$tap"
}

# on_the_host SUITE
on_the_host() {
	local status=0 out=$build/packages/host

	suite=$1
	dir=$build/packages/$suite
	mkdir -p "$dir" "$out"
	built_there
	if [ -z "$failed" ]; then
		{ "$top/tests/host/build" "$out" && "$top/tests/device/build" "$out/device" &&
			host_tree "$(cat "$out/release")" &&
			"$top/tests/host/payload" --root "$dir/host-root" "$out"; } >"$dir/host.log" 2>&1 || status=$?
		as_root rm -rf --one-file-system "$dir/host-root"
		point "$status" "$suite: an emulated host has the packages" "$dir/host.log"
	fi
	if [ -z "$failed" ]; then
		on_host in-use in-use.sh --timeout 2400
		on_host sig-enforce refused.sh --append module.sig_enforce=1
		on_host lockdown refused.sh --append lockdown=integrity
	fi
	tap_end
}

# packages_of SUITE
packages_of() {
	local tree status=0

	suite=$1
	dir=$build/packages/$suite
	mkdir -p "$dir"
	tree=$("$top/tests/lib/tree" "$suite" packages-host)
	from_source
	built_there
	if [ -z "$failed" ]; then
		fetch "$tree" >"$dir/fetch.log" 2>&1 || status=$?
		point "$status" "$suite: apt finds all that they depend on" "$dir/fetch.log"
	fi
	if [ -z "$failed" ]; then
		as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
			bash "$top/tests/groups/packages/inside.sh" "$dir" >"$dir/inside.tap" || true
		include "$suite: inside gets to its end" "$dir/inside.tap"
	fi
	as_the_readme_says "$tree" packages
	as_the_readme_says "$tree" source
	tap_end
}
