# SPDX-License-Identifier: Apache-2.0
#
# The same system under the name that the target triple has.
include("${CMAKE_CURRENT_LIST_DIR}/ZeroVM.cmake")
