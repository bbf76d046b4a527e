#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "outputs/gains.h"
#include "support/worlds.h"

// Whoever asks for more gets more, and nothing that is there changes by a bit.

namespace {

using namespace resettle;
using namespace resettle::testing;

StudyPlan small_plan() {
  auto plan = small_study("settlement_subsidies", month_of(2012, 1), month_of(2013, 12));
  plan.start = month_of(2011, 1);
  keep_arms(plan, {"mentoring"});
  plan.subgroups = {};
  plan.outcomes = {};
  plan.record_persons = {};
  plan.record_replicates = 0;
  return plan;
}

/// Values of every indicator and subgroup by month, and gains, by name.
using Results = std::map<std::string, std::vector<float>>;

void add_indicators(const ArmRecords& arm, const std::string& name, Results& results) {
  const auto& groups = arm.aggregates.subgroups();
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    const auto values = arm.aggregates.values(k);
    for (std::size_t at = 0; at < values.size(); ++at) {
      const auto& group = groups[at % groups.size()];
      results[name + " " + std::string(indicators()[k].name) + " " + group].push_back(values[at]);
    }
  }
}

void add_gains(const StudyPlan& plan, const ReplicateRecords& records, Results& results) {
  const auto from = static_cast<std::size_t>(plan.policy_start - plan.start);
  const auto gains = gains_of(records.standing, records.arms[0].types, records.arms[1].types, from);
  const auto groups = gain_groups(records.arms[0].aggregates.subgroups());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const auto months : {gains.months_gained[g], gains.months_lost[g]}) {
      results["gains " + groups[g]].push_back(static_cast<float>(months));
    }
  }
}

Results results_of(const StudyPlan& plan, const ReplicateRecords& records) {
  Results results;
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    add_indicators(records.arms[a], plan.arms[a].name, results);
  }
  add_gains(plan, records, results);
  return results;
}

/// The names of what both have and what differs in a bit.
std::vector<std::string> changed(const Results& few, const Results& many) {
  std::vector<std::string> names;
  for (const auto& [name, values] : few) {
    const auto found = many.find(name);
    if (found != many.end() && !same_bits(values, found->second)) names.push_back(name);
  }
  return names;
}

bool same_elsewhere(const ArmRecords& a, const ArmRecords& b) {
  for (std::size_t m = 0; m < a.types.months(); ++m) {
    if (!same_bits(a.types.month(m), b.types.month(m))) return false;
  }
  return a.types.months() == b.types.months() &&
         same_bits(a.ledger.amounts(), b.ledger.amounts()) &&
         same_bits(a.exits.deaths(), b.exits.deaths()) &&
         same_bits(a.exits.departures(), b.exits.departures());
}

TEST_CASE("asking for more changes nothing that is there") {
  const auto plan = small_plan();
  const auto records = run_replicate(plan, 0, false);
  auto known = results_of(plan, records);
  std::size_t compared = 0;
  const auto ask = [&](const std::vector<std::string>& subgroups,
                       const std::vector<std::string>& columns = {}) {
    auto more = plan;
    more.subgroups = subgroups;
    more.record_persons = columns;
    more.record_replicates = columns.empty() ? 0 : 1;
    more.outcomes = columns.empty() ? plan.outcomes : std::vector<std::string>{"poverty_rate"};
    const auto again = run_replicate(more, 0, false);
    auto results = results_of(more, again);
    INFO("first subgroup " << (subgroups.empty() ? "none" : subgroups.front()));
    CHECK(changed(known, results) == std::vector<std::string>{});
    for (std::size_t a = 0; a < plan.arms.size(); ++a) {
      CHECK(same_elsewhere(records.arms[a], again.arms[a]));
    }
    compared += static_cast<std::size_t>(std::count_if(
        known.begin(), known.end(), [&](const auto& one) { return results.contains(one.first); }));
    known.merge(results);  // what is new here is held against what comes later
  };
  ask({"sex"});
  ask({"sex", "arrival_age"});
  ask({"arrival_age", "sex"});
  ask({"sex x arrival_age"});
  ask({"sex x arrival_age", "sex", "household_type", "region", "ptsd_at_entry"});
  // Too many cells to share one table.
  ask({"years_since_arrival", "cohort", "orientation", "sex x region", "sex",
       "northern_schooling"});
  ask({}, {"distress", "monthly_wage_krw"});
  ask({"sex x arrival_age x region", "arrival_age"}, {"belonging"});
  CHECK(compared > 2000);
  // Able to fail: the smallest change of one value is seen.
  auto other = known;
  auto& value = other.at("mentoring distress_mean all").front();
  value = std::nextafter(value, 10.0F);
  CHECK(changed(known, other) == std::vector<std::string>{"mentoring distress_mean all"});
}

}  // namespace
