# The language, the compiler cache and the sanitizers: what all targets share.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# No C++20 modules here; scanning for them would cost a process per file.
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# -g1 keeps names and lines for backtraces and perf, and halves link time and
# object size against -g.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -D_GLIBCXX_ASSERTIONS")
# Sanitizers at -O1: -O0 makes the test run several times slower.
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -D_GLIBCXX_ASSERTIONS")

set(GANCHO_SANITIZE "" CACHE STRING
    "Sanitizers for every target: empty, address (with undefined), fuzzer (the \
same, with libFuzzer; clang only) or thread")
set_property(CACHE GANCHO_SANITIZE PROPERTY STRINGS "" address fuzzer thread)
if(GANCHO_SANITIZE MATCHES "^(address|fuzzer)$")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  if(GANCHO_SANITIZE STREQUAL "fuzzer")
    # What the fuzzer steers by. Its main() is linked by tests/fuzz only.
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
elseif(GANCHO_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio has fences, which ThreadSanitizer does not see: at worst a false
    # report, in code that the tests for it do not run.
    add_compile_options(-Wno-tsan)
  endif()
  add_link_options(-fsanitize=thread)
elseif(GANCHO_SANITIZE)
  message(FATAL_ERROR "GANCHO_SANITIZE: address, fuzzer or thread, "
                      "not '${GANCHO_SANITIZE}'")
endif()

# Protobuf and GoogleTest ask for it each on their own; a precompiled header is
# only used where every unit agrees.
add_compile_options(-pthread)
add_link_options(-pthread)

# Paths in the binary are relative to the checkout: they leak nothing about the
# machine, and two checkouts share the compiler cache.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")

option(GANCHO_CCACHE "Compile through ccache where it is installed" ON)
if(GANCHO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(GANCHO_CCACHE_PROGRAM ccache)
  if(GANCHO_CCACHE_PROGRAM)
    # pch_defines and time_macros: without them ccache refuses every unit that
    # uses a precompiled header. BASEDIR and NOHASHDIR: worktrees share results.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env
        "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
        "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
        CCACHE_NOHASHDIR=1
        "${GANCHO_CCACHE_PROGRAM}")
  endif()
endif()
