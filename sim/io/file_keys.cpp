#include "io/file_keys.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "io/strict_text.h"
#include "io/study_plan.h"

namespace resettle {
namespace {

constexpr double kLargestSeed = std::numeric_limits<std::uint32_t>::max();
const std::string kWhole = "write a whole number";
const std::string kMonth = "write a month, as 2012-01";
const std::string kScale =
    "share of arrivals simulated, 1 = everybody; results are multiplied up to everybody";

}  // namespace

const FileKeys& study_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"study", KeyForm::name, "short name of the study, also of its study file",
       "give the study a short name"},
      {"intent", words, "what the study asks, in one sentence",
       "say in one sentence what the study asks"},
      {"baseline", text, "the scenario that all arms share, from the folder of this file",
       "write 'baseline: ../baseline.yaml'"},
      {"period", block, "what is simulated, and from when the arms differ",
       "write period: {start: 1990-01, policy_start: 2012-01, end: 2025-12}"},
      {"replicates", whole, "how many times each arm is simulated, with other random numbers",
       kWhole, 1, kMostReplicates},
      {"seed", whole, "seed of the random numbers", kWhole, 0, kLargestSeed},
      {"scale", scale, kScale, ""},
      {"parameters", block, "draws of the uncertain parameters, beside their central values", ""},
      {"reference", text, "the arm that the others are compared with",
       "name the arm the others are compared with"},
      {"arms", block, "the policies compared: a name for each, with overlay and label",
       "write a name, overlay and label for each arm"},
      {"outcomes", indicators, "the indicators that are compared",
       "name the indicators to compare, as [employment_rate]"},
      {"subgroups", subgroups,
       "attributes by which results are split, and conditions on persons with a name for each", ""},
      {"record", block, "what is kept of single simulated persons, month by month", ""},
      {"smallest_effect", block,
       "differences that do not matter: below a share of the reference, or an amount by outcome",
       ""},
      {"stop_when", block, "go on with more replicates until a difference is known precisely", ""}};
  return keys;
}

const FileKeys& stop_when_keys() {
  using enum KeyForm;
  static const std::string remedy =
      "write stop_when: {outcome: integrated_person_months, half_width: 500, at_most: 200}";
  static const FileKeys keys{
      {"outcome", outcome, "whose differences to the reference are to be precise", remedy},
      {"half_width", above_zero, "half of the 95 % interval, in the unit of the outcome", remedy},
      {"at_most", whole, "no more replicates than that", remedy, 1, kMostReplicates},
      {"arms", arm_names, "the arms that count; without it all do", ""},
      {"minutes", above_zero, "no further replicates are begun after so many minutes", ""}};
  return keys;
}

const FileKeys& period_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"start", month, "first month that is simulated, 1990-01 or later", kMonth},
      {"policy_start", month, "the arms equal the reference before this month", kMonth},
      {"end", month, "last month that is simulated", kMonth}};
  return keys;
}

const FileKeys& record_keys() {
  using enum KeyForm;
  static const std::string remedy = "write record: {persons: [adjustment_type], replicates: 1}";
  static const FileKeys keys{
      {"persons", person_columns, "columns kept of every person for every month", remedy},
      {"replicates", whole, "they are kept for the first so many replicates", remedy, 0,
       kMostReplicates}};
  return keys;
}

const FileKeys& arm_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"overlay", files,
       "scenario file of the policy, or a list of such files, from the folder of this file; only "
       "the reference may do without",
       ""},
      {"label", label, "name of the arm in tables and figures", ""}};
  return keys;
}

const FileKeys& scenario_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"based_on", text, "the scenario this one departs from, from the folder of this file", ""},
      {"intent", text, "what the scenario is about, in one sentence",
       "say in one sentence what the scenario is about"},
      {"source", text, "where the scenario comes from", ""},
      {"tables", block, "the files of marginals and time series, of a baseline", ""},
      {"run", block, "how a baseline is run when no study says otherwise", ""},
      {"resolved_from", text, "the files this scenario was put together from", ""}};
  return keys;
}

