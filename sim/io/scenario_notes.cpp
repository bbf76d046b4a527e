#include "io/scenario_notes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "io/audience_notes.h"
#include "io/instrument_lines.h"
#include "io/instrument_reach.h"
#include "io/show_value.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

/// Without any one of these the instrument does nothing for those to whom it is offered.
const std::vector<std::pair<std::string, std::string>> kSizes{
    {"policies.wage_subsidy.share", "it pays nothing"},
    {"policies.wage_subsidy.months", "it pays nothing"},
    {"policies.wage_subsidy.employer_take_up", "no employer claims it"},
    {"policies.settlement_grant.basic_krw", "it pays no basic grant"},
    {"policies.matched_savings.join_rate", "nobody opens an account"},
    {"policies.matched_savings.monthly_max_krw", "it matches nothing"},
    {"policies.counselling.take_up", "nobody takes it up"},
    {"policies.counselling.months", "it ends as it begins"},
    {"policies.trauma_therapy.take_up", "nobody takes it up"},
    {"policies.trauma_therapy.months", "it ends as it begins"},
    {"policies.mentoring.months", "it ends as it begins"},
    {"policies.dialect_workshop.months", "it ends as it begins"},
};

/// A scenario beside the one it is based on.
class Beside {
 public:
  Beside(const Scenario& scenario, const Scenario& base, Month departs)
      : scenario_(scenario), base_(base), departs_(departs) {}

  std::vector<std::string> notes() {
    for (const auto& [path, entry] : scenario_.parameters) {
      if (!differs(path)) continue;
      if (path.ends_with(".on_from")) check_start(path.substr(0, path.rfind('.')));
      check_range(path, entry);
      check_dates(path, entry);
    }
    check_entitled();
    for (const auto& [path, effect] : kSizes) check_size(path, effect);
    return std::move(notes_);
  }

 private:
  /// Whether the scenario changes a parameter that its base has.
  [[nodiscard]] bool differs(const std::string& path) const {
    const auto* here = find_value(scenario_, path);
    const auto* there = find_value(base_, path);
    return here != nullptr && there != nullptr && *here != *there;
  }

  static bool ever_above_0(const Series* series) {
    return series != nullptr && std::any_of(series->steps().begin(), series->steps().end(),
                                            [](const auto& step) { return step.second > 0; });
  }

  static double last_of(const Scenario& scenario, const std::string& path) {
    return find_value(scenario, path)->steps().back().second;
  }

  /// The month that a parameter names in the end; dates do not change in practice.
  static Month named_month(const Series& series) {
    return Month{static_cast<std::int32_t>(series.steps().back().second)};
  }

  void check_start(const std::string& section) {
    const Month begins = named_month(*find_value(scenario_, section + ".on_from"));
    const Month began = named_month(*find_value(base_, section + ".on_from"));
    const auto* ends = find_value(base_, section + ".on_to");
    const auto* coverage = find_value(base_, section + ".coverage");
    const bool lost = std::max(began, departs_) < begins;
    // `on_from: none` and a coverage of 0 say plainly that the instrument is to be off.
    const bool offered =
        begins.index < kNoEnd && ever_above_0(find_value(scenario_, section + ".coverage"));
    if (!lost || !offered || coverage == nullptr || coverage->at(begins - 1) <= 0) return;
    if (ends != nullptr && named_month(*ends) < std::max(began, departs_)) return;
    notes_.push_back(fmt::format(
        "{0}.on_from: until {1} this switches {2} off, which the scenario it is based on has in "
        "force since {3}",
        section, to_string(begins), section.substr(section.rfind('.') + 1), to_string(began)));
  }

