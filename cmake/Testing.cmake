# gancho_test(name LABEL l SOURCES f... [LIBS l...]
#             [ARGS a...] [TIMEOUT seconds] [TSAN])
#
# LABEL is unit, integration, crash, fuzz or clients.
# One GoogleTest program in build/<preset>/tests/, one ctest entry. One entry a
# program, not one a case: starting a program that links gRPC and RocksDB costs
# more than most cases. The program is compiled with the precompiled GoogleTest
# of gancho_pch(). ctest prints the program's output when it fails
# (scripts/test.sh passes --output-on-failure).
#
# TSAN marks a program that ThreadSanitizer can judge: our own threads, with
# gRPC and RocksDB behind fakes. scripts/test.sh --tsan builds and runs those.
# A crash test reads its number of rounds from GANCHO_CRASH_ROUNDS.
#
# gancho_check(name LABEL l COMMAND c... [TIMEOUT seconds])
#
# A ctest entry that is a script.

set(GANCHO_TEST_LABELS unit integration crash fuzz clients)
add_custom_target(gancho_tsan_tests)

function(gancho_label_test name label timeout)
  if(NOT label IN_LIST GANCHO_TEST_LABELS)
    message(FATAL_ERROR "${name}: LABEL is one of ${GANCHO_TEST_LABELS}, "
                        "not '${label}'")
  endif()
  if(NOT timeout)
    # Generous, because a limit is for hangs and CI shares its cores.
    set(timeout 60)
    if(NOT label STREQUAL "unit")
      set(timeout 300)
    endif()
  endif()
  if(GANCHO_SANITIZE)
    # Sanitizers make our code three to ten times slower.
    math(EXPR timeout "${timeout} * 5")
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${label}"
                       TIMEOUT "${timeout}")
  if(GANCHO_SANITIZE)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT
      "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1;UBSAN_OPTIONS=print_stacktrace=1;TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1")
  endif()
endfunction()

function(gancho_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TSAN" "LABEL;TIMEOUT"
                        "SOURCES;LIBS;ARGS")
  gancho_binary(${name} SOURCES ${arg_SOURCES}
                LIBS ${arg_LIBS} GTest::gmock GTest::gtest_main)
  gancho_pch(${name} GROUP test)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${name} ${arg_ARGS}
           WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  gancho_label_test(${name} "${arg_LABEL}" "${arg_TIMEOUT}")
  if(arg_TSAN)
    set_property(TEST ${name} APPEND PROPERTY LABELS tsan)
    add_dependencies(gancho_tsan_tests ${name})
  endif()
endfunction()

function(gancho_check name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT" "COMMAND")
  add_test(NAME ${name} COMMAND ${arg_COMMAND}
           WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  gancho_label_test(${name} "${arg_LABEL}" "${arg_TIMEOUT}")
endfunction()
