#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/commands.h"
#include "results/compare.h"
#include "results/compare_text.h"

namespace resettle {

namespace {

struct Options {
  std::string file;
  std::vector<std::string> outcomes;
  bool json = false;
  bool csv = false;
};

void execute(const Options& options) {
  const Comparison comparison = compare(options.file, options.outcomes);
  if (options.json) {
    fmt::print("{}", render_json(comparison));
  } else if (options.csv) {
    fmt::print("{}", render_csv(comparison));
  } else {
    fmt::print("{}\n", render_text(comparison));
  }
}

}  // namespace

void add_compare(CLI::App& app) {
  auto* command = app.add_subcommand("compare", "Compare the arms of a study file");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->file, "study file (HDF5)")->required();
  command->add_option("--outcome", options->outcomes, "further indicators to compare");
  auto* json = command->add_flag("--json", options->json, "as JSON");
  command->add_flag("--csv", options->csv, "as CSV, one line per arm and result")->excludes(json);
  command->footer(
      "Examples:\n  resettle compare settlement_subsidies.h5\n"
      "  resettle compare settlement_subsidies.h5 --outcome poverty_rate --csv > results.csv");
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
