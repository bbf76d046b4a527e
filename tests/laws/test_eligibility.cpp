#include "support/entries.h"

// Who is eligible. A condition that nobody meets is an instrument that is not offered, one that
// everybody meets is none; and an instrument for some leaves the others as if it were not there.

namespace {

using namespace resettle;
using namespace resettle::testing;

Condition arrived(int low, int high) {
  return {{Clause{Clause::Kind::trait, find_trait("arrival"), {{low, high}}, {}, {}}}};
}

const Condition kNobodyMeetsIt = arrived(kNoEnd - 1, kNoEnd);
const Condition kEverybodyMeetsIt = arrived(-1000, kNoEnd);

/// The NAME of policies.NAME whose offer the entry makes, or "".
std::string offer_of(const Process& entry) {
  const auto& reads = entry.description().reads;
  const bool asks = std::find(reads.begin(), reads.end(), kEligibility) != reads.end();
  if (!asks) return "";
  for (const auto& [spec, is_borrowed] : entry.parameters()) {
    if (!is_borrowed && spec.path.ends_with(".eligible")) {
      return instrument_of(spec.path);
    }
  }
  return "";
}

/// Runs one entry on a copy of the world, with one parameter set.
World run_with(const Lab& lab, Process& entry, const World& before, const std::string& path,
               double value) {
  ParameterValues values = lab.values;
  values.set(path, Series(value));
  World world = before;
  entry.update(values, world.month);
  entry.step(world);
  entry.update(lab.values, world.month);
  return world;
}

void check_same(const World& one, const World& other) {
  CHECK(differences(one, other) == std::set<std::string>{});
  CHECK(same_payments(one.ledger, other.ledger));
}

constexpr Month kWhen = month_of(2012, 2);

/// A nation in which every instrument is offered, also those that the law has only later.
void begin_nation(Lab& lab) {
  lab.set({{"policies.matched_savings.on_from", -400},
           {"policies.matched_savings.first_arrival", -400},
           {"policies.matched_savings.join_rate", 0.2},
           {"policies.trauma_therapy.take_up", 0.9}});
  begin_offered_nation(lab, kWhen);
}

TEST_CASE("an instrument for which nobody is eligible is one that is not offered") {
  Lab lab;
  begin_nation(lab);
  std::set<std::string> start;
  const auto look = [&](Process& entry, const World& before) {
    const auto offer = offer_of(entry);
    if (offer.empty()) return;
    INFO(entry.description().name);
    const std::string path = "policies." + offer;
    const World none = run_with(lab, entry, before, path + ".eligible", number_of(kNobodyMeetsIt));
    check_same(none, run_with(lab, entry, before, path + ".coverage", 0));
    const World all =
        run_with(lab, entry, before, path + ".eligible", number_of(kEverybodyMeetsIt));
    check_same(all, run_with(lab, entry, before, path + ".eligible", 0));
    if (!differences(none, all).empty()) start.insert(offer);
  };
  for (int m = 0; m < 6; ++m) {
    visit_entries(lab, lab.world(), kWhen + m, look);
    lab.step();
  }
  CAPTURE(start);
  CHECK(start.size() == 14);  // able to fail
}

TEST_CASE("an instrument for women acts on women as one for all, and on men as none") {
  Lab lab;
  begin_nation(lab);
  for (const auto& [path, value] : std::map<std::string, Series>(lab.values.all())) {
    if (path.ends_with(".budget_krw_per_year")) lab.values.set(path, Series(kNoLimit));
  }
  std::set<std::string> reached;
  const auto look = [&](Process& entry, const World& before) {
    const auto offer = offer_of(entry);
    if (offer.empty() || kSharedInstruments.contains(offer)) return;
    INFO(entry.description().name);
    const std::string path = "policies." + offer + ".eligible";
    const World some = run_with(lab, entry, before, path, number_of(women()));
    const World all = run_with(lab, entry, before, path, 0);
    const World none = run_with(lab, entry, before, path, number_of(kNobodyMeetsIt));
    CHECK(rows_that_differ(some, none, 0) == 0);
    CHECK(rows_that_differ(some, all, 1) == 0);
    if (rows_that_differ(some, none, 1) > 0 && rows_that_differ(some, all, 0) > 0) {
      reached.insert(offer);
    }
  };
  for (int m = 0; m < 6; ++m) {
    visit_entries(lab, lab.world(), kWhen + m, look);
    lab.step();
  }
  CAPTURE(reached);
  CHECK(reached.size() >= 8);
}

TEST_CASE(
    "windows and months of arrival of the law are conditions: written so they give the same") {
  struct Rewritten {
    std::string limit;    ///< the parameter of the law
    double value;         ///< a value that leaves some out
    double everybody;     ///< its value that leaves nobody out
    Condition condition;  ///< what it stands for
  };
  const auto exit_before = [](int months) {
    return Condition{{Clause{
        Clause::Kind::trait, find_trait("months_since_exit"), {{-1000, months - 1}}, {}, {}}}};
  };
  const int late = month_of(2010, 6).index;
  const std::vector<Rewritten> rewritten{
      {"wage_subsidy.last_arrival", double(late), kNoEnd, arrived(-1000, late)},
      {"wage_subsidy.window_months", 20, 600, exit_before(20)},
      {"matched_savings.first_arrival", double(late), -400, arrived(late, kNoEnd)},
      {"mentoring.window_months", 20, 600, exit_before(20)},
      {"dialect_workshop.window_months", 4, 600, exit_before(4)},
  };
  Lab lab;
  begin_nation(lab);
  for (const auto& [path, value] : std::map<std::string, Series>(lab.values.all())) {
    if (path.ends_with(".budget_krw_per_year")) lab.values.set(path, Series(kNoLimit));
  }
  std::set<std::string> binding;
  const auto look = [&](Process& entry, const World& before) {
    const auto offer = offer_of(entry);
    for (const auto& one : rewritten) {
      if (instrument_of("policies." + one.limit) != offer) continue;
      INFO(one.limit);
      const std::string limit = "policies." + one.limit;
      const World by_law = run_with(lab, entry, before, limit, one.value);
      const ParameterValues law = lab.values;
      lab.values.set(limit, Series(one.everybody));
      const World all = run_with(lab, entry, before, limit, one.everybody);
      const World by_condition =
          run_with(lab, entry, before, "policies." + offer + ".eligible", number_of(one.condition));
      lab.values = law;
      entry.update(law, before.month);
      check_same(by_law, by_condition);
      if (!differences(by_law, all).empty()) binding.insert(one.limit);
    }
  };
  for (int m = 0; m < 6; ++m) {
    visit_entries(lab, lab.world(), kWhen + m, look);
    lab.step();
  }
  CAPTURE(binding);
  CHECK(binding.size() == rewritten.size());  // able to fail
}

}  // namespace
