# gancho_pch(target GROUP test|grpc)
#
# Compiles the target with a precompiled header that all targets of the group
# share. Sources still include what they use: the header only saves time, and
# GANCHO_PCH=OFF builds without. gancho_test() does this on its own.
#
# Only these two groups pay: a test unit falls from 4.5 s to 1.7 s and a unit
# that includes grpcpp from 3.5 s to 1 s, for 10 s a preset. Generated stubs
# spend their time in instantiation, and Beast is in too few units.

option(GANCHO_PCH "Precompile the headers of GoogleTest and gRPC" ON)

set(GANCHO_PCH_test
    <gmock/gmock.h>
    <gtest/gtest.h>
    <absl/container/flat_hash_map.h>
    <absl/functional/any_invocable.h>
    <absl/status/statusor.h>
    <absl/strings/str_cat.h>
    <absl/strings/str_format.h>
    <absl/synchronization/mutex.h>
    <absl/time/time.h>
    <memory>
    <string>
    <vector>)
set(GANCHO_PCH_grpc
    <google/protobuf/message.h>
    <grpcpp/grpcpp.h>
    <absl/container/flat_hash_map.h>
    <absl/functional/any_invocable.h>
    <absl/status/statusor.h>
    <absl/strings/str_cat.h>
    <absl/strings/str_format.h>
    <absl/synchronization/mutex.h>
    <absl/time/time.h>
    <memory>
    <string>
    <vector>)
set(GANCHO_PCH_LIBS_test GTest::gmock absl::flat_hash_map)
set(GANCHO_PCH_LIBS_grpc gRPC::grpc++ absl::flat_hash_map)

if(GANCHO_PCH)
  foreach(group IN ITEMS test grpc)
    add_library(gancho_pch_${group} OBJECT EXCLUDE_FROM_ALL
                "${PROJECT_SOURCE_DIR}/cmake/precompiled.cc")
    target_link_libraries(gancho_pch_${group}
                          PRIVATE ${GANCHO_PCH_LIBS_${group}})
    gancho_own_code(gancho_pch_${group})
    target_precompile_headers(gancho_pch_${group}
                              PRIVATE ${GANCHO_PCH_${group}})
  endforeach()
endif()

function(gancho_pch target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "GROUP" "")
  if(NOT DEFINED GANCHO_PCH_${arg_GROUP})
    message(FATAL_ERROR "${target}: GROUP is test or grpc, "
                        "not '${arg_GROUP}'")
  endif()
  if(GANCHO_PCH)
    target_precompile_headers(${target} REUSE_FROM gancho_pch_${arg_GROUP})
  endif()
endfunction()
