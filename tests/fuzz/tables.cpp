#include <cstddef>
#include <iterator>
#include <map>
#include <string>

#include "fuzz/outcomes.h"
#include "fuzz/targets.h"
#include "fuzz/worlds.h"
#include "io/projection.h"
#include "io/tables.h"
#include "io/targets.h"

namespace resettle::fuzz {

namespace {

/// The first character of an input, 0 to 9, says which of these it stands for.
constexpr const char* kTables[] = {"arrivals",
                                   "ages",
                                   "education",
                                   "macro",
                                   "household_scale",
                                   "household_multiples",
                                   "localities",
                                   "broker_debt",
                                   "settlement_packages",
                                   "targets"};

std::string file_of(const std::string& table) { return "scenarios/tables/" + table + ".csv"; }

/// The parameters by which tables are projected.
std::map<std::string, ParameterEntry> projection() {
  const World world = small_files();
  return read_scenario(world.folder + "baseline.yaml", world.catalogue, {}, {.kept = &world.files})
      .parameters;
}

/// As a scenario reads them.
void read_scenario_tables(const InputSource& source) {
  static const auto parameters = projection();
  ProblemList problems;
  std::map<std::string, NamedFile> named;
  for (const auto& name : input_table_names()) named[name] = {file_of(name), {}};
  Inputs inputs = read_inputs(named, problems, source);
  DatedTables dated(source);
  const NamedFile packages{file_of("settlement_packages"), {{"baseline.yaml"}, "grant"}};
  for (const char* column : {"basic_krw", "subsidy_share"}) {
    dated.column(packages, column, problems);
  }
  throw_if_any_once(problems);
  project(parameters, inputs);
}

}  // namespace

int tables(Bytes input) {
  static const World world = shipped_files();
  if (input.empty()) return 0;
  const auto digit = static_cast<std::uint8_t>(input[0] - '0');
  const std::string name = kTables[digit % std::size(kTables)];
  InputFiles texts = world.files;
  texts.at(file_of(name)) = std::string(input.begin() + 1, input.end());
  return only_input_errors([&] {
    const InputSource source{.kept = &texts};
    if (name == "targets") {
      read_targets(file_of(name), source);
    } else {
      read_scenario_tables(source);
    }
  });
}

}  // namespace resettle::fuzz
