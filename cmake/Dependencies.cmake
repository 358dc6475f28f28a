# Every library from outside. Each is explained in BUILD.md.

find_package(Threads REQUIRED)
# Before gRPC: its package file uses the targets of this one without finding it.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
# Only headers: neither Asio nor Beast needs a Boost library.
find_package(Boost 1.81 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)

# The protos google/rpc/{status,code,error_details}.proto. No C++ package of
# Debian has them; golang-github-gogo-googleapis-dev does.
set(GANCHO_GOOGLEAPIS_DIR "/usr/share/gocode/src/github.com/gogo/googleapis"
    CACHE PATH "Folder that holds google/rpc/status.proto")
if(NOT EXISTS "${GANCHO_GOOGLEAPIS_DIR}/google/rpc/error_details.proto")
  message(FATAL_ERROR
    "google/rpc/error_details.proto is not in '${GANCHO_GOOGLEAPIS_DIR}': "
    "install golang-github-gogo-googleapis-dev or set GANCHO_GOOGLEAPIS_DIR")
endif()

# libphonenumber: Debian's -dev package insists on Boost 1.74, so
# scripts/install_dependencies.sh unpacks its headers here and installs only
# the runtime, which has no unversioned .so to find.
set(GANCHO_PHONENUMBER_INCLUDE_DIR
    "${PROJECT_SOURCE_DIR}/build/deps/libphonenumber/usr/include"
    CACHE PATH "Folder that holds phonenumbers/phonenumberutil.h")
find_library(GANCHO_PHONENUMBER_LIBRARY
             NAMES phonenumber libphonenumber.so.8)
if(EXISTS "${GANCHO_PHONENUMBER_INCLUDE_DIR}/phonenumbers/phonenumberutil.h"
   AND GANCHO_PHONENUMBER_LIBRARY)
  add_library(gancho_phonenumber INTERFACE)
  target_include_directories(gancho_phonenumber SYSTEM INTERFACE
                             "${GANCHO_PHONENUMBER_INCLUDE_DIR}")
  target_link_libraries(gancho_phonenumber INTERFACE
    "${GANCHO_PHONENUMBER_LIBRARY}" protobuf::libprotobuf Boost::headers)
else()
  message(FATAL_ERROR
    "libphonenumber: its headers are not in "
    "'${GANCHO_PHONENUMBER_INCLUDE_DIR}' or libphonenumber8 is missing: "
    "run scripts/install_dependencies.sh")
endif()

# Kainjow's Mustache checks our own template engine in tests. It is never
# linked into the server.
find_path(GANCHO_KAINJOW_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
add_library(gancho_kainjow_oracle INTERFACE)
target_include_directories(gancho_kainjow_oracle SYSTEM INTERFACE
                           "${GANCHO_KAINJOW_INCLUDE_DIR}")
