#include "policies/employment_incentive.h"

#include <algorithm>

#include "engine/free_money.h"
#include "engine/queue.h"

namespace resettle::employment_incentive {

namespace {

using P = Parameters;

ParameterRow<P> amount(const std::string& name, const std::string& meaning,
                       Series Parameters::*member) {
  return {{"policies.employment_incentive." + name, "KRW", meaning, 0, 2e8},
          effect(member).by_line()};
}

const ParameterTable<P> kTable = with_offer<P>(
    "employment_incentive",
    {
        amount("half_year_capital_krw", "part of year 1 paid after 6 months, capital region",
               &P::half_year_capital_krw),
        amount("year_1_capital_krw", "after 12 insured months in one job, capital region",
               &P::year_1_capital_krw),
        amount("year_2_capital_krw", "after 24 insured months, capital region",
               &P::year_2_capital_krw),
        amount("year_3_capital_krw", "after 36 insured months, capital region",
               &P::year_3_capital_krw),
        amount("half_year_other_krw", "part of year 1 paid after 6 months, elsewhere",
               &P::half_year_other_krw),
        amount("year_1_other_krw", "after 12 insured months in one job, elsewhere",
               &P::year_1_other_krw),
        amount("year_2_other_krw", "after 24 insured months, elsewhere", &P::year_2_other_krw),
        amount("year_3_other_krw", "after 36 insured months, elsewhere", &P::year_3_other_krw),
        {{"policies.employment_incentive.window_months", "months",
          "months after leaving the facility in which it can be earned", 0, 600,
          ParameterKind::integer},
         level(&P::window_months).by_line()},
    },
    OfferedTo::recipients);

constexpr Decision kOffered{"offers", 2, "the employment incentive is offered"};
constexpr Decision kRation{"rationing", 2, "order of the queue for the employment incentive"};

constexpr std::array<int, 4> kInsuredMonths{6, 12, 24, 36};  // MODEL 16.2

bool paid(const Persons& people, std::size_t i, std::size_t milestone) {
  return (people.incentives_paid[i] >> milestone & 1U) != 0;
}

/// The first milestone still to come that fits into the window; 4 if none does.
std::size_t next_milestone(const World& world, const P& p, std::size_t i,
                           const std::array<std::int32_t, 4>& amounts) {
  const Persons& people = world.persons;
  const int left = p.window_months - people.months_since_exit(i, world.month);
  const int insured = people.insured_months[i];
  std::size_t next = amounts.size();
  for (std::size_t m = amounts.size(); m-- > 0;) {  // from the last to the first: no branches
    const bool fits = kInsuredMonths[m] - insured <= left;
    next = (amounts[m] != 0) & !paid(people, i, m) & fits ? m : next;
  }
  return next;
}

/// The amounts of this month, by line. Persons stand in order of arrival, so that neighbours mostly
/// have the same.
class Amounts {
 public:
  Amounts(const World& world, const P& p) : world_(world), p_(p), lines_(p.lines.size() + 1) {}

  const std::array<std::int32_t, 4>& of(std::size_t i, std::size_t line) {
    const Month arrival{world_.persons.arrival_month[i]};
    Line& amounts = lines_[line];
    if (arrival != amounts.arrival) {
      const P& terms = terms_of_line(p_, line);
      amounts = {arrival, milestones(terms, arrival, true), milestones(terms, arrival, false)};
    }
    const bool capital = world_.inputs->localities[world_.persons.locality[i]].capital_region;
    return capital ? amounts.capital : amounts.other;
  }

 private:
  struct Line {
    Month arrival = kNever;
    std::array<std::int32_t, 4> capital{};
    std::array<std::int32_t, 4> other{};
  };

