#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "io/yaml.h"

namespace resettle {

/// What may stand under a key.
enum class KeyForm {
  text,
  name,        ///< of a study (io/names.h)
  label,       ///< of an arm, also by language
  words,       ///< a text, also by language
  whole,       ///< a whole number
  above_zero,  ///< a number
  scale,       ///< a number from kSmallestScale to 1
  month,       ///< that is simulated: 1990-01 or later
  indicators,  ///< a list of names
  subgroups,
  person_columns,
  outcome,    ///< of the whole period, or an indicator
  arm_names,  ///< a list
  files,      ///< one file or a list of them
  block       ///< what it holds is described elsewhere
};

/// A key of a study or a scenario. The readers and the JSON Schema both go by these tables.
struct FileKey {
  std::string name;
  KeyForm form = KeyForm::text;
  std::string meaning;  ///< one sentence, shown by editors
  std::string remedy;   ///< what to write where it is missing; empty: it may be
  double lowest = 0;    ///< of a whole number
  double highest = 0;

  [[nodiscard]] bool is_required() const { return !remedy.empty(); }
};
using FileKeys = std::vector<FileKey>;

inline constexpr std::size_t kFewestArms = 2;
inline constexpr std::size_t kMostArms = 64;

const FileKeys& study_keys();
const FileKeys& period_keys();     ///< under `period` of a study
const FileKeys& record_keys();     ///< under `record` of a study
const FileKeys& stop_when_keys();  ///< under `stop_when` of a study
const FileKeys& arm_keys();        ///< of one arm
const FileKeys& scenario_keys();   ///< beside the sections of parameters
const FileKeys& run_keys();        ///< under `run` of a baseline
const FileKeys& parameter_keys();
const FileKeys& prior_keys();  ///< under `prior` of a parameter
const FileKeys& draws_keys();  ///< under `parameters` of a study

/// {table: ..., column: ...} in the place of a value.
const FileKeys& column_keys();

/// How a value is known. Overlays may also say kPolicyStatus.
struct Status {
  std::string name;
  std::string meaning;
};
inline constexpr const char* kPolicyStatus = "policy";
const std::vector<Status>& statuses();

std::vector<std::string> names_of(const FileKeys& keys);

/// The key of that name; throws std::logic_error if there is none.
const FileKey& key_named(const FileKeys& keys, const std::string& name);

/// The value under a key of the table, or nullptr; adds a problem where it is missing but required.
const YamlNode* value_of(const YamlNode& map, const FileKeys& keys, const std::string& name,
                         ProblemList& problems);

/// The whole number under a required key, within its bounds; the lowest where there is none.
long long whole_number_of(const YamlNode& map, const FileKeys& keys, const std::string& name,
                          ProblemList& problems);

/// The share of arrivals under `scale`; 1 where there is none.
double scale_of(const YamlNode& map, ProblemList& problems);

/// What a scale must be, as a remedy.
std::string scale_remedy();

}  // namespace resettle
