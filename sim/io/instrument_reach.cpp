#include "io/instrument_reach.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/condition_bounds.h"
#include "io/instrument_lines.h"
#include "io/show_value.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

/// Nothing is offered before this month (the least that a month may be).
constexpr Month kEarliest{-400};

std::string month_text(double index) {
  return index >= kNoEnd ? "none" : to_string(Month{static_cast<std::int32_t>(index)});
}

/// Keys that say when, where and to how many something is offered, not what.
bool says_when(const std::string& path) {
  static constexpr std::array<const char*, 5> kKeys{".on_from", ".on_to", ".coverage", ".capacity",
                                                    ".capacity_per_year"};
  return std::any_of(kKeys.begin(), kKeys.end(), [&](auto* key) { return path.ends_with(key); });
}

bool is_date(const ParameterSpec& spec) { return spec.kind == ParameterKind::month; }

/// A month that lies after the end is as good as none; a month of grace, as some plan for the next.
double within(const ParameterSpec& spec, double value, MonthSpan span) {
  return is_date(spec) ? std::min<double>(value, span.to.index + 2) : value;
}

/// Whether both are the same in every month that counts.
bool same_in(const ParameterSpec& spec, const Series& one, const Series& other, MonthSpan span) {
  // Promises of capped money look at the years to come.
  if (spec.path.ends_with(".budget_krw_per_year")) return one == other;
  for (Month month = span.from; month <= span.to; ++month) {
    if (within(spec, one.at(month), span) != within(spec, other.at(month), span)) return false;
  }
  return true;
}

}  // namespace

std::string section_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

const Series* find_value(const Scenario& scenario, const std::string& path) {
  const auto found = scenario.parameters.find(path);
  return found == scenario.parameters.end() ? nullptr : &found->second.value;
}

namespace {

/// Whom an instrument, or one of its lines, can reach.
class Reach {
 public:
  Reach(const Scenario& scenario, std::string section, std::string line)
      : scenario_(scenario), section_(std::move(section)), line_(std::move(line)) {}

  /// Why nobody can be reached in a month; empty if somebody can.
  [[nodiscard]] std::string why_nobody(Month month) const {
    // A split budget covers nobody: it is there if it has money.
    for (const char* key : {"coverage", "window_months", "total_krw"}) {
      if (const auto* value = term(key); value != nullptr && value->at(month) <= 0) {
        return fmt::format("{} is 0 in every month", path_of(key));
      }
    }
    const Condition asked = condition(month);
    const auto bounds = bounds_in(month);
    if (can_be_met(asked, scenario_.inputs, bounds)) return "";
    const bool in_itself = !can_be_met(asked, scenario_.inputs);
    return fmt::format(
        "nobody can meet {} {}{}", path_of("eligible"), text_of(asked),
        in_itself ? "" : " within its other terms (window, months of arrival, work)");
  }

 private:
  [[nodiscard]] std::string path_of(const char* key) const {
    const auto of_all = section_ + "." + key;
    const auto own = line_.empty() ? of_all : line_path(of_all, line_);
    return find_value(scenario_, own) != nullptr ? own : of_all;
  }
  [[nodiscard]] const Series* term(const char* key) const {
    return find_value(scenario_, path_of(key));
  }

  /// What the line and the instrument ask for together.
  [[nodiscard]] Condition condition(Month month) const {
    Condition both;
    const auto of_all = section_ + ".eligible";
    std::vector<std::string> paths{of_all};
    if (!line_.empty()) paths.push_back(line_path(of_all, line_));
    for (const auto& path : paths) {
      const auto* value = find_value(scenario_, path);
      if (value == nullptr) continue;
      const auto& clauses = condition_numbered(value->at(month)).clauses;
      both.clauses.insert(both.clauses.end(), clauses.begin(), clauses.end());
    }
    return both;
  }

  [[nodiscard]] TraitBounds bounds_in(Month month) const {
    TraitBounds bounds;
    const auto* work = find_trait("work");  // nobody is in the facility who is offered anything
    bounds[work] = {{1, static_cast<int>(work->words.size()) - 1}};
    if (const auto* window = term("window_months"); window != nullptr) {
      bounds[find_trait("months_since_exit")] = {{0, static_cast<int>(window->at(month)) - 1}};
    }
    TraitRange arrival{std::numeric_limits<int>::min(), month.index};
    if (const auto* first = term("first_arrival"); first != nullptr) {
      arrival.low = static_cast<int>(first->at(month));
    }
    if (const auto* last = term("last_arrival"); last != nullptr) {
      arrival.high = std::min(arrival.high, static_cast<int>(last->at(month)));
    }
    bounds[find_trait("arrival")] = {arrival};
    return bounds;
  }

