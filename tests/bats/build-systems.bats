#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Programs of others are built by CMake, configure scripts and Meson. A small
# client, with a library found by pkg-config, is built and tested by each.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")

# A library as `make install` would leave it, in a prefix of its own, and a
# client that needs it. The host has a library "part" too: the wrong one.
setup() {
    cd "$BATS_TEST_TMPDIR"
    export PATH=$sdk/bin:$PATH
    mkdir -p prefix/lib/pkgconfig prefix/include host/pkgconfig
    echo 'int part(void) { return 42; }' >part.c
    echo 'int part(void);' >prefix/include/part.h
    zvm-gcc -O2 -c part.c -o part.o
    zvm-ar rcs prefix/lib/libpart.a part.o
    cat >prefix/lib/pkgconfig/part.pc <<'END'
prefix=/usr/elsewhere
libdir=${prefix}/lib

Name: part
Description: a part
Version: 2.5
Cflags: -I${prefix}/include
Libs: -L${libdir} -lpart
Libs.private: -lm
END
    sed 's/Version: .*/Version: 9/' prefix/lib/pkgconfig/part.pc >host/pkgconfig/part.pc
    export PKG_CONFIG_PATH=$PWD/host/pkgconfig
    export ZVM_PKG_CONFIG_PATH=$PWD/prefix/lib/pkgconfig
    mkdir client
    cat >client/main.c <<'END'
#include "config.h"
#include <math.h>
#include <part.h>
#include <stdio.h>
#ifdef HAVE_FORK
#error "a guest has no fork"
#endif
#ifndef HAVE_SNPRINTF
#error "a guest has snprintf"
#endif
int main(int argc, char **argv)
{
    printf("%d %d %s\n", part(), (int)sqrt(argc), argv[argc - 1]);
    return 3;
}
END
}

ran_as_client() { # PROGRAM
    run zvm-run "$1" a b hello
    [ "$status" = 3 ]
    [ "$output" = "42 2 hello" ]
    zvm-validate "$1"
}

@test "zvm-pkg-config knows the SDK's packages and ZVM_PKG_CONFIG_PATH, not the host's" {
    [ "$(zvm-pkg-config --modversion part)" = 2.5 ]
    run zvm-pkg-config --cflags --libs part
    [ "$status" = 0 ]
    # The prefix is where the .pc file stands; what -static needs is in it.
    [[ $output == *"-I$PWD/prefix/include"* ]]
    [[ $output == *"-L$PWD/prefix/lib"* ]]
    [[ $output == *-lpart*-lm* ]]
    unset ZVM_PKG_CONFIG_PATH
    run zvm-pkg-config --exists part
    [ "$status" != 0 ]
}

@test "zvm-pkg-config finds what is installed in the SDK, and its -I and -L say nothing" {
    mkdir -p moved
    cp -a "$sdk" moved/sdk
    mkdir -p moved/sdk/x86_64-nacl/lib/pkgconfig
    cp prefix/lib/pkgconfig/part.pc moved/sdk/x86_64-nacl/lib/pkgconfig/
    unset ZVM_PKG_CONFIG_PATH
    run moved/sdk/bin/zvm-pkg-config --cflags --libs part
    [ "$status" = 0 ]
    [ "$(echo $output)" = "-lpart -lm" ]
}

@test "CMake: the toolchain file, checks that tell the truth, ctest under zvm-run" {
    cat >client/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.13)
project(client C)
include(CheckFunctionExists)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PART REQUIRED IMPORTED_TARGET part)
check_function_exists(fork HAVE_FORK)
check_function_exists(snprintf HAVE_SNPRINTF)
find_package(ZLIB QUIET)
if(ZLIB_FOUND AND ZLIB_LIBRARY MATCHES "^/usr/lib")
  message(FATAL_ERROR "the host's zlib was found")
endif()
if(NOT UNIX OR NOT CMAKE_CROSSCOMPILING)
  message(FATAL_ERROR "not a POSIX system that is cross-compiled for")
