#include "study/eligible_count.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/scenario_notes.h"
#include "model/replicate.h"
#include "outputs/indicators.h"
#include "results/text_layout.h"
#include "study/audience.h"

namespace resettle {

namespace {

/// Whether somebody is within the months since exit and the months of arrival.
bool is_within(const Audience& audience, const World& world, std::size_t person) {
  const auto* window = audience.term("window_months");
  const auto* first = audience.term("first_arrival");
  const auto* last = audience.term("last_arrival");
  const auto arrival = static_cast<double>(world.persons.arrival_month[person]);
  return (window == nullptr ||
          world.persons.months_since_exit(person, world.month) < window->at(world.month)) &&
         (first == nullptr || arrival >= first->at(world.month)) &&
         (last == nullptr || arrival <= last->at(world.month));
}

std::vector<std::string> limits_of(const Audience& audience, Month month) {
  std::vector<std::string> found;
  if (const auto* window = audience.term("window_months")) {
    found.push_back(fmt::format("window_months {}", window->at(month)));
  }
  for (const char* key : {"first_arrival", "last_arrival"}) {
    const auto* arrival = audience.term(key);
    if (arrival == nullptr || arrival->at(month) >= kNoEnd) continue;
    const Month limit{static_cast<std::int32_t>(arrival->at(month))};
    found.push_back(fmt::format("{} {}", key, to_string(limit)));
  }
  return found;
}

/// Persons whom an instrument is for, and those who come to each of its lines, month by month.
class EligibleRecorder final : public Recorder {
 public:
  EligibleRecorder(Audience instrument, std::vector<Audience> lines)
      : instrument_(std::move(instrument)), lines_(std::move(lines)) {
    counted_.resize(1 + lines_.size());
  }

  void record(World& world) override {
    for (auto& years : counted_) ++years[world.month.year()].months;
    for (std::size_t i = 0; i < world.persons.size(); ++i) {
      if (world.persons.active[i] == 0) continue;
      for (auto& years : counted_) ++years[world.month.year()].all;
      if (!holds(instrument_.condition(world.month), world, i)) continue;
      count(world, i, instrument_, counted_[0]);
      const auto line = line_of_person(lines_, world, i);
      if (line) count(world, i, lines_[*line], counted_[1 + *line]);
    }
  }

  [[nodiscard]] std::vector<EligibleCount> counts(const std::string& arm, Month last,
                                                  double scale) const {
    std::vector<EligibleCount> found;
    for (std::size_t k = 0; k < counted_.size(); ++k) {
      const Audience& audience = k == 0 ? instrument_ : lines_[k - 1];
      found.push_back({arm, audience.condition_path(), text_of(audience.condition(last)),
                       !audience.line().empty(), limits_of(audience, last),
                       years(counted_[k], scale)});
    }
    return found;
  }

 private:
  struct Year {
    std::int64_t eligible = 0;
    std::int64_t reached = 0;
    std::int64_t all = 0;
    int months = 0;
  };
  using Years = std::map<int, Year>;

  static void count(const World& world, std::size_t person, const Audience& audience,
                    Years& years) {
    Year& year = years[world.month.year()];
    ++year.eligible;
    if (is_within(audience, world, person)) ++year.reached;
  }

  static std::vector<EligibleYear> years(const Years& counted, double scale) {
    std::vector<EligibleYear> found;
    for (const auto& one : counted) {
      const Year& year = one.second;
      const auto is_small = [&](std::int64_t count) {
        return count > 0 && count < std::int64_t{year.months} * kSmallestCell;
      };
      found.push_back({one.first, static_cast<double>(year.eligible) / scale,
                       static_cast<double>(year.reached) / scale,
                       static_cast<double>(year.all) / scale, year.months,
                       is_small(year.eligible) || is_small(year.reached)});
    }
    return found;
  }

  Audience instrument_;
  std::vector<Audience> lines_;
  std::vector<Years> counted_;  ///< of the instrument, then of its lines
};

/// One recorder for every instrument that is not simply for everybody.
std::vector<EligibleRecorder> recorders_of(const ParameterValues& values, Month last) {
  std::vector<EligibleRecorder> found;
  for (const auto& [path, series] : values.all()) {
    const auto instrument = Audience::of_all(values, instrument_of(path));
    if (path != instrument.condition_path()) continue;
    auto lines = instrument.lines(last);
    if (!lines.empty() || asks_ever(series)) found.emplace_back(instrument, std::move(lines));
  }
  return found;
}

std::string persons_text(double person_months, int months) {
  return number_text(person_months / std::max(months, 1), 0);
}

std::string year_text(const EligibleYear& year, bool limited) {
  if (year.too_few) return fmt::format("    {}   too few persons to be told\n", year.year);
  const double share = year.all > 0 ? 100 * year.eligible / year.all : 0;
  return fmt::format("    {}  {:>9}  {:>5.1f} %{}  {:>14}\n", year.year,
                     persons_text(year.eligible, year.months), share,
                     limited ? fmt::format("  {:>9}", persons_text(year.reached, year.months)) : "",
                     number_text(limited ? year.reached : year.eligible, 0));
}

}  // namespace

std::vector<EligibleCount> count_eligible(const StudyPlan& plan) {
  std::vector<EligibleCount> counts;
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    const auto values = values_of_arm(plan, arm);
    auto recorders = recorders_of(values, plan.end);
    if (recorders.empty()) continue;
    std::vector<Recorder*> all;
    for (auto& recorder : recorders) all.push_back(&recorder);
    auto simulation = begin_simulation(plan, 0, values, true);
    simulation.advance(plan.end, months_of_arm(plan, arm).from, all);
    for (const auto& recorder : recorders) {
      const auto found = recorder.counts(plan.arms[arm].name, plan.end, plan.scale);
      counts.insert(counts.end(), found.begin(), found.end());
    }
  }
  return counts;
}

std::string text_of(const std::vector<EligibleCount>& counts) {
  std::string text;
  for (const auto& count : counts) {
    const bool limited = !count.limits.empty();
    text += fmt::format("  {}, {}: {}\n", count.arm, count.path, count.condition);
    if (count.is_of_line) text += "    those who come to this line\n";
    if (limited) {
      text += fmt::format("    \"reached\" are within {}\n", fmt::join(count.limits, ", "));
    }
    text += fmt::format("    year    persons   of all{}   person-months\n",
                        limited ? "    reached" : "");
    for (const auto& year : count.years) text += year_text(year, limited);
  }
  return text;
}

}  // namespace resettle
