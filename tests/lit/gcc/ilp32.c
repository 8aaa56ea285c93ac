// SPDX-License-Identifier: Apache-2.0
// The data model of docs/abi.md, stated to the compiler.
// RUN: %zvm-gcc -c %s -o %t.o
// RUN: %zvm-g++ -x c++ -c %s -o %t.o
// RUN: %zvm-readelf -h %t.o | FileCheck %s

#ifdef __cplusplus
#define _Static_assert static_assert
#endif
_Static_assert(sizeof(int) == 4, "int");
_Static_assert(sizeof(long) == 4, "long");
_Static_assert(sizeof(void *) == 4, "pointer");
_Static_assert(sizeof(long long) == 8, "long long");
_Static_assert(__alignof__(long long) == 8, "its alignment");
_Static_assert(sizeof(long double) == 16, "long double");
_Static_assert(__LDBL_MANT_DIG__ == 64, "its format");
_Static_assert(sizeof(__WCHAR_TYPE__) == 4, "wchar_t");
_Static_assert((__WCHAR_TYPE__)-1 < 0, "its sign");
_Static_assert(sizeof(__SIZE_TYPE__) == 4, "size_t");
_Static_assert(sizeof(__int128) == 16, "__int128");

// CHECK: Class: ELF32
// CHECK: Machine: Advanced Micro Devices X86-64
