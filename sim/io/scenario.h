#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.h"
#include "engine/inputs.h"
#include "engine/parameter.h"
#include "io/input_files.h"
#include "io/prior.h"
#include "io/relative_value.h"

namespace resettle {

/// A parameter as a scenario gives it.
struct ParameterEntry {
  Series value;
  /// Of an overlay whose value depends on the file below; `value` is then empty until it is known.
  std::vector<RelativeStep> relative;
  double prior_low = 0;  ///< prior range; low = high = value where the parameter has none
  double prior_high = 0;
  bool has_prior = false;
  std::optional<Prior> prior;  ///< what is drawn of it; nothing of what never varies
  std::string status;          ///< calibrated, literature, theory, fixed, or (overlays only) policy
  std::string source;
  std::string justification;  ///< of a condition: why it asks for what is protected
  SourceLocation where;       ///< where the value in force was written
};

/// How a baseline is run when no study says otherwise.
struct RunDefaults {
  Month start;
  Month end;  ///< included
  int replicates = 1;
  std::uint32_t seed = 1;
  double scale = 1.0;  ///< share of arrivals simulated, 1 = everybody
};

/// A fully read scenario: every parameter of the catalogue has a value, every table is loaded.
struct Scenario {
  std::string name;    ///< the file's stem
  std::string intent;  ///< one sentence
  std::filesystem::path file;
  std::vector<std::filesystem::path> files;  ///< the file and what it is based on, base first
  /// By path; those of a line under "policies.NAME.lines.LINE.key" (io/instrument_lines.h).
  std::map<std::string, ParameterEntry> parameters;
  std::map<std::string, std::vector<std::string>> lines;  ///< of instruments that have lines
  Inputs inputs;
  std::map<std::string, std::string> tables;  ///< the tables' files, as the baseline names them
  RunDefaults run;

  [[nodiscard]] ParameterValues values() const;
};

/// A change given on the command line: --set path=value.
struct Override {
  std::string path;
  std::string value;
};

/// All parameters the program knows, with unit and valid range.
using ParameterCatalogue = std::vector<ParameterSpec>;

/// Reads a scenario and what it is based on.
/// Errors: InputError with *all* problems found: unknown, duplicate, missing, mistyped, unit-less,
/// out-of-range or inconsistent entries, in the YAML files and in the tables.
Scenario read_scenario(const std::filesystem::path& file, const ParameterCatalogue& catalogue,
                       const std::vector<Override>& overrides = {}, const InputSource& source = {});

/// The scenario as YAML text, complete and in canonical order: read again from the folder of its
/// baseline (where the tables are), it gives the same values. Columns of tables are written out as
/// values by month.
std::string resolved_yaml(const Scenario& scenario, const ParameterCatalogue& catalogue);

}  // namespace resettle
