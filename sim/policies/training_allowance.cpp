#include "policies/training_allowance.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/queue.h"

namespace resettle::training_allowance {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "training_allowance",
    {
        {{"policies.training_allowance.completion_krw", "KRW",
          "bonus for completing a course, by arrival", 0, 1e8},
         effect(&P::completion_krw).by_line()},
        {{"policies.training_allowance.certificate_krw", "KRW",
          "bonus for a certificate, by arrival", 0, 1e8},
         effect(&P::certificate_krw).by_line()},
        {{"policies.training_allowance.stipend_krw", "KRW/month", "stipend of a trainee", 0, 1e7},
         effect(&P::stipend_krw).by_line()},
        {{"policies.training_allowance.tuition_krw", "KRW",
          "tuition of a course, paid for every trainee", 0, 1e8},
         effect(&P::tuition_krw)},
    },
    OfferedTo::holders);

constexpr Decision kOffered{"training allowance", 0, "the training allowance is offered"};
constexpr Decision kRation{"training allowance", 1, "order of the queue for training allowances"};

constexpr int kWindowMonths = 60;  // after exit: longer than training can be entered (MODEL 8.6)

/// Courses begin and end in step 10, so they are paid for in the month after.
bool was_last_month(std::int16_t month, Month now) { return month == now.index - 1; }

/// Trainees keep what was open to them on entry, through the month in which bonuses are paid.
bool keeps_terms(const Persons& people, std::size_t i, Month now) {
  return people.in_training(i) | was_last_month(people.training_completed_month[i], now);
}

/// Whether an arrival month brings anything, by line. Persons stand in order of arrival, so that
/// neighbours mostly share the answer.
class Worth {
 public:
  explicit Worth(const P& p) : p_(p), lines_(p.lines.size() + 1) {}

  bool of(Month arrival, std::size_t line) {
    const P& terms = terms_of_line(p_, line);
    if (terms.stipend_krw > 0.0F) return true;
    Line& known = lines_[line];
    if (arrival != known.arrival) known = {arrival, bonus_krw(terms, arrival, true) > 0};
    return known.worth;
  }

 private:
  struct Line {
    Month arrival = kNever;
    bool worth = false;
  };

  const P& p_;
  std::vector<Line> lines_;
};

/// The column says on the terms of which line it is open: 1 and the number of the line.
const P& open_terms(const Persons& people, const P& p, std::size_t i) {
  return terms_of_line(p, people.training_allowance_open[i] - std::size_t{1});
}

/// Who could enter a course while the offer lasts.
bool may_enter(const Persons& people, const P& p, std::size_t i, Month now) {
  // Workers too, where they take nobody's place: who loses a job this month may enter a course in
  // the same month.
  const bool free = people.not_employed(i) | (people.works(i) & !p.is_rationed());
  return free & (people.months_since_exit(i, now) < kWindowMonths);
}

/// With fewer places than candidates, the allowance is not open to the others this month.
void ration_offers(World& world, const P& p) {
  Persons& people = world.persons;
  std::vector<PersonIndex> candidates;
  std::size_t running = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0 || people.training_allowance_open[i] == 0) continue;
    if (keeps_terms(people, i, world.month)) {
      ++running;
    } else {
      candidates.push_back(static_cast<PersonIndex>(i));
    }
  }
  std::vector<std::uint8_t> open(candidates.size());
  for (std::size_t k = 0; k < open.size(); ++k) {
    std::swap(open[k], people.training_allowance_open[candidates[k]]);
  }
  for (const PersonIndex i :
       ration(world, p, Place::training_allowance, kRation, candidates, running)) {
    const auto at = std::lower_bound(candidates.begin(), candidates.end(), i);
    people.training_allowance_open[i] = open[static_cast<std::size_t>(at - candidates.begin())];
  }
}

void offer_to_rows(World& world, const P& p, Rows rows, bool on) {
  Persons& people = world.persons;
  RowFlags open;
  work_out(rows, open, [&](std::size_t i) -> std::uint8_t {
    const std::uint8_t before = people.training_allowance_open[i];
    return (people.active[i] == 0) | keeps_terms(people, i, world.month) ? before : 0;
  });
  store(rows, open, people.training_allowance_open);
  for (std::size_t i = rows.begin; p.while_eligible && i < rows.end; ++i) {
    if (open[i - rows.begin] == 0 || people.active[i] == 0) continue;
    if (has_run_out(world, p, i)) people.training_allowance_open[i] = 0;
  }
  if (!on) return;
  RowFlags candidates;
  work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & !keeps_terms(people, i, world.month) &
           may_enter(people, p, i, world.month);
  });
  Worth worth(p);
  for_each_flagged(rows, candidates, [&](std::size_t i) {
    const auto line = line_for(world, p, i);
    const bool is_open = line.has_value() && worth.of(Month{people.arrival_month[i]}, *line) &&
                         is_offered(world, terms_of_line(p, *line), kOffered, i);
    people.training_allowance_open[i] = is_open ? static_cast<std::uint8_t>(1 + *line) : 0;
  });
}

