#include "support/entries.h"

// Lines of an instrument. Lines that say nothing are none; and a line is the instrument on its own
// terms for those who come to it, and nothing for the others.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kWhen = month_of(2012, 2);

/// The columns in which persons keep their line: they differ, as they should.
const std::set<std::string> kOfLines{"subsidy_line", "training_allowance_open"};

/// The entries of the month that belong to one instrument.
std::vector<MonthEntry> entries_of(const std::string& instrument) {
  std::vector<MonthEntry> found;
  for (auto& entry : the_month()) {
    std::set<std::string> whose;
    for (const auto& [spec, is_borrowed] : entry.process->parameters()) {
      if (is_borrowed || !spec.path.starts_with("policies.")) continue;
      whose.insert(instrument_of(spec.path));
    }
    if (whose == std::set<std::string>{instrument}) found.push_back(std::move(entry));
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

/// What the instrument makes of a world under these values.
World after(const std::string& instrument, World world, const ParameterValues& values) {
  for (const auto& entry : entries_of(instrument)) {
    entry.process->update(values, world.month);
    entry.process->step(world);
  }
  return world;
}

/// A line for women, then one for the others.
ParameterValues in_two_lines(ParameterValues values, const std::string& instrument) {
  values.set_lines(instrument, {"women", "others"});
  values.set(line_path("policies." + instrument + ".eligible", "women"),
             Series(number_of(women())));
  return values;
}

std::set<std::string> other_columns(const World& one, const World& other) {
  auto found = differences(one, other);
  for (const auto& column : kOfLines) found.erase(column);
  return found;
}

World offered_nation(Lab& lab) {
  begin_offered_nation(lab, kWhen);
  for (const auto& [path, value] : std::map<std::string, Series>(lab.values.all())) {
    if (path.ends_with(".budget_krw_per_year")) lab.values.set(path, Series(kNoLimit));
  }
  World world = lab.world();
  world.month = kWhen;
  world.economy = economy_of(*world.inputs, kWhen);
  world.ledger.open_month(kWhen);
  for (auto& budget : kCapped) world.budgets.of(budget.instrument).in_force = false;
  // Who holds a place keeps the terms with which it began: those who hold none are looked at.
  auto& open = world.persons.training_allowance_open;
  std::fill(open.begin(), open.end(), std::uint8_t{0});
  return world;
}

TEST_CASE("lines that say nothing of their own are no lines") {
  Lab lab;
  const World before = offered_nation(lab);
  std::size_t instruments = 0;
  for (const auto& spec : parameter_catalogue()) {
    if (!spec.path.ends_with(".eligible")) continue;
    ++instruments;
    const auto instrument = instrument_of(spec.path);
    INFO(instrument);
    const World none = after(instrument, before, lab.values);
    const World two = after(instrument, before, in_two_lines(lab.values, instrument));
    CHECK(other_columns(none, two) == std::set<std::string>{});
    CHECK(same_payments(none.ledger, two.ledger));
  }
  CHECK(instruments == 14);
}

TEST_CASE("a line for women acts on women as the instrument on its terms and on men as before") {
  Lab lab;
  const World before = offered_nation(lab);
  std::size_t seen = 0;
  std::set<std::string> reached;
  for (const auto& spec : parameter_catalogue()) {
    if (!spec.by_line || spec.kind == ParameterKind::condition) continue;
    const auto instrument = instrument_of(spec.path);
    if (kSharedInstruments.contains(instrument)) continue;
    INFO(spec.path);
    ++seen;
    const Series& value = lab.values.at(spec.path);
    const Series other(other_value(spec, value.at(kWhen)));
    ParameterValues for_all = lab.values;
    for_all.set(spec.path, other);
    ParameterValues for_women = in_two_lines(lab.values, instrument);
    for_women.set(line_path(spec.path, "women"), other);
    const World plain = after(instrument, before, lab.values);
    const World all = after(instrument, before, for_all);
    const World some = after(instrument, before, for_women);
    CHECK(rows_that_differ(some, all, 1, kOfLines) == 0);
    CHECK(rows_that_differ(some, plain, 0, kOfLines) == 0);
    if (rows_that_differ(some, plain, 1, kOfLines) > 0) reached.insert(spec.path);
  }
  CHECK(seen > 20);
  CHECK(reached.size() > 12);  // able to fail: these would be missed
}

TEST_CASE("the first line that holds counts") {
  Lab lab;
  const World before = offered_nation(lab);
  const std::string coverage = "policies.counselling.coverage";
  ParameterValues values = in_two_lines(lab.values, "counselling");
  values.set(line_path(coverage, "women"), Series(0.0));
  const World women_first = after("counselling", before, values);
  values.set_lines("counselling", {"others", "women"});
  const World others_first = after("counselling", before, values);
  CHECK(differences(others_first, after("counselling", before, lab.values)).empty());
  CHECK_FALSE(differences(women_first, others_first).empty());
}

TEST_CASE("lines begin with the policy and not before") {
  Lab lab;
  const std::string path = "policies.wage_subsidy.cap_krw";
  ParameterValues later = in_two_lines(lab.values, "wage_subsidy");
  later.set(line_path(path, "women"), Series(5.0));
  const ParameterValues arm = lab.values.until(month_of(2012, 1), later);
  CHECK(arm.lines("wage_subsidy", month_of(2011, 12)).empty());
  CHECK(arm.lines("wage_subsidy", month_of(2012, 1)) ==
        std::vector<std::string>{"women", "others"});
  CHECK(arm.change_in(month_of(2012, 1)));
  CHECK(arm.at_line(path, "women").at(month_of(2012, 1)) == 5.0);
  CHECK(arm.at_line(path, "others") == arm.at(path));
  const ParameterValues back = later.until(month_of(2012, 1), lab.values);
  CHECK(back.lines("wage_subsidy", month_of(2011, 12)).size() == 2);
  CHECK(back.lines("wage_subsidy", month_of(2012, 1)).empty());
}

}  // namespace
