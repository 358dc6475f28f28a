# gancho_protobuf(target ROOT dir PROTOS f... [IMPORTS dir...] [LIBS l...] [GRPC])
#
# A static library of the C++ that protoc generates from PROTOS, which are paths
# below ROOT. The headers are included by that same path: ROOT protos/, PROTOS
# gancho/v1/call.proto gives "gancho/v1/call.pb.h". With GRPC only the service
# stubs are generated ("gancho/v1/call_service.grpc.pb.h"); the messages must
# come with LIBS. The target gancho_generate runs protoc only. Generated code is compiled without our warnings, and its
# headers are system headers for whoever links it.

set(GANCHO_GENERATED_DIR "${PROJECT_BINARY_DIR}/generated")
file(MAKE_DIRECTORY "${GANCHO_GENERATED_DIR}")
add_custom_target(gancho_generate)

function(gancho_protobuf target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GRPC" "ROOT" "PROTOS;IMPORTS;LIBS")
  set(includes "-I${arg_ROOT}")
  foreach(dir IN LISTS arg_IMPORTS)
    list(APPEND includes "-I${dir}")
  endforeach()
  if(arg_GRPC)
    set(suffix ".grpc.pb")
    set(generator "--grpc_out=${GANCHO_GENERATED_DIR}"
        "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
  else()
    set(suffix ".pb")
    set(generator "--cpp_out=${GANCHO_GENERATED_DIR}")
  endif()

  set(generated)
  foreach(proto IN LISTS arg_PROTOS)
    string(REGEX REPLACE "\\.proto$" "${suffix}" base "${proto}")
    set(outputs "${GANCHO_GENERATED_DIR}/${base}.cc"
        "${GANCHO_GENERATED_DIR}/${base}.h")
    string(MAKE_C_IDENTIFIER "${base}" depfile)
    set(depfile "${PROJECT_BINARY_DIR}/depfiles/${depfile}.d")
    # protoc writes dependencies only for built-in generators, so that an
    # imported file that changed also reaches the stubs of its importer through
    # the messages below.
    set(depends)
    if(arg_GRPC)
      set(with_dependencies)
      string(REGEX REPLACE "\\.grpc\\.pb$" ".pb.h" messages "${base}")
      list(APPEND depends "${GANCHO_GENERATED_DIR}/${messages}")
    else()
      set(with_dependencies DEPFILE "${depfile}")
      list(APPEND generator_dependencies "--dependency_out=${depfile}")
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc ${includes} ${generator}
              ${generator_dependencies} "${proto}"
      DEPENDS "${arg_ROOT}/${proto}" ${depends}
      ${with_dependencies}
      COMMENT "Generating ${base}.cc"
      VERBATIM)
    unset(generator_dependencies)
    list(APPEND generated ${outputs})
  endforeach()
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/depfiles")

  # For clang-tidy, which needs the headers but nothing compiled.
  add_custom_target(${target}_generate DEPENDS ${generated})
  add_dependencies(gancho_generate ${target}_generate)

  add_library(${target} STATIC ${generated})
  target_include_directories(${target} SYSTEM PUBLIC
    "$<BUILD_INTERFACE:${GANCHO_GENERATED_DIR}>")
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${arg_LIBS})
  if(arg_GRPC)
    target_link_libraries(${target} PUBLIC gRPC::grpc++)
  endif()
endfunction()
