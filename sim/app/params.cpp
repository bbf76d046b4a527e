#include <cstdlib>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/parameter_reader.h"
#include "io/show_value.h"
#include "model/month.h"

namespace resettle {

namespace {

std::string range_text(const ParameterSpec& spec, const ParameterEntry& entry) {
  if (!entry.has_prior) return "not varied";
  const auto words = entry.prior ? prior_words(*entry.prior) : "";
  return fmt::format("{} to {}{}", show_number(spec, entry.prior_low),
                     show_number(spec, entry.prior_high), words.empty() ? "" : "; drawn " + words);
}

/// At which value its effect is absent, and whose effect it is.
std::string neutral_text(const ParameterSpec& spec) {
  if (!spec.neutral) return "there is none: it sets a level, a size or a time";
  const auto value = value_text(*spec.neutral, spec.kind);
  if (spec.instrument.empty()) return value;
  return fmt::format("{}, an effect of policies.{}", value, spec.instrument);
}

void execute(const std::string& pattern, const std::string& file) {
  const auto& catalogue = parameter_catalogue();
  const Scenario scenario =
      read_scenario(file.empty() ? baseline_file() : std::filesystem::path(file), catalogue);
  int shown = 0;
  for (const auto& spec : catalogue) {
    const bool matches = spec.path.find(pattern) != std::string::npos ||
                         spec.meaning.find(pattern) != std::string::npos;
    if (!matches) continue;
    ++shown;
    const ParameterEntry& entry = scenario.parameters.at(spec.path);
    print_text(
        "{}\n    {}\n    value   {} {}\n    range   {}\n    neutral {}\n"
        "    status  {}, source {}\n",
        spec.path, spec.meaning, show_value(spec, entry.value), spec.unit, range_text(spec, entry),
        neutral_text(spec), entry.status, entry.source);
  }
  if (shown == 0) {
    throw InputError({{},
                      "",
                      fmt::format("no parameter matches \"{}\"", pattern),
                      "give no pattern to see all of them: " + called_as() + " params"});
  }
  print_text("{} of {} parameters\n", shown, catalogue.size());
}

}  // namespace

std::filesystem::path baseline_file() {
  const char* home = std::getenv("RESETTLE_HOME");
  const std::filesystem::path folder = home == nullptr ? "." : home;
  return folder / "scenarios" / "baseline.yaml";
}

void add_params(CLI::App& app) {
  auto* command = app.add_subcommand(
      "params", "List parameters: value, unit, range, meaning, source and status");
  auto pattern = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  command->add_option("pattern", *pattern, "part of a path or of a meaning (default: all)");
  command->add_option("--scenario", *file, "scenario whose values are shown (default: baseline)")
      ->type_name(kYamlFile);
  command->footer(examples({"params wage_subsidy", "params distress"}) +
                  "\n\nAt its neutral value an effect is exactly absent: --set PATH=neutral, or "
                  "value: neutral in a\n"
                  "scenario, switches it off.");
  command->callback([pattern, file] { execute(*pattern, *file); });
}

}  // namespace resettle
