#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "io/beside_law.h"
#include "io/instrument_lines.h"
#include "io/instrument_reach.h"
#include "io/number_text.h"
#include "io/show_value.h"
#include "io/strict_text.h"
#include "model/month.h"

namespace resettle {

namespace {

/// The lines of each instrument that has any, in the order in which they are asked.
void print_lines(const Scenario& scenario) {
  for (const auto& [instrument, lines] : scenario.lines) {
    print_text("lines of policies.{} in {}: {} (the first that holds counts)\n", instrument,
               scenario.name, join(lines));
  }
}

/// Whoever compares wants to see every date.
constexpr std::size_t kAllSteps = 1000;

void execute(const std::string& first, const std::string& second) {
  const auto& catalogue = parameter_catalogue();
  const Scenario a = read_scenario(first, catalogue);
  const Scenario b = read_scenario(second, catalogue);
  const MonthSpan span{a.run.start, a.run.end};
  int differences = 0;
  const auto compare = [&](const ParameterSpec& spec, const std::string& path_in_a) {
    const ParameterEntry& one = a.parameters.at(path_in_a);
    const ParameterEntry& other = b.parameters.at(spec.path);
    if (one.value == other.value) return;
    ++differences;
    print_text("{} ({})\n    {:<24} {}\n    {:<24} {}\n", spec.path, spec.unit, a.name + ":",
               show_value(spec, one.value, kAllSteps), b.name + ":",
               show_value(spec, other.value, kAllSteps));
    if (const auto told = beside_law(spec, other.value, one.value, span, called(a))) {
      print_text("    {:<24} {}\n", fmt::format("beside {}:", called(a)), told->text);
    }
    print_text("    {:<24} {} [{}]\n", "source of the change:", other.source, other.status);
  };
  for (const auto& spec : catalogue) compare(spec, spec.path);
  // What a line says is compared with the same line, or else with the instrument.
  for (const auto& line : line_parameters(b, catalogue)) {
    compare(line.spec, a.parameters.contains(line.spec.path) ? line.spec.path : line.of_all);
  }
  print_lines(a);
  print_lines(b);
  print_text("{} differ{} between {} and {}\n", counted(differences, "parameter"),
             differences == 1 ? "s" : "", first, second);
  for (const auto& note : left_out(b, a, catalogue, span)) print_text("note: {}\n", note);
}

}  // namespace

void add_diff(CLI::App& app) {
  auto* command = app.add_subcommand("diff", "Show what differs between two scenarios");
  auto first = std::make_shared<std::string>();
  auto second = std::make_shared<std::string>();
  command->add_option("a", *first, "scenario (YAML)")->type_name(kYamlFile)->required();
  command->add_option("b", *second, "scenario (YAML)")->type_name(kYamlFile)->required();
  command->footer(examples({"diff scenarios/baseline.yaml scenarios/policies/mentoring.yaml"}));
  command->callback([first, second] { execute(*first, *second); });
}

}  // namespace resettle
