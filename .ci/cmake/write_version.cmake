# Writes OUTPUT (resettle_version.h) from TEMPLATE at every build; the file keeps its date, and so
# nothing is compiled again, when neither the commit, "-dirty" nor a header has changed.
# "-dirty" looks at what is compiled only: scenarios are stored whole in every study file.
set(GIT_COMMIT "unknown")
find_program(GIT git)
if(GIT)
  # safe.directory: a container often builds a checkout that belongs to another user.
  set(git ${GIT} -c "safe.directory=${SOURCE_DIR}" -C "${SOURCE_DIR}")
  execute_process(COMMAND ${git} rev-parse --verify HEAD
    RESULT_VARIABLE failed OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    execute_process(
      COMMAND ${git} --no-optional-locks status --porcelain -- sim .ci/cmake CMakeLists.txt
      OUTPUT_VARIABLE changes ERROR_QUIET)
    if(changes)
      string(APPEND commit "-dirty")
    endif()
    set(GIT_COMMIT "${commit}")
  endif()
endif()
file(GLOB_RECURSE headers "${SOURCE_DIR}/sim/*.h")  # in the order of their names
set(digests "")
foreach(header ${headers})
  file(SHA256 "${header}" digest)
  string(APPEND digests "${digest}\n")
endforeach()
string(SHA256 HEADERS "${digests}")
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
