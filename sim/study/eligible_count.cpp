#include "study/eligible_count.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include <fmt/format.h>

#include "engine/conditions.h"
#include "io/scenario_notes.h"
#include "model/replicate.h"
#include "outputs/indicators.h"

namespace resettle {

namespace {

/// Persons for whom a dated condition holds, month by month.
class EligibleRecorder final : public Recorder {
 public:
  explicit EligibleRecorder(const Series& conditions) : conditions_(conditions) {}

  void record(World& world) override {
    const Condition& condition = condition_numbered(conditions_.at(world.month));
    Year& year = years_[world.month.year()];
    ++year.months;
    for (std::size_t i = 0; i < world.persons.size(); ++i) {
      if (world.persons.active[i] == 0) continue;
      ++year.all;
      if (holds(condition, world, i)) ++year.eligible;
    }
  }

  [[nodiscard]] std::vector<EligibleYear> years(double scale) const {
    std::vector<EligibleYear> found;
    for (const auto& [number, year] : years_) {
      const bool too_few = year.eligible > 0 && year.eligible < year.months * kSmallestCell;
      found.push_back({number, static_cast<double>(year.eligible) / scale,
                       static_cast<double>(year.all) / scale, too_few});
    }
    return found;
  }

 private:
  struct Year {
    std::int64_t months = 0;
    std::int64_t eligible = 0;
    std::int64_t all = 0;
  };

  const Series& conditions_;
  std::map<int, Year> years_;
};

/// The conditions of an arm, by path; everybody is none.
std::map<std::string, Series> conditions_of(const ArmPlan& arm) {
  std::map<std::string, Series> found;
  for (const auto& [path, entry] : arm.scenario.parameters) {
    const auto& steps = entry.value.steps();
    const bool asks =
        path.ends_with(".eligible") &&
        std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.second != 0; });
    if (asks) found.emplace(path, entry.value);
  }
  return found;
}

}  // namespace

std::vector<EligibleCount> count_eligible(const StudyPlan& plan) {
  std::vector<EligibleCount> counts;
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    const auto conditions = conditions_of(plan.arms[arm]);
    if (conditions.empty()) continue;
    std::vector<EligibleRecorder> recorders;
    recorders.reserve(conditions.size());
    for (const auto& [path, series] : conditions) recorders.emplace_back(series);
    std::vector<Recorder*> all;
    for (auto& recorder : recorders) all.push_back(&recorder);
    auto simulation = begin_simulation(plan, 0, values_of_arm(plan, arm), true);
    simulation.advance(plan.end, months_of_arm(plan, arm).from, all);
    auto recorder = recorders.begin();
    for (const auto& [path, series] : conditions) {
      counts.push_back({plan.arms[arm].name, path, text_of(condition_numbered(series.at(plan.end))),
                        recorder->years(plan.scale)});
      ++recorder;
    }
  }
  return counts;
}

std::string text_of(const std::vector<EligibleCount>& counts) {
  std::string text;
  for (const auto& count : counts) {
    text += fmt::format("  {}, {}: {}\n    year   person-months  of all\n", count.arm, count.path,
                        count.condition);
    for (const auto& year : count.years) {
      if (year.too_few) {
        text += fmt::format("    {}   too few persons to be told\n", year.year);
        continue;
      }
      const double share = year.all > 0 ? 100 * year.eligible / year.all : 0;
      text += fmt::format("    {}  {:>14}  {:>4.1f} %\n", year.year,
                          fmt::format("{:L}", std::llround(year.eligible)), share);
    }
  }
  return text;
}

}  // namespace resettle