const FileKeys& run_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"start", month, "first month that is simulated, 1990-01 or later", "write 'start: 1990-01'"},
      {"end", month, "last month that is simulated", "write 'end: 2025-12'"},
      {"replicates", whole, "how many times it is simulated", kWhole, 1, kMostReplicates},
      {"seed", whole, "seed of the random numbers", kWhole, 0, kLargestSeed},
      {"scale", scale, kScale, ""}};
  return keys;
}

const FileKeys& parameter_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"value", block, "the value, or values by month: each holds until the next",
       "write the value"},
      {"unit", text, "the unit of the value, as the program has it", "write the unit"},
      {"range", block, "prior range where the value is uncertain: [lowest, highest]", ""},
      {"prior", block,
       "how the value is drawn where it is uncertain; without it all values of the "
       "range are equally likely",
       ""},
      {"status", text, "how the value is known", "say how the value is known"},
      {"source", text, "where the value comes from", "say where the value comes from"},
      {"justification", text,
       "of a condition on persons: why it may ask for what is protected (sex, age, family, health)",
       ""},
      {"note", text, "anything a reader should know", ""}};
  return keys;
}

const FileKeys& prior_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"shape", text, "uniform (default), triangular, lognormal (95 % in the range) or beta (PERT)",
       ""},
      {"scale", block, "[lowest, highest]: the values of all months are multiplied by it", ""},
      {"shift", block, "[lowest, highest]: it is added to the values of all months", ""},
      {"from", text, "the value is uncertain from this month on", ""}};
  return keys;
}

const FileKeys& draws_keys() {
  using enum KeyForm;
  static const FileKeys keys{
      {"from", text, "prior, or a CSV file with a column for each parameter",
       "write parameters: {from: prior, draws: 128}"},
      {"draws", whole, "how many sets of values are drawn; of a file, its first so many", "", 1,
       kMostDraws}};
  return keys;
}

const FileKeys& column_keys() {
  using enum KeyForm;
  static const std::string remedy = "write {table: settlement_packages.csv, column: basic_krw}";
  static const FileKeys keys{
      {"table", text, "a CSV file of values by month; a bare name is looked up in tables/", remedy},
      {"column", text, "the column of the table", remedy}};
  return keys;
}

const std::vector<Status>& statuses() {
  static const std::vector<Status> all{
      {"calibrated", "to be fitted to surveys"},
      {"literature", "from published figures, with their uncertainty"},
      {"theory", "never measured"},
      {"fixed", "a definition, a rule of the law or an input"},
      {kPolicyStatus, "set by the policy of an overlay"}};
  return all;
}

std::vector<std::string> names_of(const FileKeys& keys) {
  std::vector<std::string> names;
  for (const auto& key : keys) names.push_back(key.name);
  return names;
}

const FileKey& key_named(const FileKeys& keys, const std::string& name) {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const FileKey& key) { return key.name == name; });
  if (found == keys.end()) throw std::logic_error("no such key: " + name);
  return *found;
}

const YamlNode* value_of(const YamlNode& map, const FileKeys& keys, const std::string& name,
                         ProblemList& problems) {
  const auto& key = key_named(keys, name);
  return key.is_required() ? required(map, name, key.remedy, problems) : map.find(name);
}

long long whole_number_of(const YamlNode& map, const FileKeys& keys, const std::string& name,
                          ProblemList& problems) {
  const auto& key = key_named(keys, name);
  const auto lowest = static_cast<long long>(key.lowest);
  const auto* node = value_of(map, keys, name, problems);
  if (node == nullptr) return lowest;
  return read_integer(*node, lowest, static_cast<long long>(key.highest), problems)
      .value_or(lowest);
}

std::string scale_remedy() {
  return fmt::format("write the share of arrivals to simulate, from {} to 1", kSmallestScale);
}

double scale_of(const YamlNode& map, ProblemList& problems) {
  const auto* node = map.find("scale");
  const auto value = node != nullptr ? read_number(*node, problems) : std::nullopt;
  if (value && (*value < kSmallestScale || *value > 1)) {
    problems.add(
        {node->where, node->path, fmt::format("the scale is {}", node->text), scale_remedy()});
  }
  return value.value_or(1);
}

}  // namespace resettle
