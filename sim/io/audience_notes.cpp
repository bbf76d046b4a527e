#include "io/audience_notes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions.h"
#include "io/instrument_lines.h"
#include "io/instrument_reach.h"
#include "io/show_value.h"

namespace resettle {

namespace {

/// Terms that hold one after the other: whoever changes the first mostly means both.
const std::vector<std::pair<std::string, std::string>> kTogether{
    {"policies.wage_subsidy.cap_krw", "policies.wage_subsidy.first_year_cap_krw"},
    {"policies.wage_subsidy.first_year_cap_krw", "policies.wage_subsidy.cap_krw"},
};

/// Whether a line of the instrument is for everybody in a month, so that the others come to it.
bool a_line_is_for_all(const Scenario& scenario, const std::string& condition,
                       const std::vector<std::string>& lines, Month month) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    const auto* own = find_value(scenario, line_path(condition, line));
    return own != nullptr && own->at(month) == 0;
  });
}

/// Who no longer gets what the base gives to everybody, from the first such month on.
std::optional<std::string> taken_from(const Scenario& scenario, const Scenario& base,
                                      const std::string& condition, MonthSpan span) {
  const auto section = section_of(condition);
  const auto* here = find_value(scenario, condition);
  const auto* there = find_value(base, condition);
  if (here == nullptr || there == nullptr || !lines_of(base, condition).empty()) return {};
  const auto& lines = lines_of(scenario, condition);
  for (Month month = span.from; month <= span.to; ++month) {
    const MonthSpan now{month, month};
    const bool given = there->at(month) == 0 && why_not_offered(base, section, now).empty();
    const auto why = given ? why_not_offered(scenario, section, now) : "";
    if (given && !why.empty() && (here->at(month) != 0 || !lines.empty())) {
      return fmt::format("{}: from {} on nobody is offered it any more, to whom {} offers it: {}",
                         section, to_string(month), called(base), why);
    }
    if (!given || !why.empty()) continue;
    if (here->at(month) != 0) {
      return fmt::format(
          "{}: from {} on it is taken from all others, to whom {} offers it; to change it for some "
          "and leave the others as they are, write a line with this condition and a last line "
          "'others: {{}}'",
          condition, to_string(month), called(base));
    }
    if (lines.empty() || a_line_is_for_all(scenario, condition, lines, month)) continue;
    return fmt::format(
        "{}.lines: from {} on it is taken from whoever comes to none of its lines, to whom {} "
        "offers it; to leave them as they are, add a last line 'others: {{}}'",
        section, to_string(month), called(base));
  }
  return {};
}

/// Lines that together hold for everybody, on the terms of the instrument.
bool lines_change_nothing(const Scenario& scenario, const std::string& condition,
                          const ParameterCatalogue& catalogue) {
  const auto& lines = lines_of(scenario, condition);
  if (lines.empty()) return false;
  const auto* last = find_value(scenario, line_path(condition, lines.back()));
  const auto all = line_parameters(scenario, catalogue);
  return last != nullptr && *last == Series(0) &&
         std::none_of(all.begin(), all.end(), [&](const LineParameter& one) {
           const bool of_this = instrument_of(one.of_all) == instrument_of(condition);
           return of_this && one.of_all != condition;
         });
}

/// A term that stays while the one it belongs to is changed, of the instrument or of a line.
void add_left_alone(const Scenario& scenario, const Scenario& base,
                    const ParameterCatalogue& catalogue, MonthSpan span,
                    std::vector<std::string>& notes) {
  const auto changed = [&](const std::string& path, const std::string& of_all) {
    const auto* here = find_value(scenario, path);
    const auto* there = find_value(base, of_all);
    return here != nullptr && there != nullptr && *here != *there;
  };
  const auto add = [&](const std::string& path, const ParameterSpec& other,
                       const std::string& other_path, const Series& value) {
    notes.push_back(
        fmt::format("{} stays {} in {}, as in {}, while {} is changed; set it too if it "
                    "is meant",
                    other_path, show_number(other, value.at(span.from)), to_string(span.from),
                    called(base), path));
  };
  for (const auto& pair : kTogether) {
    const std::string& path = pair.first;
    const std::string& other = pair.second;
    const auto spec = std::find_if(catalogue.begin(), catalogue.end(),
                                   [&](const ParameterSpec& one) { return one.path == other; });
    const auto* value = find_value(scenario, other);
    if (spec == catalogue.end() || value == nullptr) continue;
    const bool of_all = changed(path, path);
    if (of_all && !changed(other, other)) add(path, *spec, other, *value);
    for (const auto& line : lines_of(scenario, path)) {
      const auto in_line = line_path(path, line);
      const auto beside = line_path(other, line);
      if (find_value(scenario, in_line) == nullptr || find_value(scenario, beside) != nullptr)
        continue;
      if (!changed(other, other)) add(in_line, *spec, beside, *value);
    }
  }
}

}  // namespace

std::vector<std::string> on_audience(const Scenario& scenario, const Scenario& base,
                                     const ParameterCatalogue& catalogue, MonthSpan span) {
  std::vector<std::string> notes;
  for (const auto& spec : catalogue) {
    if (spec.kind != ParameterKind::condition || !spec.by_line) continue;
    if (auto note = taken_from(scenario, base, spec.path, span)) notes.push_back(std::move(*note));
    if (lines_change_nothing(scenario, spec.path, catalogue)) {
      notes.push_back(fmt::format(
          "{0}.lines: no line has terms of its own, so they change nothing; who is served first "
          "where places are short is said by {0}.priority",
          section_of(spec.path)));
    }
  }
  add_left_alone(scenario, base, catalogue, span, notes);
  return notes;
}

}  // namespace resettle
