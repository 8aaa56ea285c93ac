#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The accepted language, as generated from the table, against the reviewed
# listing: a change of the table must show up as a diff of the listing.
# Run from the top of the tree.
generate=${1:-build/validator/generate}
reviewed=tests/validator/language.txt
difference=$(mktemp) || exit 1
trap 'rm -f "$difference"' EXIT
echo 1..1
if "$generate" --list | diff -u "$reviewed" - >"$difference"; then
	echo "ok 1 - the accepted language is the reviewed one"
	exit 0
fi
echo "not ok 1 - the accepted language is the reviewed one"
sed 's/^/# /' "$difference"
echo "# when it is meant: $generate --list > $reviewed"
exit 1
