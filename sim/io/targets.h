#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/errors.h"
#include "io/input_files.h"

namespace resettle {

/// One published figure the model is held against: a row of scenarios/tables/targets.csv.
struct Target {
  std::string pattern;     ///< group of rows, for example "F1"
  std::string id;          ///< key of the source, for example "C1"
  std::string indicator;   ///< what was asked
  std::string population;  ///< of whom
  int age_from = 0;        ///< years
  int age_to = 0;          ///< years, included; kOldestAge where the row says nothing
  std::string subgroup;    ///< "all", or part of the population, or a category of the answer
  Month month;             ///< of the survey
  double value = 0;
  double standard_error = 0;  ///< NaN where none is known
  double tolerance = 0;       ///< a difference up to this is a hit
  std::string unit;
  std::string source;
  std::string note;
  SourceLocation where;  ///< of the row, its indicator
};

inline constexpr int kOldestAge = 150;

/// Reads the published figures.
/// Errors: InputError with file, line and column of every mistake.
std::vector<Target> read_targets(const std::filesystem::path& file, const InputSource& source = {});

}  // namespace resettle