  const Scenario& scenario_;
  std::string section_;
  std::string line_;
};

/// Why an instrument that is on reaches nobody in a month; empty if it may reach somebody.
std::string why_nobody(const Scenario& scenario, const std::string& section, Month month) {
  const auto& lines = lines_of(scenario, section);
  if (lines.empty()) return Reach(scenario, section, "").why_nobody(month);
  std::string why;
  for (const auto& line : lines) {
    why = Reach(scenario, section, line).why_nobody(month);
    if (why.empty()) break;
  }
  return why;
}

}  // namespace

std::string why_not_offered(const Scenario& scenario, const std::string& section, MonthSpan span) {
  const auto* from = find_value(scenario, section + ".on_from");
  const auto* to = find_value(scenario, section + ".on_to");
  if (from == nullptr || to == nullptr) return "";
  std::string why;
  for (Month month = span.from; month <= span.to; ++month) {
    if (month.index < from->at(month) || month.index > to->at(month)) continue;
    why = why_nobody(scenario, section, month);
    if (why.empty()) return "";
  }
  if (!why.empty()) return why;
  const double begins = from->at(span.to);
  if (begins >= kNoEnd) return fmt::format("{}.on_from is none", section);
  if (begins > span.to.index) {
    return fmt::format("{}.on_from {} is after the end {}", section, month_text(begins),
                       to_string(span.to));
  }
  const double ends = to->at(span.from);
  if (ends < span.from.index) {
    return fmt::format("{}.on_to {} is before {}", section, month_text(ends), to_string(span.from));
  }
  return fmt::format("{} is on in none of the months {} to {}", section, to_string(span.from),
                     to_string(span.to));
}

Changes::Changes(const Scenario& scenario, const Scenario& reference,
                 const ParameterCatalogue& catalogue, MonthSpan span) {
  std::map<std::string, std::string> why;       // by section: not offered here
  std::map<std::string, bool> amounts_changed;  // by section that is not offered in either
  for (const auto& spec : catalogue) {
    const auto* here = find_value(scenario, spec.path);
    const auto* there = find_value(reference, spec.path);
    if (here == nullptr || there == nullptr) continue;
    const bool says_whom = spec.kind == ParameterKind::condition && spec.by_line;
    const bool other_lines = says_whom && lines_differ(scenario, reference, section_of(spec.path));
    if (*here == *there && !other_lines) continue;
    if (spec.acts == ActsWhen::after_run) {
      reasons_.push_back(fmt::format("{} is read of the reference only", spec.path));
      continue;
    }
    const auto section = section_of(spec.path);
    if (spec.acts == ActsWhen::offered) {
      const auto [found, is_new] = why.try_emplace(section);
      if (is_new && !why_not_offered(reference, section, {kEarliest, span.to}).empty()) {
        found->second = why_not_offered(scenario, section, span);
      }
      if (!found->second.empty()) {
        amounts_changed[section] = amounts_changed[section] || !says_when(spec.path);
        continue;
      }
    }
    if (other_lines || !same_in(spec, *here, *there, span)) {
      add_acting(spec);
      continue;
    }
    reasons_.push_back(fmt::format("{} differs only outside {} to {}", spec.path,
                                   to_string(span.from), to_string(span.to)));
  }
  for (const auto& [section, amounts] : amounts_changed) {
    reasons_.push_back(why[section]);
    // `on_from: none` and a coverage of 0 alone say plainly that it is to be off.
    if (amounts || why[section].find(".on_from is none") == std::string::npos) {
      idle_.push_back(fmt::format("{}: nobody is offered it, so what is changed of it does nothing",
                                  why[section]));
    }
  }
  tell_without_path();
}

void Changes::add_acting(const ParameterSpec& spec) {
  ++acting_;
  const auto section = section_of(spec.path);
  if (!spec.moves_only) {
    moving_.insert(section);
  } else {
    moved_only_[section].insert(spec.moves_only->begin(), spec.moves_only->end());
  }
}

void Changes::tell_without_path() {
  for (const auto& [section, moved] : moved_only_) {
    if (moving_.contains(section)) continue;
    const auto what = moved.empty() ? "payments alone"
                                    : fmt::format("payments and {}, which nothing else reads",
                                                  fmt::join(moved, ", "));
    without_path_.push_back(
        fmt::format("{}: no path of the model leads from what is changed of it to anybody's "
                    "adjustment, so a gain of 0 is no finding; it changes {}",
                    section, what));
  }
}