endif()
file(WRITE ${CMAKE_BINARY_DIR}/config.in "#cmakedefine HAVE_FORK\n#cmakedefine HAVE_SNPRINTF\n")
configure_file(${CMAKE_BINARY_DIR}/config.in config.h)
add_library(shared_is_static SHARED ../part.c)
add_executable(client main.c)
target_include_directories(client PRIVATE ${CMAKE_BINARY_DIR})
target_link_libraries(client PkgConfig::PART m)
enable_testing()
add_test(NAME runs COMMAND client a b hello)
set_tests_properties(runs PROPERTIES PASS_REGULAR_EXPRESSION "^42 2 hello")
END
    cmake -S client -B out \
        -DCMAKE_FIND_ROOT_PATH="$PWD/prefix" \
        -DCMAKE_TOOLCHAIN_FILE="$sdk/share/zerovm/cmake/zerovm-toolchain.cmake"
    cmake --build out
    (cd out && ctest --output-on-failure)
    ran_as_client out/client
    # find_package(Threads) follows what the C library has.
    cat >threads.c <<'END'
#include <pthread.h>
static void *f(void *p) { return p; }
int main(void) { pthread_t t; return pthread_create(&t, 0, f, 0); }
END
    mkdir threads
    printf '%s\n' 'cmake_minimum_required(VERSION 3.13)' 'project(t C)' \
        'find_package(Threads)' \
        'message(STATUS "threads: ${Threads_FOUND}")' >threads/CMakeLists.txt
    expected=FALSE
    ! zvm-gcc threads.c -o threads.out 2>/dev/null || expected=TRUE
    cmake -S threads -B threads-out \
        -DCMAKE_TOOLCHAIN_FILE="$sdk/share/zerovm/cmake/zerovm-toolchain.cmake" |
        grep -F "threads: $expected"
}

@test "CMake: CMAKE_SYSTEM_NAME=NaCl is the same system" {
    echo 'int main(void) { return 0; }' >main.c
    printf '%s\n' 'cmake_minimum_required(VERSION 3.13)' 'project(t C)' \
        'if(NOT ZEROVM)' 'message(FATAL_ERROR "no platform file")' 'endif()' \
        'add_executable(t main.c)' >CMakeLists.txt
    cmake -B out -DCMAKE_SYSTEM_NAME=NaCl -DCMAKE_C_COMPILER=zvm-gcc \
        -DCMAKE_MODULE_PATH="$sdk/share/zerovm/cmake"
    cmake --build out
    zvm-run out/t
}

@test "configure: zvm-configure, in the source folder and outside" {
    cd client
    cat >configure.ac <<'END'
AC_INIT([client], [1])
AC_CONFIG_HEADERS([config.h])
AC_PROG_CC
AC_CHECK_FUNCS([fork snprintf])
AC_FUNC_MALLOC
AC_SUBST([PKG_CONFIG])
AC_SUBST([AR])
PART=`$PKG_CONFIG --cflags --libs part` || AC_MSG_ERROR([no part])
AC_SUBST([PART])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
END
    printf '%s\n' 'client: @srcdir@/main.c' \
        $'\t@CC@ -I. @CFLAGS@ $< -o $@ @PART@ -lm' >Makefile.in
    autoconf
    autoheader 2>/dev/null
    cp /usr/share/autoconf/build-aux/config.* /usr/share/autoconf/build-aux/install-sh .
    cd ..
    mkdir out
    (cd out && zvm-configure ../client/configure)
    [ "$(grep -c '^#define malloc' out/config.h)" = 0 ] # config.site answered
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C out
    ran_as_client out/client
    cd client
    zvm-configure CFLAGS=-O1
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make
    ran_as_client client
}

@test "zvm-configure without a script says so" {
    run zvm-configure
    [ "$status" = 1 ]
    [ "${lines[0]}" = "zvm-configure: error: ./configure: there is no such script" ]
    [ "${lines[1]}" = "zvm-configure: hint: zvm-configure PATH/configure ARGUMENT..." ]
}

@test "Meson: the cross file, tests under zvm-run" {
    cat >client/meson.build <<'END'
project('client', 'c')
cc = meson.get_compiler('c')
conf = configuration_data()
if cc.has_function('fork')
  conf.set('HAVE_FORK', true)
endif
if cc.has_function('snprintf')
  conf.set('HAVE_SNPRINTF', true)
endif
configure_file(output: 'config.h', configuration: conf)
part = dependency('part', version: '>=2')
client = executable('client', 'main.c',
  dependencies: [part, cc.find_library('m')])
test('runs', client, args: ['a', 'b', 'hello'], should_fail: true)
END
    meson setup --cross-file "$sdk/share/zerovm/meson-cross.ini" out client
    meson compile -C out
    meson test -C out
    ran_as_client out/client
}
