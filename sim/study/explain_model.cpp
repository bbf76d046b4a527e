#include "study/explain_model.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.h"
#include "engine/ledger.h"
#include "io/parameter_reader.h"
#include "model/month.h"
#include "outputs/indicators.h"
#include "outputs/society.h"
#include "population/persons.h"

namespace resettle {

namespace {

/// The first column of every group of the dictionary, which follows the struct Persons.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kGroups{{
    {"ticket", "Fixed at arrival"},
    {"presence", "Presence and home"},
    {"partner", "Family"},
    {"chronic_illness", "Health and mind"},
    {"labour_state", "Work"},
    {"south_skill", "Skills"},
    {"resocialization_stage", "Occupational resocialization"},
    {"discrimination_flags", "Contact"},
    {"assets_krw", "Money"},
    {"grant_left_krw", "Exposure to policies"},
    {"material_score", "Adjustment"},
}};

/// "|" would end a cell of a table.
std::string cell(std::string_view text) {
  std::string safe;
  for (const char c : text) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

std::string list_of(const std::vector<std::string>& items) {
  return items.empty() ? "-" : fmt::format("{}", fmt::join(items, ", "));
}

/// A bound as people write it; codes that stand for "never" or "no end" are left open.
std::string bound(double value, std::string_view unit) {
  if (std::abs(value) == -kNever.index && unit == "month") return "open";
  if (value == 4294967295.0) return "2^32-1";
  return fmt::format("{:g}", value);
}

std::string states() {
  std::string text;
  for (const auto& column : person_dictionary()) {
    for (const auto& [first, title] : kGroups) {
      if (column.name != first) continue;
      text += fmt::format("{}**{}**\n\n| state | unit | range | meaning |\n|---|---|---|---|\n",
                          text.empty() ? "" : "\n", title);
    }
    text += fmt::format("| `{}` | {} | {} to {} | {} |\n", column.name, cell(column.unit),
                        bound(column.minimum, column.unit), bound(column.maximum, column.unit),
                        cell(column.meaning));
  }
  return text;
}

std::string schedule() {
  std::string text = "1. inputs and dated parameters take the values of the month\n";
  int step = 1;
  for (const auto& entry : the_month()) {
    const Description& about = entry.process->description();
    if (entry.step != step) {
      step = entry.step;
      text += fmt::format("{}. {}\n", step, entry.title);
    }
    text += fmt::format("    * **{}**: {}\n      Reads: {}. Writes: {}. Source: {}.\n", about.name,
                        about.meaning, list_of(about.reads), list_of(about.writes), about.source);
  }
  return text;
}

std::string decisions() {
  std::string text = "| block | word | what is decided | by |\n|---|---|---|---|\n";
  for (const auto& entry : the_month()) {
    const Description& about = entry.process->description();
    for (const auto& decision : about.decisions) {
      text += fmt::format("| {} | {} | {} | {} |\n", cell(decision.block), decision.word,
                          cell(decision.name), about.name);
    }
  }
  return text;
}

/// A constant, or the number of dated values with the first and the last.
std::string value_of(const ParameterSpec& spec, const Series& series) {
  const auto& steps = series.steps();
  const auto show = [&](double value) { return value_text(value, spec.kind); };
  if (steps.size() == 1) return show(steps.front().second);
  if (steps.size() == 2) {
    return fmt::format("{}; from {} {}", show(steps[0].second), to_string(steps[1].first),
                       show(steps[1].second));
  }
  return fmt::format("{} ... {} ({} dated values)", show(steps.front().second),
                     show(steps.back().second), steps.size());
}

std::string parameters(const Scenario& baseline) {
  std::string text =
      "| parameter | unit | value | range | neutral | status | source | meaning |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const auto& spec : parameter_catalogue()) {
    const ParameterEntry& entry = baseline.parameters.at(spec.path);
    const std::string range = entry.has_prior
                                  ? fmt::format("{} to {}", value_text(entry.prior_low, spec.kind),
                                                value_text(entry.prior_high, spec.kind))
                                  : "-";
    const auto prior = entry.prior ? prior_words(*entry.prior) : "";
    const std::string neutral = spec.neutral ? value_text(*spec.neutral, spec.kind) : "-";
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", spec.path, cell(spec.unit),
                        value_of(spec, entry.value), prior.empty() ? range : range + "; " + prior,
                        neutral, entry.status, cell(entry.source), cell(spec.meaning));
  }
  return text;
}

std::string ledger() {
  std::string text = "| line | from | to | programme cost | meaning |\n|---|---|---|---|---|\n";
  for (const auto& line : kLedger) {
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", line.name, name_of(line.payer),
                        name_of(line.payee), line.policy_cost ? "yes" : "no", cell(line.meaning));
  }
  return text;
}

std::string indicator_tables() {
  std::string text = "| indicator | unit | of | meaning |\n|---|---|---|---|\n";
  for (const auto& info : indicators()) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", info.name, cell(info.unit), name_of(info.base),
                        cell(info.label));
  }
  text += "\nOf the society:\n\n| series | unit | meaning |\n|---|---|---|\n";
  for (const auto& info : society_series()) {
    text += fmt::format("| `{}` | {} | {} |\n", info.name, cell(info.unit), cell(info.label));
  }
  return text;
}

const std::vector<std::string> kNames{"states",     "schedule", "decisions",
                                      "parameters", "ledger",   "indicators"};

/// NAME of a line "<!-- generated: NAME -->", or "".
std::string marked_begin(const std::string& line) {
  constexpr std::string_view kBegin = "<!-- generated: ";
  constexpr std::string_view kEnd = " -->";
  if (!line.starts_with(kBegin) || !line.ends_with(kEnd)) return "";
  return line.substr(kBegin.size(), line.size() - kBegin.size() - kEnd.size());
}

std::string end_marker(const std::string& name) {
  return "<!-- end of generated: " + name + " -->";
}

}  // namespace

std::vector<std::string> model_block_names() { return kNames; }

ModelBlock model_block(const std::string& name, const Scenario& baseline) {
  if (name == "states") return {name, states()};
  if (name == "schedule") return {name, schedule()};
  if (name == "decisions") return {name, decisions()};
  if (name == "parameters") return {name, parameters(baseline)};
  if (name == "ledger") return {name, ledger()};
  if (name == "indicators") return {name, indicator_tables()};
  throw InputError({{},
                    "",
                    fmt::format("the description has no block \"{}\"", name),
                    fmt::format("blocks: {}", fmt::join(kNames, ", "))});
}

std::string with_model_blocks(const std::string& text, const Scenario& baseline) {
  std::istringstream lines(text);
  std::string result;
  std::vector<std::string> found;
  std::string inside;  // the block whose old content is being left out
  for (std::string line; std::getline(lines, line);) {
    if (!inside.empty()) {
      if (line != end_marker(inside)) continue;
      inside.clear();
    }
    result += line + "\n";
    const std::string name = marked_begin(line);
    if (name.empty()) continue;
    inside = name;
    found.push_back(name);
    result += "\n" + model_block(name, baseline).markdown + "\n";
  }
  for (const auto& name : kNames) {
    if (std::find(found.begin(), found.end(), name) == found.end() || inside == name) {
      throw InputError({{},
                        "",
                        fmt::format("the description lacks the markers of block \"{}\"", name),
                        fmt::format("write <!-- generated: {} --> and {} on lines of their own",
                                    name, end_marker(name))});
    }
  }
  return result;
}

}  // namespace resettle
