# SPDX-License-Identifier: Apache-2.0
#
# cmake -DCMAKE_TOOLCHAIN_FILE=SDK/share/zerovm/cmake/zerovm-toolchain.cmake
#
# Works wherever the SDK stands. Packages are found in the SDK's sysroot and in
# the folders of CMAKE_FIND_ROOT_PATH that the caller adds, never on the host;
# programs that the build runs are the host's, tests run under zvm-run.
set(CMAKE_SYSTEM_NAME ZeroVM)
set(CMAKE_SYSTEM_VERSION 1)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

get_filename_component(ZEROVM_SDK "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")

set(CMAKE_C_COMPILER "${ZEROVM_SDK}/bin/zvm-gcc")
set(CMAKE_CXX_COMPILER "${ZEROVM_SDK}/bin/zvm-g++")
set(CMAKE_ASM_COMPILER "${ZEROVM_SDK}/bin/zvm-gcc")
foreach(tool AR RANLIB NM STRIP OBJCOPY OBJDUMP READELF ADDR2LINE)
  string(TOLOWER "${tool}" name)
  set(CMAKE_${tool} "${ZEROVM_SDK}/bin/zvm-${name}" CACHE FILEPATH "")
endforeach()
set(CMAKE_LINKER "${ZEROVM_SDK}/bin/zvm-ld" CACHE FILEPATH "")
set(PKG_CONFIG_EXECUTABLE "${ZEROVM_SDK}/bin/zvm-pkg-config" CACHE FILEPATH "")

set(CMAKE_CROSSCOMPILING_EMULATOR "${ZEROVM_SDK}/bin/zvm-run")

list(APPEND CMAKE_FIND_ROOT_PATH "${ZEROVM_SDK}/x86_64-nacl")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
