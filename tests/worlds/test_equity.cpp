#include <numeric>

#include "core/parallel.h"
#include "outputs/gains.h"
#include "support/worlds.h"

// Laws of what is told from the same persons in two worlds.

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The reference, a wage subsidy, and an arm that is the reference under another name.
StudyPlan with_twin() {
  auto plan = small_study("settlement_subsidies", month_of(2012, 1), month_of(2018, 12), 0.2);
  plan.start = month_of(2010, 1);
  plan.subgroups = {"sex", "arrival_age", "sex x arrival_age", "household_type", "orientation"};
  keep_arms(plan, {"wage_subsidy_1m"});
  plan.arms.push_back(plan.arms[plan.reference]);
  plan.arms.back().name = "twin";
  return plan;
}

std::size_t first_month(const StudyPlan& plan) {
  return static_cast<std::size_t>(plan.policy_start - plan.start);
}

Gains gains_of_arm(const StudyPlan& plan, const ReplicateRecords& records, std::size_t arm) {
  return gains_of(records.standing, records.arms[plan.reference].types, records.arms[arm].types,
                  first_month(plan));
}

/// Sums over the groups whose label begins so (and is no crossing) are those of everybody.
template <class Count>
void check_parts(const std::vector<std::string>& groups, const std::vector<Count>& counts,
                 const std::string& attribute, bool crossed = false) {
  INFO(attribute);
  Count sum = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const bool crossing = groups[g].find(", ") != std::string::npos;
    if (groups[g].starts_with(attribute) && crossing == crossed) sum += counts[g];
  }
  CHECK(sum == counts[0]);
}

/// Months in integration less those in the reference, of everybody, and of those who are counted
/// in one of the two worlds only.
struct Net {
  std::int64_t everybody = 0;
  std::int64_t in_one_world = 0;
};

Net net_months(const StudyPlan& plan, const ReplicateRecords& records, std::size_t arm) {
  const auto& before = records.arms[plan.reference].types;
  const auto& after = records.arms[arm].types;
  const std::size_t persons = before.month(before.months() - 1).size();
  Net net;
  for (std::size_t i = 0; i < persons; ++i) {
    int difference = 0;
    bool counted_before = false;
    bool counted_after = false;
    for (std::size_t m = first_month(plan); m < before.months(); ++m) {
      if (i >= before.month(m).size()) continue;
      difference += (after.month(m)[i] == 1 ? 1 : 0) - (before.month(m)[i] == 1 ? 1 : 0);
      counted_before = counted_before || before.month(m)[i] != 0;
      counted_after = counted_after || after.month(m)[i] != 0;
    }
    net.everybody += difference;
    if (counted_before != counted_after) net.in_one_world += difference;
  }
  return net;
}

/// The same from the table of twins.
std::int64_t net_of_twins(const StudyPlan& plan, const ReplicateRecords& records, std::size_t arm) {
  constexpr std::size_t kStates = kTypes + 1;
  const auto table = cross_table(records.arms[plan.reference].types, records.arms[arm].types);
  std::int64_t net = 0;
  for (std::size_t at = first_month(plan) * kStates * kStates; at < table.size(); ++at) {
    const std::size_t cell = at % (kStates * kStates);
    net += table[at] * ((cell % kStates == 0 ? 1 : 0) - (cell / kStates == 0 ? 1 : 0));
  }
  return net;
}

TEST_CASE("gains: every split adds up to everybody - and to the twins") {
  const auto plan = with_twin();
  const auto records = run_replicate(plan, 0, false);
  const auto groups = gain_groups(records.standing.subgroups().labels());
  const Gains gains = gains_of_arm(plan, records, 1);
  CHECK(gains.gaining[0] > 0);
  CHECK(gains.losing[0] > 0);
  for (const char* attribute :
       {"sex=", "arrival_age=", "household_type=", "orientation=", "position="}) {
    check_parts(groups, gains.gaining, attribute);
    check_parts(groups, gains.losing, attribute);
    check_parts(groups, gains.persons, attribute);
    check_parts(groups, gains.months_gained, attribute);
    check_parts(groups, gains.months_lost, attribute);
  }
  check_parts(groups, gains.months_gained, "sex=", true);
  const Net net = net_months(plan, records, 1);
  CHECK(gains.months_gained[0] - gains.months_lost[0] == net.everybody - net.in_one_world);
  CHECK(net.everybody == net_of_twins(plan, records, 1));
}

TEST_CASE("gains and deadweight: an arm that is the reference has no winners - no losers") {
  const auto plan = with_twin();
  const auto records = run_replicate(plan, 0, false);
  const Gains gains = gains_of_arm(plan, records, 2);
  CHECK(gains.persons[0] > 100);
  CHECK(std::accumulate(gains.gaining.begin(), gains.gaining.end(), 0) == 0);
  CHECK(std::accumulate(gains.losing.begin(), gains.losing.end(), 0) == 0);
  const auto& reference = records.hires[plan.reference];
  const HireCounts twin = compare_hires(reference, records.hires[2]);
  const HireCounts subsidy = compare_hires(reference, records.hires[1]);
  const auto sum = [](const std::vector<std::int32_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0);
  };
  CHECK(twin.anyway == twin.subsidised);
  CHECK(sum(subsidy.subsidised) > sum(subsidy.anyway));
  CHECK(sum(subsidy.anyway) > 0);
  CHECK(subsidy.subsidised.size() == 7 * 12);
}

TEST_CASE("gains and deadweight: the number of threads does not matter") {
  const auto plan = with_twin();
  const auto alone = run_replicate(plan, 0, false);
  ReplicateRecords many;
  with_threads(3, [&] { many = run_replicate(plan, 0, true); });
  const Gains one = gains_of_arm(plan, alone, 1);
  const Gains other = gains_of_arm(plan, many, 1);
  CHECK(one.months_gained == other.months_gained);
  CHECK(one.months_lost == other.months_lost);
  CHECK(one.persons == other.persons);
  CHECK(compare_hires(alone.hires[0], alone.hires[1]).anyway ==
        compare_hires(many.hires[0], many.hires[1]).anyway);
}

}  // namespace
