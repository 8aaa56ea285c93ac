# SPDX-License-Identifier: Apache-2.0
#
# What CMake must know about the guest: POSIX names and paths, static linking
# only, no loader for modules.
include(Platform/UnixPaths)

set(UNIX 1)
set(ZEROVM 1)

set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)
set(CMAKE_STATIC_LIBRARY_PREFIX lib)
set(CMAKE_STATIC_LIBRARY_SUFFIX .a)
set(CMAKE_EXECUTABLE_SUFFIX "")
set(CMAKE_FIND_LIBRARY_PREFIXES lib)
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
set(CMAKE_DL_LIBS "")
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
