# SPDX-License-Identifier: Apache-2.0
#
# Programs of others, built by the finished SDK into build/ports.

port_names := $(patsubst ports/%/port.toml,port-%,$(wildcard ports/*/port.toml))

.PHONY: ports $(port_names)

## ports: build all ports (zlib, SQLite, Lua, CPython...); one: make port-NAME
ports:
	@ports/build

$(port_names): port-%:
	@ports/build $*