  /// Before the policy start every arm of a study is the reference, whatever its overlay says.
  void check_dates(const std::string& path, const ParameterEntry& entry) {
    if (departs_ == kNever) return;
    const auto& steps = entry.value.steps();
    const auto& prior = base_.parameters.at(path).value;
    // A factor or an amount beside the law's changes where the law does: nobody wrote the months.
    if (!entry.relative.empty()) return;
    const auto early = std::find_if(steps.begin() + 1, steps.end(), [&](const auto& step) {
      return step.first < departs_ && prior.at(step.first) != step.second;
    });
    if (early != steps.end()) {
      notes_.push_back(fmt::format(
          "{}: the value {} from {} on has no effect before the policy start {}: until then the "
          "arm "
          "equals the reference",
          path, number_text(early->second), to_string(early->first), to_string(departs_)));
    } else if (path.ends_with(".on_from") && named_month(entry.value) < departs_) {
      notes_.push_back(fmt::format(
          "{}: {} is before the policy start {}: until then the arm equals the reference", path,
          to_string(named_month(entry.value)), to_string(departs_)));
    }
  }

  void check_range(const std::string& path, const ParameterEntry& entry) {
    const ParameterEntry& prior = base_.parameters.at(path);
    if (!prior.has_prior) return;
    const auto& known = prior.value.steps();
    for (const auto& step : entry.value.steps()) {
      const double value = step.second;
      const bool inside = value >= prior.prior_low && value <= prior.prior_high;
      if (inside || std::any_of(known.begin(), known.end(),
                                [&](const auto& other) { return other.second == value; })) {
        continue;
      }
      notes_.push_back(fmt::format("{}: {} is outside its prior range {} to {}", path,
                                   number_text(value), number_text(prior.prior_low),
                                   number_text(prior.prior_high)));
      return;
    }
  }

  void check_entitled() {
    const std::string section = "policies.wage_subsidy";
    if (!differs(section + ".on_from") && !differs(section + ".last_arrival")) return;
    const auto* start = find_value(scenario_, section + ".on_from");
    const auto* last = find_value(scenario_, section + ".last_arrival");
    if (start == nullptr || last == nullptr) return;
    const Month begins = named_month(*start);
    const Month entitled = named_month(*last);
    if (begins.index >= kNoEnd || begins <= entitled) return;
    if (!ever_above_0(find_value(scenario_, section + ".coverage"))) return;
    notes_.push_back(
        fmt::format("{}.on_from: it begins in {}, but only those who arrived by {} can claim it",
                    section, to_string(begins), to_string(entitled)));
  }

  void check_size(const std::string& path, const std::string& effect) {
    if (!differs(path) || last_of(scenario_, path) > 0 || last_of(base_, path) <= 0) return;
    const auto coverage = path.substr(0, path.rfind('.')) + ".coverage";
    if (find_value(scenario_, coverage) == nullptr || last_of(scenario_, coverage) <= 0) return;
    notes_.push_back(fmt::format("{}: this is 0, but {} is above 0: {}", path, coverage, effect));
  }

  const Scenario& scenario_;
  const Scenario& base_;
  Month departs_;
  std::vector<std::string> notes_;
};

}  // namespace

std::vector<std::string> notes_on(const Scenario& scenario, const Scenario& base, Month departs) {
  return Beside(scenario, base, departs).notes();
}

MonthSpan months_of_arm(const StudyPlan& plan, std::size_t arm) {
  const bool from_start = !plan.is_study || arm == plan.reference;
  return {from_start ? plan.start : plan.policy_start, plan.end};
}

namespace {

/// Texts with the arms that they are about.
class Gathered {
 public:
  explicit Gathered(const StudyPlan& plan) : plan_(plan) {}

  void add(const std::string& text, const std::string& arm) {
    const auto same = std::find_if(found_.begin(), found_.end(),
                                   [&](const auto& other) { return other.first == text; });
    auto& arms = same == found_.end() ? found_.emplace_back(text, std::vector<std::string>{}).second
                                      : same->second;
    arms.push_back(arm);
  }
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& [text, arms] : found_) {
      const bool all = arms.size() == plan_.arms.size();
      const char* word = arms.size() == 1 ? "arm" : "arms";
      texts.push_back(all ? text : fmt::format("{} {}: {}", word, join(arms), text));
    }
    return texts;
  }

 private:
  const StudyPlan& plan_;
  std::vector<std::pair<std::string, std::vector<std::string>>> found_;
};

Scenario law_of(const StudyPlan& plan, const ParameterCatalogue& catalogue,
                const InputSource& source) {
  return read_scenario(plan.arms.front().scenario.files.front(), catalogue, {}, source);
}