namespace {

/// Those who arrived by the last month that is entitled can claim only for some months after they
/// left the facility: whether these are over when the span begins.
bool claims_are_over(const Scenario& scenario, const std::string& section, double last,
                     MonthSpan span) {
  const auto* window = find_value(scenario, section + ".window_months");
  const auto* stay = find_value(scenario, "policies.facility_program.months");
  if (window == nullptr || stay == nullptr) return false;
  const Month arrival{static_cast<std::int32_t>(last)};
  return span.from.index >= last + stay->at(arrival) + window->at(span.from);
}

/// Who is not reached for one date that is kept.
std::string not_reached(const Scenario& scenario, const std::string& path, double date,
                        MonthSpan span) {
  const bool before_end = date < span.to.index;
  if (path.ends_with(".last_arrival") && before_end) {
    return claims_are_over(scenario, section_of(path), date, span)
               ? fmt::format(
                     "nobody who arrived later is reached, and who arrived before can as a "
                     "rule claim nothing any more in {},",
                     to_string(span.from))
               : "nobody who arrived later is reached";
  }
  if (path.ends_with(".first_arrival") && date > 0 && date < kNoEnd) {
    return "nobody who arrived before is reached";
  }
  // Whoever looks at all times from 1990 on does not expect every instrument from the beginning.
  const bool begins = 0 < span.from.index && span.from.index < date && date <= span.to.index;
  if (path.ends_with(".on_from") && begins) {
    return "nobody is reached before";
  }
  if (path.ends_with(".on_to") && before_end && span.from.index <= date) {
    return "nobody new is reached afterwards";
  }
  return "";
}

}  // namespace

namespace {

/// By instrument, the keys of what a scenario changes of it but its dates.
std::map<std::string, std::vector<std::string>> changed_keys(const Scenario& scenario,
                                                             const Scenario& base,
                                                             const ParameterCatalogue& catalogue,
                                                             MonthSpan span) {
  std::map<std::string, std::vector<std::string>> changed;
  for (const auto& spec : catalogue) {
    if (spec.acts != ActsWhen::offered && !spec.path.starts_with("policies.")) continue;
    const auto* here = find_value(scenario, spec.path);
    const auto* there = find_value(base, spec.path);
    if (here == nullptr || there == nullptr || is_date(spec)) continue;
    const auto section = section_of(spec.path);
    const bool says_whom = spec.kind == ParameterKind::condition && spec.by_line;
    if (says_whom && lines_differ(scenario, base, section)) {
      changed[section].emplace_back("lines");
    }
    if (same_in(spec, *here, *there, span)) continue;
    changed[section].push_back(spec.path.substr(section.size() + 1));
  }
  return changed;
}

bool is_0_in(const Scenario& scenario, const std::string& path, MonthSpan span) {
  const auto* value = find_value(scenario, path);
  if (value == nullptr) return false;
  for (Month month = span.from; month <= span.to; ++month) {
    if (value->at(month) > 0) return false;
  }
  return true;
}

/// An instrument of which something is changed, without places or money.
void add_without_means(const Scenario& scenario, const std::string& section, MonthSpan span,
                       std::vector<std::string>& notes) {
  for (const char* places : {"capacity", "capacity_per_year"}) {
    if (!is_0_in(scenario, section + "." + places, span)) continue;
    notes.push_back(
        fmt::format("{}.{} is 0 in every month: it has no places, so as a rule nobody is reached",
                    section, places));
  }
  if (is_0_in(scenario, section + ".budget_krw_per_year", span)) {
    notes.push_back(fmt::format(
        "{}.budget_krw_per_year is 0 in every month: nothing of it that costs money begins",
        section));
  }
}

}  // namespace

std::vector<std::string> left_out(const Scenario& scenario, const Scenario& base,
                                  const ParameterCatalogue& catalogue, MonthSpan span) {
  std::vector<std::string> notes;
  for (const auto& [section, keys] : changed_keys(scenario, base, catalogue, span)) {
    if (!why_not_offered(scenario, section, span).empty()) continue;
    add_without_means(scenario, section, span, notes);
    for (const auto& spec : catalogue) {
      if (!is_date(spec) || section_of(spec.path) != section) continue;
      const auto* here = find_value(scenario, spec.path);
      const auto* there = find_value(base, spec.path);
      if (here == nullptr || there == nullptr || *here != *there) continue;
      if (a_line_sets(scenario, spec.path)) continue;
      const double date = here->at(span.to);
      const auto who = not_reached(scenario, spec.path, date, span);
      if (who.empty()) continue;
      notes.push_back(fmt::format(
          "{} stays {}, as in {}: {} by what is changed of it ({}); set it too if they are meant",
          spec.path, month_text(date), called(base), who, join(keys)));
    }
  }
  return notes;
}

}  // namespace resettle
