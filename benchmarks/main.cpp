// ./resettle bench: how fast the machine is, how fast the engine is, and what binds.

#include <exception>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "ceilings.h"
#include "engine.h"
#include "machine.h"
#include "reference_workload.h"
#include "report.h"

namespace {

using namespace resettle::bench;
using Json = nlohmann::ordered_json;

struct Options {
  Settings settings;
  std::set<std::string> parts;
  std::string json_file;
  std::string earlier_file;

  [[nodiscard]] bool has(const std::string& part) const {
    return parts.empty() || parts.contains(part);
  }
};

/// Prints every table as soon as it is there.
class Printer {
 public:
  Printer(const Report& report, const Json& earlier) : report_(report), earlier_(earlier) {}

  void print_new() {
    for (; printed_ < report_.tables.size(); ++printed_) {
      fmt::print("{}", to_text(report_.tables[printed_], earlier_));
    }
    std::fflush(stdout);
  }

 private:
  const Report& report_;
  const Json& earlier_;
  std::size_t printed_ = 0;
};

void print_machine(const Json& machine, const Json& earlier) {
  fmt::print("Machine\n");
  for (const auto& [key, value] : machine.items()) {
    fmt::print("{:<26} {}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  if (earlier.is_object() && earlier.contains("machine")) {
    const Json& then = earlier.at("machine");
    fmt::print("(x...) is the ratio to the run of {} at commit {} on {}\n", then.value("date", ""),
               then.value("commit", ""), then.value("processor", ""));
  }
}

void run(const Options& options) {
  Json earlier;
  if (!options.earlier_file.empty()) {
    std::ifstream in(options.earlier_file);
    if (!in) throw std::runtime_error("cannot read " + options.earlier_file);
    earlier = Json::parse(in);
  }
  const Json machine = describe_machine();
  print_machine(machine, earlier);
  Report report;
  Printer printer(report, earlier);

  Ceilings ceilings;
  if (options.has("ceilings")) {
    ceilings = measure_ceilings(options.settings.quick, report);
    printer.print_new();
  }
  double seconds_per_replicate = 0;
  if (options.has("engine") || options.has("month") || options.has("threads")) {
    const resettle::StudyPlan plan = baseline_plan(options.settings);
    if (options.has("engine")) {
      seconds_per_replicate = measure_engine(plan, options.settings, report);
      printer.print_new();
    }
    if (options.has("month")) {
      Report unprinted;
      if (!options.has("ceilings")) ceilings = measure_ceilings(true, unprinted);
      measure_month(plan, ceilings, report);
      printer.print_new();
    }
    if (options.has("threads")) {
      measure_threads(plan, options.settings, seconds_per_replicate, report);
      printer.print_new();
    }
  }
  if (options.has("fork")) {
    measure_fork(fork_plan(options.settings), options.settings, report);
    printer.print_new();
  }
  if (options.has("reference")) {
    measure_reference_workload(options.settings, report);
    printer.print_new();
  }
  if (!options.json_file.empty()) {
    std::ofstream out(options.json_file);
    out << to_json(report, machine).dump(1) << '\n';
    if (!out) throw std::runtime_error("cannot write " + options.json_file);
  }
}

}  // namespace

int main(int argument_count, char** arguments) {
  Options options;
  std::vector<std::string> parts;
  CLI::App app("Measures the machine's ceilings and how near the engine comes to them.",
               "resettle bench");
  app.add_option("--runs", options.settings.runs, "runs of everything timed as a whole (5)")
      ->check(CLI::Range(1, 1000));
  app.add_option("--replicates", options.settings.replicates,
                 "replicates in the scaling over threads (20; fewer where they would take minutes)")
      ->check(CLI::Range(1, 1000));
  app.add_flag("--quick", options.settings.quick,
               "a smoke run of a few seconds: a tenth of the population, one run of everything");
  app.add_option("--only", parts, "ceilings, engine, month, threads, fork, reference")
      ->delimiter(',')
      ->check(CLI::IsMember({"ceilings", "engine", "month", "threads", "fork", "reference"}));
  app.add_option("--json", options.json_file, "write the figures to this file as well");
  app.add_option("--compare", options.earlier_file,
                 "print the ratio to this earlier run behind every figure, for example "
                 "benchmarks/baseline_run.json");
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;  // as every command of the launcher
  }
  options.parts = {parts.begin(), parts.end()};
  if (options.settings.quick) options.settings.runs = 1;
  try {
    run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "resettle bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
