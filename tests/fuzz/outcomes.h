#pragma once

#include "core/errors.h"
#include "io/problem_report.h"

namespace resettle::fuzz {

/// Calls `body`, which may succeed or refuse its input. A refusal must say what is wrong and what
/// to do about it, and the report of it must come out. Returns 0, as libFuzzer wants it.
template <class Body>
int only_input_errors(Body body) {
  try {
    static_cast<void>(body());
  } catch (const InputError& error) {
    require(!error.problems().empty(), "an input was refused without a problem");
    for (const auto& problem : error.problems()) {
      require(!problem.message.empty(), "a problem does not say what is wrong");
      require(!problem.remedy.empty(), "a problem does not say what to do about it");
      require(!problem.where.file.empty(), "a problem does not say where it is");
    }
    require(!problem_report(error).empty(), "problems were not reported");
  }
  return 0;
}

}  // namespace resettle::fuzz
