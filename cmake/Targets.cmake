# gancho_library(target SOURCES f... [LIBS l...])  a static library of ours
# gancho_binary(target SOURCES f... [LIBS l...])   a program of ours
#
# Both compile with warnings as errors and find includes from the top of the
# checkout ("store/ledger.h"). LIBS are PUBLIC.

set(GANCHO_WARNINGS
    -Wall
    -Wextra
    -Werror
    -Wshadow
    -Wnon-virtual-dtor
    -Woverloaded-virtual
    -Wextra-semi
    -Wvla
    # Designated initializers leave out what keeps its default, on purpose.
    -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND GANCHO_WARNINGS
       -Wduplicated-cond
       -Wlogical-op
       # False alarms of g++ 12 on std::string operator+ (GCC bug 105651).
       -Wno-restrict
       # False alarms of g++ 12 on std::optional and std::variant at -O2.
       -Wno-maybe-uninitialized)
else()
  # ABSL_GUARDED_BY is only checked by clang.
  list(APPEND GANCHO_WARNINGS -Wthread-safety)
endif()

function(gancho_own_code target)
  target_compile_options(${target} PRIVATE ${GANCHO_WARNINGS})
  target_include_directories(${target} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
endfunction()

function(gancho_library target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  add_library(${target} STATIC ${arg_SOURCES})
  target_link_libraries(${target} PUBLIC ${arg_LIBS})
  gancho_own_code(${target})
endfunction()

function(gancho_binary target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_LIBS})
  gancho_own_code(${target})
endfunction()