/// Where the money for a year is capped, trainees who are away lose what was open to them: nobody
/// knows in which year it would be wanted.
void close_for_absent(World& world) {
  Persons& people = world.persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0 && people.in_training(i)) people.training_allowance_open[i] = 0;
  }
}

void step_offers(World& world, const P& p) {
  if (world.budgets.cap(CappedInstrument::training_allowance)) close_for_absent(world);
  const bool on = p.is_on(world.month) && p.coverage > 0.0F;
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    offer_to_rows(world, p, {begin, end}, on);
  });
  if (on && p.is_rationed()) ration_offers(world, p);
}

void pay_tuition(World& world, const P& p) {
  const Persons& people = world.persons;
  const std::size_t entries = count_persons(
      world, [&](std::size_t i) { return was_last_month(people.training_since[i], world.month); });
  world.ledger.add(LedgerLine::training_tuition,
                   static_cast<std::int64_t>(entries) * std::llround(p.tuition_krw));
}

/// Stipends are income and so reach the household; bonuses go to the person's assets.
void pay_rows(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowFlags supported;
  work_out(rows, supported, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.training_allowance_open[i] != 0) &
           people.in_training(i);
  });
  RowValues<std::int32_t> stipends;
  work_out(rows, stipends, [&](std::size_t i) {
    const std::int32_t before = people.stipend_krw[i];
    return people.active[i] != 0 ? 0 : before;
  });
  store(rows, stipends, people.stipend_krw);
  std::int64_t paid = 0;
  for_each_flagged(rows, supported, [&](std::size_t i) {
    people.stipend_krw[i] = static_cast<std::int32_t>(open_terms(people, p, i).stipend_krw);
    paid += people.stipend_krw[i];
  });
  world.ledger.add(LedgerLine::training_stipend, paid);

  RowFlags completed;
  work_out(rows, completed, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.training_allowance_open[i] != 0) &
           was_last_month(people.training_completed_month[i], world.month);
  });
  for_each_flagged(rows, completed, [&](std::size_t i) {
    const std::int32_t bonus = bonus_krw(open_terms(people, p, i), Month{people.arrival_month[i]},
                                         was_last_month(people.certificate_month[i], world.month));
    people.assets_krw[i] += bonus;
    world.ledger.add(LedgerLine::training_allowance, bonus);
  });
}

void step_payment(World& world, const P& p) {
  if (p.is_on(world.month)) pay_tuition(world, p);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    pay_rows(world, p, {begin, end});
  });
  // Where a budget is split, tuition and stipends were taken from the purse on entry. A bonus that
  // was promised is paid even if it overdraws the purse: no place is free again until the parts of
  // later months have filled it.
  if (world.purses.in_force) {
    const std::int64_t bonuses = world.ledger.amount(LedgerLine::training_allowance);
    world.purses.spend(Purse::training, static_cast<double>(bonuses));
  }
}

}  // namespace

std::int32_t bonus_krw(const Parameters& p, Month arrival, bool with_certificate) {
  const double bonus =
      p.completion_krw.at(arrival) + (with_certificate ? p.certificate_krw.at(arrival) : 0.0);
  return static_cast<std::int32_t>(std::llround(bonus));
}

std::unique_ptr<Process> offers() {
  return make_process<P>({"training allowance offers",
                          "To whom an allowance or a stipend for vocational training is open.",
                          "MODEL 8.6, 16.1, 16.2; training incentives for arrivals 2005-2014 "
                          "(settlement_packages.csv)",
                          {"active", "labour_state", "exit_month", "arrival_month",
                           "training_completed_month", "budgets", "allowances begun", kEligibility},
                          {"training_allowance_open"},
                          {kOffered, kRation}},
                         kTable, step_offers);
}

std::unique_ptr<Process> payment() {
  return make_process<P>(
      {"training allowance payment",
       "Schools get tuition; trainees a stipend, and bonuses in the month after completion.",
       "MODEL 12.2, 16.2; cost of vocational training per person in 2008 (G18)",
       {"active", "labour_state", "arrival_month", "training_since", "training_completed_month",
        "certificate_month", "training_allowance_open"},
       {"assets_krw", "stipend_krw", "budgets"},
       {}},
      kTable, step_payment);
}

}  // namespace resettle::training_allowance