/// What is changed but reaches nobody.
std::vector<std::string> notes_on_reach(const StudyPlan& plan, std::size_t arm, const Scenario& law,
                                        const ParameterCatalogue& catalogue) {
  const Scenario& scenario = plan.arms[arm].scenario;
  const bool compared = plan.is_study && arm != plan.reference;
  const Scenario& reference = compared ? plan.arms[plan.reference].scenario : law;
  const MonthSpan span = months_of_arm(plan, arm);
  const Changes changes(scenario, reference, catalogue, span);
  std::vector<std::string> notes;
  if (!changes.never_act()) {
    notes = changes.idle();
    const auto& no_path = changes.without_path();
    notes.insert(notes.end(), no_path.begin(), no_path.end());
  } else if (compared || !changes.reasons().empty()) {
    notes.push_back(fmt::format(
        "the same as {} in every month to {}: it never acts ({})",
        compared ? "the reference" : called(law), to_string(span.to),
        changes.reasons().empty() ? "no value differs" : join(changes.reasons(), "; ")));
  }
  const auto lost = on_audience(scenario, law, catalogue, span);
  notes.insert(notes.end(), lost.begin(), lost.end());
  const auto without = left_out(scenario, law, catalogue, span);
  notes.insert(notes.end(), without.begin(), without.end());
  return notes;
}

/// Values of an arm beside the law: those that are here higher and there lower, or all others.
void add_values(Gathered& gathered, const StudyPlan& plan, std::size_t arm, const Scenario& law,
                const ParameterCatalogue& catalogue, bool mixed) {
  const Scenario& scenario = plan.arms[arm].scenario;
  const auto add = [&](const ParameterSpec& spec, const std::string& path_in_law) {
    const auto found = scenario.parameters.find(spec.path);
    const auto in_law = law.parameters.find(path_in_law);
    if (found == scenario.parameters.end() || in_law == law.parameters.end()) return;
    const auto told = beside_law(spec, found->second.value, in_law->second.value,
                                 months_of_arm(plan, arm), called(law));
    if (!told || told->mixed != mixed) return;
    const auto section = section_of(path_in_law);
    if (spec.kind == ParameterKind::condition && line_of(spec.path).empty() &&
        !why_not_offered(law, section, months_of_arm(plan, arm)).empty()) {
      const double last = found->second.value.at(plan.end);
      gathered.add(fmt::format("{}: {}; {} offers it to nobody", spec.path, show_number(spec, last),
                               called(law)),
                   plan.arms[arm].name);
      return;
    }
    gathered.add(fmt::format("{}: {}", spec.path, told->text), plan.arms[arm].name);
  };
  for (const auto& spec : catalogue) add(spec, spec.path);
  for (const auto& line : line_parameters(scenario, catalogue)) add(line.spec, line.of_all);
}

}  // namespace

std::vector<std::string> notes_on(const StudyPlan& plan, const ParameterCatalogue& catalogue,
                                  const InputSource& source) {
  if (plan.arms.empty()) return {};
  const Scenario law = law_of(plan, catalogue, source);
  Gathered gathered(plan);
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    for (const auto& note : notes_on_reach(plan, a, law, catalogue)) {
      gathered.add(note, plan.arms[a].name);
    }
  }
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    add_values(gathered, plan, a, law, catalogue, true);
  }
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    const bool from_start = !plan.is_study || a == plan.reference;
    const Month departs = from_start ? kNever : plan.policy_start;
    for (const auto& note : notes_on(plan.arms[a].scenario, law, departs)) {
      gathered.add(note, plan.arms[a].name);
    }
  }
  return gathered.texts();
}

std::vector<std::string> values_beside_law(const StudyPlan& plan,
                                           const ParameterCatalogue& catalogue,
                                           const InputSource& source) {
  if (plan.arms.empty()) return {};
  const Scenario law = law_of(plan, catalogue, source);
  Gathered gathered(plan);
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    add_values(gathered, plan, a, law, catalogue, false);
  }
  return gathered.texts();
}

}  // namespace resettle
