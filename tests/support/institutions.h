#pragma once

#include <limits>
#include <map>
#include <memory>
#include <string>

#include "engine/process.h"
#include "support/worlds.h"

/// A bare country in which one institution can be run by itself, under the model's start values.
namespace resettle::testing {

inline constexpr double kUnlimited = std::numeric_limits<double>::infinity();
/// When the first persons of a test leave the facility.
inline constexpr Month kExit = month_of(2003, 5);

inline const std::map<std::string, double> kOfficerSettings{
    {"officers.police_caseload", 30},
    {"officers.police_full_attention", 10},
    {"officers.police_quality", 0},
    {"officers.social_worker_full_attention", 40},
    {"officers.social_worker_quality", 0.5},
    {"officers.sponsor_rate", 0},
    {"officers.hostile_rate", 0},
    {"officers.police_salary_krw", 6e7},
    {"officers.police_time_share", 0.5},
    {"officers.relation_months", 24},
    {"policies.case_management.social_worker_share", 0},
    {"policies.case_management.caseload", 40},
    {"policies.case_management.salary_krw", 24'000'000},
    {"policies.case_management.overhead", 0.25},
    {"policies.case_management.on_from", -400},
    {"policies.case_management.on_to", kNoEnd},
    {"policies.case_management.coverage", 1},
    {"policies.case_management.capacity", kUnlimited},
    {"policies.case_management.pilot_only", 0},
    {"policies.case_management.eligible", 0},
    {"ties.degree_cap", 15}};

inline const std::map<std::string, double> kNgoSettings{
    {"ngos.enabled", 1},
    {"ngos.northern_start", month_of(2006, 1).index},
    {"ngos.reference_effect", 0.3},
    {"ngos.south_resources", 1},
    {"ngos.south_competence", 0.6},
    {"ngos.south_users", 0.25},
    {"ngos.north_resources", 0.4},
    {"ngos.north_competence", 0.4},
    {"ngos.north_users", 0.5},
    {"ngos.goodwill_of_south", 0.35},
    {"ngos.goodwill_of_north", 0.3},
    {"ngos.trust_of_south", 0.25},
    {"ngos.trust_of_north", 0.35},
    {"ngos.tension", 0.3},
    {"ngos.risk_base", 0.4},
    {"ngos.risk_tension", 0.3},
    {"ngos.risk_incentive", 0.2},
    {"ngos.risk_seat", 0.1},
    {"ngos.goodwill_threshold", 0.5},
    {"ngos.competence_threshold", 0.5},
    {"ngos.risk_threshold", 0.5},
    {"ngos.need_threshold", 1},
    {"ngos.success_base", 0.5},
    {"ngos.success_competence", 0.2},
    {"ngos.success_partnership", 0.1},
    {"ngos.goodwill_learning", 0.08},
    {"ngos.competence_learning", 0.08},
    {"ngos.negativity", 3},
    {"ngos.funding_loss_rate", 0.4},
    {"ngos.foreign_funding", 0},
    {"ngos.foreign_pull", 0},
    {"ngos.confidence_gain", 0},
    {"ngos.public_drift", 0},
    {"ngos.most_public_share", 0.5},
    {"ngos.duplication", 0.3},
    {"ngos.public_share", 0.15},
    {"boards.minimum_defectors", 100},
    {"boards.northern_seat", 0},
    {"policies.ngo_partnership.northern_seats", 0},
    {"policies.ngo_partnership.joint_funds_krw", 0},
    {"policies.ngo_partnership.evaluation", 0},
    {"policies.ngo_partnership.multi_year_staff", 0},
    {"policies.ngo_partnership.partnership_training", 0},
    {"policies.ngo_partnership.on_from", -400},
    {"policies.ngo_partnership.on_to", kNoEnd},
    {"policies.ngo_partnership.coverage", 1},
    {"policies.ngo_partnership.capacity", kUnlimited},
    {"policies.ngo_partnership.pilot_only", 0}};

/// A country of a few localities in which nothing happens but the institution under test.
class Country {
 public:
  Country(std::size_t localities, std::unique_ptr<Process> process,
          const std::map<std::string, double>& settings, float scale = 1)
      : process_(std::move(process)), inputs_(inputs_of(localities)), settings_(settings) {
    world_ = std::make_unique<World>(inputs_, Random(1, 0), scale, false);
    world_->hosts.per_locality = 20;
    world_->ties.append_hosts(20 * localities);
  }

  World& world() { return *world_; }
  Persons& people() { return world_->persons; }
  void set(const std::string& path, double value) { settings_[path] = value; }

  /// Persons who leave the facility in `exit`, a month after their arrival.
  void add(int count, std::size_t locality, Month exit) {
    Persons& p = people();
    const std::size_t first = p.size();
    p.append(static_cast<std::size_t>(count));
    world_->ties.append(static_cast<std::size_t>(count));
    for (std::size_t i = first; i < p.size(); ++i) {
      p.ticket[i] = ticket_of(exit - 1, static_cast<std::uint32_t>(i));
      p.arrival_month[i] = static_cast<std::int16_t>(exit.index - 1);
      p.exit_month[i] = static_cast<std::int16_t>(exit.index);
      p.active[i] = 1;
      p.age[i] = 30;
      p.labour_state[i] = LabourState::not_employed;
      p.locality[i] = static_cast<std::uint8_t>(locality);
      p.officer[i] = kNoOfficer;
      p.officer_until[i] = static_cast<std::int16_t>(kNever.index);
    }
  }

  void run(Process& process, Month month) {
    ParameterValues values;
    for (const auto& [spec, is_borrowed] : process.parameters()) {
      REQUIRE(settings_.contains(spec.path));
      values.set(spec.path, Series(settings_.at(spec.path)));
    }
    world_->month = month;
    world_->ledger.open_month(world_->month);
    process.update(values, month);
    process.step(*world_);
  }
  void run(Month month) { run(*process_, month); }

 private:
  static Inputs inputs_of(std::size_t localities) {
    Inputs inputs;
    inputs.consumer_prices = Series(100.0);
    inputs.localities.resize(localities);
    return inputs;
  }

  std::unique_ptr<Process> process_;
  Inputs inputs_;
  std::map<std::string, double> settings_;
  std::unique_ptr<World> world_;
};

inline void run_months(Country& country, Month from, Month to) {
  for (Month month = from; month <= to; ++month) country.run(month);
}

}  // namespace resettle::testing
