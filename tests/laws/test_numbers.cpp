#include <cmath>

#include "support/situations.h"

// How much, and how many. Every row of numbers.csv puts all into one situation, runs one entry of
// the month and names what comes of it, worked out by hand from the equation: the mean of a column
// over those who are active, the share of them with a code, or a payment for each of them. Where
// the outcome is a draw, it may be off by what chance allows.

namespace {

using namespace resettle;
using namespace resettle::testing;

struct Number {
  std::string entry;
  std::string outcome;  ///< a column, "column=code", or one of those of outcome_of
  double expected;
  Settings given;  ///< what everybody is
  Settings with;   ///< parameters
};

std::vector<Number> numbers() {
  const auto situations = named_situations();
  std::vector<Number> all;
  for (const auto& row : rows_of("numbers.csv", "entry,outcome,expected,given,with,worked out")) {
    INFO(row.at(0) << ", " << row.at(1));
    REQUIRE(row.size() == 6);
    all.push_back({row[0], row[1], std::stod(row[2]), settings_of(row[3], situations),
                   settings_of(row[4], {})});
  }
  return all;
}

/// A month that begins, with those who are in it.
World begun(const World& before, const Number& number) {
  World world = before;
  for (const auto& [name, value] : number.given) {
    if (name == "month") {
      world.month = Month{static_cast<int>(value)};
      world.ledger.open_month(world.month);
    } else {
      give(world, name, value);
    }
  }
  return world;
}

void check(const Number& number, Process& entry, const World& before,
           const ParameterValues& values) {
  World world = begun(before, number);
  const auto active = world.persons.active;
  entry.update(with(values, number.with), world.month);
  entry.step(world);
  const auto outcomes = outcome_of(world, number.outcome);
  const auto persons = static_cast<double>(std::count(active.begin(), active.end(), 1));
  if (number.outcome.starts_with("payments of ")) {
    CHECK(outcomes.front() / persons == Approx(number.expected).epsilon(1e-5));
    return;
  }
  const bool of_persons = outcomes.size() == active.size();
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (of_persons && active[i] == 0) continue;
    sum += outcomes[i];
    squares += outcomes[i] * outcomes[i];
    ++count;
  }
  REQUIRE(count > 0);
  const double mean = sum / count;
  const double error = std::sqrt(std::max(0.0, squares / count - mean * mean) / count);
  CHECK(agrees(mean, number.expected, error + 1e-6 + 2e-6 * std::fabs(number.expected)));
}

void work_out_by_hand(const std::string& name) {
  Lab lab;
  make_small(lab);
  offer_everything(lab);
  lab.begin(arrivals::kSpinUpStart);
  lab.advance(kNow - 1);
  const auto all = numbers();
  visit_entries(lab, lab.world(), kNow, [&](Process& entry, const World& before) {
    if (entry.description().name != name) return;
    for (const Number& number : all) {
      if (number.entry != name) continue;
      INFO(number.entry << ": " << number.outcome << " is " << number.expected);
      check(number, entry, before, lab.values);
    }
    entry.update(lab.values, kNow);
  });
}

const TestsByEntry kTests("numbers of ", ": as worked out by hand", "numbers.csv",
                          work_out_by_hand);

}  // namespace
