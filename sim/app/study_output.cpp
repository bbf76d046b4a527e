#include "app/study_output.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/output_file.h"

namespace resettle {

namespace {

/// Whether a file can have this name in any folder.
bool is_name_of_file(const std::string& name) {
  const bool visible = std::any_of(name.begin(), name.end(), [](char c) { return c != ' '; });
  return visible && name.front() != '-' && std::none_of(name.begin(), name.end(), [](char c) {
           return c == '/' || (c >= 0 && c < ' ') || c == 127;
         });
}

}  // namespace

std::filesystem::path study_output(const std::filesystem::path& asked) {
  return output_file({asked, "-o", ".h5"});
}

std::filesystem::path default_output(const StudyPlan& plan) {
  if (!is_name_of_file(plan.name)) {
    throw InputError({{plan.file.string()},
                      "",
                      fmt::format("\"{}\" makes no name of a file for the results", plan.name),
                      "name that file with -o RESULTS.h5, or give the study another name"});
  }
  return study_output(plan.name + ".h5");
}

}  // namespace resettle
