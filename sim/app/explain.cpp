#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "core/errors.h"
#include "io/instrument_lines.h"
#include "io/show_value.h"
#include "io/strict_text.h"
#include "model/month.h"
#include "study/explain_model.h"

namespace resettle {

namespace {

/// Text broken into lines of at most 96 columns, continued under its first word.
std::string wrapped(const std::string& head, const std::string& text) {
  constexpr std::size_t kWidth = 96;
  std::string out = head;
  std::size_t column = head.size();
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (column + word.size() + 1 > kWidth) {
      out += "\n" + std::string(head.size(), ' ');
      column = head.size();
    }
    out += (column == head.size() ? "" : " ") + word;
    column += word.size() + 1;
    begin = end + 1;
  }
  return out + "\n";
}

void print_list(const char* head, const std::vector<std::string>& items) {
  if (!items.empty()) print_text("{}", wrapped(head, fmt::format("{}", fmt::join(items, ", "))));
}

void print_entry(const Process& process) {
  const Description& about = process.description();
  print_text("{}", wrapped(fmt::format("   {}: ", about.name), about.meaning));
  print_list("      reads    ", about.reads);
  print_list("      writes   ", about.writes);
  std::vector<std::string> decisions;
  for (const auto& decision : about.decisions) decisions.emplace_back(decision.name);
  if (!decisions.empty()) {
    print_text("{}", wrapped("      decides  ", fmt::format("{}", fmt::join(decisions, "; "))));
  }
  std::vector<std::string> borrowed_paths;
  for (const auto& [spec, is_borrowed] : process.parameters()) {
    if (is_borrowed) borrowed_paths.push_back(spec.path);
  }
  print_list("      borrows  ", borrowed_paths);
  print_text("{}", wrapped("      source   ", about.source));
}

void explain_month() {
  print_text(
      "The month, in order. Every step reads the state at the end of the one before it.\n"
      "\"decides\" are the random decisions: each is drawn by (decision, person, month), so a "
      "policy\n"
      "changes nobody else's luck. \"borrows\" are parameters that another process owns.\n\n"
      " 1 inputs and dated parameters take the values of the month\n");
  int step = 1;
  for (const auto& entry : the_month()) {
    if (entry.step != step) {
      step = entry.step;
      print_text("\n{:2} {}\n", step, entry.title);
    }
    print_entry(*entry.process);
  }
}

void explain_model(const std::string& wanted) {
  const Scenario baseline = read_scenario(baseline_file(), parameter_catalogue());
  const auto names = wanted.empty() ? model_block_names() : std::vector<std::string>{wanted};
  for (const auto& name : names) {
    if (wanted.empty()) print_text("# {}\n\n", name);
    print_text("{}\n", model_block(name, baseline).markdown);
  }
}

/// The NAMEs of policies.NAME, in the order of the catalogue.
std::vector<std::string> instruments(const ParameterCatalogue& catalogue) {
  std::vector<std::string> names;
  for (const auto& spec : catalogue) {
    const auto name = instrument_of(spec.path);
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

void print_setting(const ParameterSpec& spec, const ParameterEntry& entry) {
  const auto key = spec.path.substr(spec.path.rfind('.') + 1);
  const bool has_unit = spec.kind == ParameterKind::number || spec.kind == ParameterKind::integer ||
                        spec.kind == ParameterKind::capacity;
  print_text("  {}\n",
             fmt::format("{}: {}{}", key, show_value(spec, entry.value),
                         has_unit && spec.unit != "dimensionless" ? " " + spec.unit : ""));
  const bool may_differ = spec.by_line && spec.path.find(".lines.") == std::string::npos;
  const auto range = entry.has_prior ? fmt::format("; not known better than {} to {}",
                                                   show_number(spec, entry.prior_low),
                                                   show_number(spec, entry.prior_high))
                                     : "";
  print_text("{}", wrapped("      ", fmt::format("{}; {}, source {}{}{}", spec.meaning,
                                                 entry.status, entry.source, range,
                                                 may_differ ? "; lines may differ" : "")));
}

/// To whom and when an instrument is offered, and what it gives.
void print_settings(const std::string& name, const Scenario& scenario,
                    const ParameterCatalogue& catalogue, bool of_offer) {
  static const std::vector<std::string> offer{
      "eligible",     "pilot_only",          "coverage",
      "capacity",     "capacity_per_year",   "priority",
      "first_come",   "while_eligible",      "on_from",
      "on_to",        "window_months",       "first_arrival",
      "last_arrival", "budget_krw_per_year", "budget_by_twelfths"};
  for (const auto& spec : catalogue) {
    const auto key = spec.path.substr(spec.path.rfind('.') + 1);
    const bool says_to_whom = std::find(offer.begin(), offer.end(), key) != offer.end();
    if (instrument_of(spec.path) != name || says_to_whom != of_offer) continue;
    print_setting(spec, scenario.parameters.at(spec.path));
  }
}

void explain_instrument(const std::string& wanted, const std::string& file) {
  const auto& catalogue = parameter_catalogue();
  const auto names = instruments(catalogue);
  if (std::find(names.begin(), names.end(), wanted) == names.end()) {
    throw InputError(
        {{}, "", fmt::format("there is no instrument '{}'", wanted), suggest(wanted, names)});
  }
  const Scenario scenario =
      read_scenario(file.empty() ? baseline_file() : std::filesystem::path(file), catalogue);
  print_text("{}, as in {}\n\nWhat it does\n", wanted, scenario.file.filename().string());
  for (const auto& entry : the_month()) {
    std::set<std::string> whose;
    for (const auto& [spec, is_borrowed] : entry.process->parameters()) {
      if (!is_borrowed) whose.insert(instrument_of(spec.path));
    }
    whose.erase("");
    const bool its_own = whose == std::set<std::string>{wanted};
    if (!its_own) continue;
    const Description& about = entry.process->description();
    print_text("{}", wrapped(fmt::format("  {}: ", about.name), about.meaning));
    print_text("{}", wrapped("      source ", about.source));
  }
  print_text("\nTo whom, and when\n");
  print_settings(wanted, scenario, catalogue, true);
  print_text("\nWhat it gives, and on which evidence\n");
  print_settings(wanted, scenario, catalogue, false);
  for (const auto& line : lines_of(scenario, "policies." + wanted)) {
    print_text("\nLine {} (the first whose condition holds counts)\n", line);
    for (const auto& one : line_parameters(scenario, catalogue)) {
      if (one.spec.path != line_path(one.of_all, line) || instrument_of(one.of_all) != wanted)
        continue;
      print_setting(one.spec, scenario.parameters.at(one.spec.path));
    }
  }
}

}  // namespace

void add_explain(CLI::App& app) {
  auto* command = app.add_subcommand("explain", "Explain the model");
  command->require_subcommand(1);
  auto* month = command->add_subcommand(
      "month", "The order of the month: who reads and writes what, which random decisions");
  month->callback(explain_month);
  auto* model = command->add_subcommand(
      "model", "States, schedule, decisions, parameters, ledger and indicators as Markdown");
  auto block = std::make_shared<std::string>();
  model->add_option("--block", *block,
                    fmt::format("one of {} (default: all)", fmt::join(model_block_names(), ", ")));
  model->callback([block] { explain_model(*block); });
  auto* instrument = command->add_subcommand(
      "instrument", "What an instrument offers to whom, and on which evidence");
  auto name = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  instrument->add_option("name", *name, "its name, as in policies.NAME")->required();
  instrument->add_option("--scenario", *file, "scenario whose values are shown (default: baseline)")
      ->type_name(kYamlFile);
  instrument->callback([name, file] { explain_instrument(*name, *file); });
  command->footer(examples(
      {"explain month", "explain model --block decisions", "explain instrument wage_subsidy"}));
}

}  // namespace resettle
