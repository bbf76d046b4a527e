#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/conditions.h"
#include "io/draws_reader.h"
#include "model/month.h"
#include "model/replicate.h"
#include "model/vocabulary.h"
#include "processes/arrivals.h"

/// Small worlds for tests: the shipped study made short and small, and a laboratory in which the
/// month can be run process by process under parameters that a test sets.
namespace resettle::testing {

/// Whether a statistic agrees with what is expected: within 4.5 standard errors.
inline bool agrees(double measured, double expected, double standard_error) {
  UNSCOPED_INFO("measured " << measured << ", expected " << expected << ", standard error "
                            << standard_error);
  return std::fabs(measured - expected) <= 4.5 * standard_error;
}

/// Standard error of a share p among n.
inline double share_error(double p, double n) { return std::sqrt(p * (1 - p) / n); }

inline double logit(double p) { return std::log(p / (1 - p)); }

/// A study that is shipped, at the central values of its parameters.
inline StudyPlan shipped_study(const std::string& name) {
  StudySettings settings;
  settings.draws = kNoDraws;
  return read_study(std::string(RESETTLE_SOURCE_DIR "/scenarios/studies/") + name + ".yaml",
                    parameter_catalogue(), study_vocabulary(), settings);
}

/// The library's overlays, relative to scenarios/, in alphabetical order.
inline std::vector<std::string> shipped_overlays() {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  for (const char* folder : {"policies", "regimes", "ablations", "trials"}) {
    for (const auto& file :
         fs::directory_iterator(fs::path(RESETTLE_SOURCE_DIR) / "scenarios" / folder)) {
      names.push_back(std::string(folder) + "/" + file.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A shipped study, shortened and made small.
inline StudyPlan small_study(const std::string& name, Month policy_start, Month end,
                             double scale = 0.05) {
  StudyPlan plan = shipped_study(name);
  plan.policy_start = policy_start;
  plan.end = end;
  plan.scale = scale;
  plan.replicates = 1;
  plan.record_persons = {"distress", "monthly_wage_krw", "assets_krw", "belonging"};
  plan.record_replicates = 1;
  return plan;
}

/// Keeps the reference and the arms named; the reference comes first.
inline void keep_arms(StudyPlan& plan, const std::vector<std::string>& names) {
  std::vector<ArmPlan> kept{plan.arms[plan.reference]};
  for (const auto& arm : plan.arms) {
    for (const auto& name : names) {
      if (arm.name == name) kept.push_back(arm);
    }
  }
  plan.arms = kept;
  plan.reference = 0;
}

/// {sex: woman}
inline Condition women() {
  return {{Clause{Clause::Kind::trait, find_trait("sex"), {{1, 1}}, {}, {}}}};
}

/// Another value of a parameter that is allowed.
inline double other_value(const ParameterSpec& spec, double value) {
  if (spec.kind == ParameterKind::flag) return 1 - value;
  if (spec.kind == ParameterKind::month) return month_of(2005, 1).index;
  if (spec.kind == ParameterKind::capacity) return 3;
  if (spec.kind == ParameterKind::condition) return number_of(women());
  const double larger = value == 0 ? 1 : 2 * value;
  return larger <= spec.maximum ? larger : std::max(spec.minimum, value / 2);
}

inline void set_in(Scenario& scenario, const std::string& path, const Series& value) {
  scenario.parameters.at(path).value = value;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  static_assert(std::is_trivially_copyable_v<T>);
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Bit for bit; NaN equals NaN. `months` limits the comparison to the first recorded months.
inline bool same_records(const ArmRecords& a, const ArmRecords& b) {
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    if (!same_bits(a.aggregates.values(k), b.aggregates.values(k))) return false;
  }
  if (a.types.months() != b.types.months()) return false;
  for (std::size_t m = 0; m < a.types.months(); ++m) {
    if (!same_bits(a.types.month(m), b.types.month(m))) return false;
    for (std::size_t c = 0; c < a.columns.size(); ++c) {
      if (!same_bits(a.columns[c].month(m), b.columns[c].month(m))) return false;
    }
  }
  return same_bits(a.ledger.amounts(), b.ledger.amounts()) &&
         same_bits(a.exits.deaths(), b.exits.deaths()) &&
         same_bits(a.exits.departures(), b.exits.departures());
}

/// Whether the rows [0, rows) of a column are equal, bit for bit.
inline bool same_column(const Persons& a, const Persons& b, const PersonColumn& column,
                        std::size_t rows) {
  return std::visit(
      [&](auto member) {
        const auto& one = a.*member;
        const auto& other = b.*member;
        using Value = typename std::remove_cvref_t<decltype(one)>::value_type;
        return one.size() >= rows && other.size() >= rows &&
               (rows == 0 || std::memcmp(one.data(), other.data(), rows * sizeof(Value)) == 0);
      },
      column.member);
}

inline bool same_persons(const Persons& a, const Persons& b) {
  for (const auto& column : person_dictionary()) {
    if (a.size() != b.size() || !same_column(a, b, column, a.size())) return false;
  }
  return true;
}

/// A world whose parameters and inputs a test sets, run month by month or process by process.
class Lab {
 public:
  Lab() : Lab(shipped_study("quick_look")) {}
  explicit Lab(const StudyPlan& plan)
      : inputs(plan.arms[plan.reference].scenario.inputs),
        values(plan.arms[plan.reference].scenario.values()),
        month_(the_month()) {}
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  Inputs inputs;
  ParameterValues values;

  void set(std::initializer_list<std::pair<const char*, double>> settings) {
    for (const auto& [path, value] : settings) {
      REQUIRE(values.all().contains(path));
      values.set(path, Series(value));
    }
  }
  [[nodiscard]] float value(const std::string& path) const {
    return static_cast<float>(values.at(path).at(next_));
  }

  void begin(Month start, float scale = 1, std::uint32_t seed = 1, bool parallel = false) {
    world_ = std::make_unique<World>(inputs, Random(seed, 0), scale, parallel);
    next_ = start;
    begun_ = false;
  }

  /// Takes over parameters set in the middle of a world, as a policy does at its start.
  void begin_again() { begun_ = false; }

  [[nodiscard]] World& world() { return *world_; }
  [[nodiscard]] Month next_month() const { return next_; }

  /// One month; before(entry) and after(entry) are called around every process.
  template <class Before, class After>
  void step(Before&& before, After&& after) {
    World& w = *world_;
    w.month = next_;
    w.economy = economy_of(*w.inputs, next_);
    w.ledger.open_month(next_);
    w.places.open_month(next_);
    for (const auto& entry : month_) {
      if (!begun_ || values.change_in(next_)) entry.process->update(values, next_);
      before(*entry.process);
      entry.process->step(w);
      after(*entry.process);
    }
    begun_ = true;
    ++next_;
  }
  void step() {
    step([](const Process&) {}, [](const Process&) {});
  }
  /// Up to `last`, included.
  void advance(Month last) {
    while (next_ <= last) step();
  }

 private:
  std::vector<MonthEntry> month_;
  std::unique_ptr<World> world_;
  Month next_{};
  bool begun_ = false;
};

/// Every effect at its neutral value: nothing happens to anybody, and nothing depends on anything,
/// unless a test switches it on again. Levels, sizes and times stay as they are, and so does all
/// that begins with one of `but`.
inline void switch_off(Lab& lab, std::initializer_list<const char*> but = {}) {
  for (const auto& spec : parameter_catalogue()) {
    const bool stays = std::any_of(but.begin(), but.end(), [&](const char* beginning) {
      return spec.path.starts_with(beginning);
    });
    if (spec.neutral && !stays) lab.values.set(spec.path, Series(*spec.neutral));
  }
  lab.set({{"policies.facility_program.months", 1}});
}

inline void set_labour(Lab& lab, double search, double finding, double separation) {
  lab.set({{"search.intercept", logit(search)},
           {"finding.intercept", logit(finding)},
           {"separation.intercept", logit(separation)}});
}

/// First month of a lab with one cohort.
inline constexpr Month kCohortMonth = month_of(2000, 12);

/// `persons` men of 30 arrive in December 2000, nobody afterwards; the world begins in that month.
inline void begin_cohort(Lab& lab, int persons, std::uint32_t seed = 1) {
  lab.inputs.arrivals.clear();
  for (int year = 2000; year <= 2040; ++year) lab.inputs.arrivals.push_back({year, 0, 0});
  lab.inputs.arrivals.front().men = 12 * persons;
  lab.inputs.ages = {{30, 31, 1.0, 1.0}};
  lab.begin(kCohortMonth, 1.0F, seed);
}

/// A nation with a tenth of the arrivals and a tenth of the hosts, everybody simulated.
inline void make_small(Lab& lab) {
  for (auto& year : lab.inputs.arrivals) {
    year.men = (year.men + 9) / 10;
    year.women = (year.women + 9) / 10;
  }
  lab.inputs.stock_1990_men = 56;
  lab.inputs.stock_1990_women = 5;
  lab.set({{"host_attitudes.hosts_per_locality", 40}});
}

}  // namespace resettle::testing
