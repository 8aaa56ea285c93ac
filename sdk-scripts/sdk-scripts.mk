# SPDX-License-Identifier: Apache-2.0
#
# What the SDK holds beside programs: its licence and its version.

.PHONY: sdk-scripts
sdk-scripts: $(SDK)/share/licences/ZeroVM $(SDK)/share/VERSION

$(SDK)/share/licences/ZeroVM: LICENSE
	@mkdir -p $(@D)
	cp $< $@

$(SDK)/share/VERSION: Makefile
	@mkdir -p $(@D)
	echo $(VERSION) >$@
