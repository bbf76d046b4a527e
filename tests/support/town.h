#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/process.h"
#include "policies/counselling.h"
#include "policies/dialect_workshop.h"
#include "policies/family_reunification.h"
#include "policies/media_campaign.h"
#include "policies/mentoring.h"
#include "policies/pilot.h"
#include "policies/trauma_therapy.h"

/// A town put together by hand, in which one instrument at a time is run, without the rest of the
/// month and without the shipped values.
namespace resettle::testing {

inline constexpr Month kStart = month_of(2015, 1);
inline constexpr double kPrices = 0.8;  // of 2025
inline constexpr double kNone = std::numeric_limits<double>::infinity();

inline Inputs two_localities() {
  Inputs inputs;
  inputs.localities.resize(2);
  inputs.consumer_prices = Series(100 * kPrices);
  return inputs;
}

/// People put by hand into two localities with 50 warm hosts each. All have left the facility two
/// months ago; organisations have their reference effect.
struct Town {
  explicit Town(std::size_t persons)
      : inputs(two_localities()), world(inputs, Random(1, 0), 1.0F, false) {
    world.month = kStart;
    people.append(persons);
    world.ties.append(persons);
    for (std::size_t i = 0; i < persons; ++i) {
      people.arrival_month[i] = static_cast<std::int16_t>(kStart.index - 6);
      people.exit_month[i] = static_cast<std::int16_t>(kStart.index - 2);
      people.ticket[i] = ticket_of(kStart - 6, static_cast<std::uint32_t>(i));
      people.active[i] = 1;
      people.locality[i] = static_cast<std::uint8_t>(i % 2);
      people.mentor_host[i] = kNoHost;
      people.mentor_person[i] = kNobody;
    }
    world.residents.renew(people, false);
    for (auto& local : world.organisations) local.effect = 0.3F;
    world.hosts.per_locality = 50;
    world.ties.append_hosts(100);
    world.hosts.attitude.assign(100, 0.2F);
    world.hosts.media.resize(100);
    world.hosts.mentees.resize(100);
  }
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;

  Inputs inputs;
  World world;
  Persons& people = world.persons;

  /// Persons in whose row the column is above 0.
  [[nodiscard]] int count(std::vector<std::uint8_t> Persons::*column) const {
    const auto& values = world.persons.*column;
    return static_cast<int>(
        std::count_if(values.begin(), values.end(), [](std::uint8_t value) { return value > 0; }));
  }
};

using Settings = std::map<std::string, double>;

/// One instrument, offered to everybody from the start and without limit unless a test says else.
class Instrument {
 public:
  Instrument(std::shared_ptr<Process> process, Settings settings)
      : process_(std::move(process)), settings_(std::move(settings)) {}

  Instrument& set(const std::string& name, double value) {
    settings_[name] = value;
    return *this;
  }
  /// The month of the town, with an empty ledger; then the next month begins.
  void step(Town& town) {
    ParameterValues values;
    for (const auto& [spec, is_borrowed] : process_->parameters()) {
      const std::string name = spec.path.substr(spec.path.rfind('.') + 1);
      INFO(spec.path);
      REQUIRE(settings_.contains(name));
      values.set(spec.path, Series(settings_.at(name)));
    }
    process_->update(values, town.world.month);
    town.world.ledger.open_month(town.world.month);
    process_->step(town.world);
    ++town.world.month;
  }

 private:
  std::shared_ptr<Process> process_;
  Settings settings_;
};

/// Settings of an instrument, with those of its offer.
inline Settings offered(Settings own) {
  own.merge(Settings{{"on_from", kStart.index},
                     {"on_to", kNoEnd},
                     {"coverage", 1},
                     {"capacity", kNone},
                     {"pilot_only", 0},
                     {"eligible", 0},
                     {"capacity_per_year", kNone},
                     {"priority", 0},
                     {"first_come", 0},
                     {"while_eligible", 0},
                     {"reference_effect", 0.3},
                     {"degree_cap", 12}});
  return own;
}

inline Instrument counsel(double take_up) {
  return {counselling::process(), offered({{"entry_distress", 1},
                                           {"take_up", take_up},
                                           {"months", 6},
                                           {"sessions", 8},
                                           {"session_krw", 80000}})};
}

inline Instrument therapy(double take_up) {
  return {trauma_therapy::process(),
          offered({{"take_up", take_up}, {"months", 6}, {"sessions", 10}, {"session_krw", 80000}})};
}

inline Instrument workshops() {
  return {dialect_workshop::process(),
          offered({{"window_months", 36}, {"months", 6}, {"cost_krw", 200000}})};
}

/// Everybody comes to a match, and pairs last to their end and become no tie.
inline Settings lasting_pairs() {
  return offered({{"window_months", 36},
                  {"months", 12},
                  {"pairs_per_coordinator", 60},
                  {"coordinator_salary_krw", 26.5e6},
                  {"overhead", 0.3},
                  {"host_limit", 0.3},
                  {"pairs_per_mentor", 2},
                  {"match_share", 1},
                  {"early_dropout", 0},
                  {"late_dropout", 0},
                  {"bond_months", 6},
                  {"lasting_share", 0},
                  {"from_trade", 0},
                  {"recruitment_krw", 0}});
}

inline Instrument mentors() { return {mentoring::matching(), lasting_pairs()}; }

inline Instrument media(double reach) {
  return {media_campaign::process(), offered({{"reach", reach},
                                              {"months", 3},
                                              {"cost_per_reached_krw", 1000},
                                              {"media_effect", 0.08},
                                              {"media_decay", 0.05}})};
}

inline Instrument reunite(double rate) {
  return {family_reunification::process(), offered({{"rate", rate}, {"cost_krw", 5e6}})};
}

inline Instrument trial(double share) {
  return {pilot::process(), Settings{{"share", share},
                                     {"arrivals_from", kStart.index - 6},
                                     {"arrivals_to", kStart.index},
                                     {"host_tie", 0},
                                     {"degree_cap", 12}}};
}

inline void distress_all(Town& town) {
  std::fill(town.people.distress.begin(), town.people.distress.end(), 2.0F);
}

}  // namespace resettle::testing
