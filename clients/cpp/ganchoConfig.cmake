# find_package(gancho) gives gancho::client, the C++ client.

include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL)
# Before gRPC: its package file uses the targets of this one without finding it.
find_dependency(Protobuf)
find_dependency(gRPC CONFIG)
find_dependency(absl CONFIG)
include("${CMAKE_CURRENT_LIST_DIR}/ganchoTargets.cmake")
