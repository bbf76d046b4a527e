#include "app/study_output.h"

#include <fmt/format.h>

#include "core/errors.h"
#include "io/output_file.h"

namespace resettle {

namespace {

/// Whether it names a file in this folder.
bool is_name_of_file(const std::string& name) {
  return name.find('/') == std::string::npos && name.find_first_not_of(' ') != std::string::npos;
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