  const World& world_;
  const P& p_;
  std::vector<Line> lines_;
};

/// Writes what is next in reach of a person still within the window; true if it is due now.
bool due(World& world, const P& p, std::size_t i, Amounts& amounts_of) {
  Persons& people = world.persons;
  const auto line = line_for(world, p, i);
  if (!line.has_value()) return false;
  const P& terms = terms_of_line(p, *line);
  if (!is_offered(world, terms, kOffered, i)) return false;
  const auto& amounts = amounts_of.of(i, *line);
  const std::size_t next = next_milestone(world, terms, i, amounts);
  if (next == amounts.size()) return false;
  people.next_incentive_krw[i] = amounts[next];
  return (people.insured_months[i] >= kInsuredMonths[next]) & people.works(i) &
         !people.self_employed(i);
}

/// Writes what is next in reach of everybody; those to whom it is due now.
std::vector<PersonIndex> due_now(World& world, const P& p) {
  Persons& people = world.persons;
  const bool on = p.is_on(world.month) && p.coverage > 0.0F;
  return gather_persons(world, [&](Rows rows, std::vector<PersonIndex>& list) {
    RowValues<std::int32_t> next;
    work_out(rows, next, [&](std::size_t i) {
      const std::int32_t before = people.next_incentive_krw[i];
      return people.active[i] != 0 ? 0 : before;
    });
    store(rows, next, people.next_incentive_krw);
    if (!on) return;
    const int window = p.largest(&P::window_months);
    RowFlags within_window;
    work_out(rows, within_window, [&](std::size_t i) -> std::uint8_t {
      const bool within = people.months_since_exit(i, world.month) <= window;
      return within & (people.active[i] != 0);
    });
    Amounts amounts(world, p);
    for_each_flagged(rows, within_window, [&](std::size_t i) {
      if (due(world, p, i, amounts)) list.push_back(static_cast<PersonIndex>(i));
    });
  });
}

/// Pays what is due; false if the money of a capped or a split budget does not suffice.
bool pay(World& world, const P& p, PersonIndex i, FreeMoney& money) {
  Persons& people = world.persons;
  const std::size_t line = line_for(world, p, i).value_or(0);
  const auto amounts = Amounts(world, p).of(i, line);
  const std::size_t next = next_milestone(world, terms_of_line(p, line), i, amounts);
  if (affordable(world, Purse::incentives, amounts[next], 1) == 0) return false;
  Promises payment(world.month);
  payment.add(world.month, amounts[next]);
  if (!money.take(payment)) return false;
  world.places.begin(Place::employment_incentive);
  people.incentives_paid[i] = static_cast<std::uint8_t>(people.incentives_paid[i] | (1U << next));
  people.assets_krw[i] += amounts[next];
  world.ledger.add(LedgerLine::employment_incentive, amounts[next]);
  if (world.purses.in_force) world.purses.spend(Purse::incentives, amounts[next]);
  return true;
}

void step(World& world, const P& p) {
  FreeMoney money(world, CappedInstrument::employment_incentive, Promises(world.month));
  // Who comes after the first that cannot be paid waits too, or small incentives would overtake.
  for (const PersonIndex i :
       ration(world, p, Place::employment_incentive, kRation, due_now(world, p), 0)) {
    if (!pay(world, p, i, money)) break;
  }
}

}  // namespace

std::array<std::int32_t, 4> milestones(const Parameters& p, Month arrival, bool capital_region) {
  const auto won = [&](const Series& series) {
    return static_cast<std::int32_t>(series.at(arrival));
  };
  const std::int32_t half = won(capital_region ? p.half_year_capital_krw : p.half_year_other_krw);
  const std::int32_t first = won(capital_region ? p.year_1_capital_krw : p.year_1_other_krw);
  return {half, std::max(0, first - half),
          won(capital_region ? p.year_2_capital_krw : p.year_2_other_krw),
          won(capital_region ? p.year_3_capital_krw : p.year_3_other_krw)};
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"employment incentive",
       "Staying in one insured job is rewarded after 6, 12, 24, 36 months.",
       "MODEL 16.1, 16.2; incentive rules by month of arrival (settlement_packages.csv)",
       {"active", "labour_state", "insured_months", "arrival_month", "exit_month", "locality",
        kEligibility},
       {"assets_krw", "next_incentive_krw", "incentives_paid", "budgets", "incentives begun"},
       {kOffered, kRation}},
      kTable, step);
}

}  // namespace resettle::employment_incentive
