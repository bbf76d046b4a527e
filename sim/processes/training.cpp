#include "processes/training.h"

#include <algorithm>
#include <vector>

#include "core/numerics.h"
#include "engine/free_money.h"
#include "engine/queue.h"

namespace resettle::training {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"training.entry_rate", "per month", "a person without a job enters a course", 0, 1},
     effect(&P::entry_rate)},
    {{"training.months", "months", "length of a course", 1, 60, ParameterKind::integer},
     level(&P::months)},
    {{"training.completion_share", "share", "trainees still there at the end who complete", 0, 1},
     level(&P::completion_share)},
    {{"training.search_factor", "factor", "trainees look for work less often (lock-in)", 0, 1},
     effect(&P::search_factor, 1)},
    {{"training.skill_gain", "0-1 scale", "share of missing skill gained by completing", 0, 1},
     effect(&P::skill_gain)},
    {{"training.certificate_share", "share", "completed courses with a certificate", 0, 1},
     effect(&P::certificate_share)},
    {{"training.allowance_gain", "factor", "more entry where an allowance is open", 0, 10},
     effect(&P::allowance_gain).of("training_allowance")},
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
    borrowed<P>("policies.training_allowance.tuition_krw", &P::tuition_krw),
    borrowed<P>("policies.training_allowance.stipend_krw", &P::stipend_krw),
    borrowed<P>("policies.training_allowance.completion_krw", &P::completion_krw),
    borrowed<P>("policies.training_allowance.certificate_krw", &P::certificate_krw),
    borrowed<P>("policies.training_allowance.on_from", &P::tuition_from),
    borrowed<P>("policies.training_allowance.on_to", &P::tuition_to),
    borrowed<P>("policies.training_allowance.priority", &P::priority),
    borrowed<P>("policies.training_allowance.first_come", &P::first_come),
};

constexpr Decision kEnters{"training", 0, "enters a training course"};
constexpr Decision kCompletes{"training", 1, "completes the course"};
constexpr Decision kCertificate{"training", 2, "gets a certificate"};
constexpr Decision kRation{"training", 3, "order of the queue where a budget limits places"};

constexpr int kFromAge = 18;  // MODEL 8.6
constexpr int kToAge = 55;
constexpr int kEntryMonths = 36;  // after leaving the facility

std::int16_t index_of(Month month) { return static_cast<std::int16_t>(month.index); }

void end_course(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  people.labour_state[i] = LabourState::not_employed;
  people.training_until[i] = index_of(kNever);
  const auto draws = world.random.draws(kCompletes, people.ticket[i], world.month);
  if (draws.uniform(kCompletes) >= p.completion_share) return;
  people.south_skill[i] += p.skill_gain * (1.0F - people.south_skill[i]);
  people.training_completed_month[i] = index_of(world.month);
  if (draws.uniform(kCertificate) < p.certificate_share && people.certificate[i] == 0) {
    people.certificate[i] = 1;
    people.certificate_month[i] = index_of(world.month);
  }
}

bool may_enter(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return (people.active[i] != 0) & people.not_employed(i) &
         (people.months_since_exit(i, world.month) < kEntryMonths) & (people.age[i] >= kFromAge) &
         (people.age[i] <= kToAge);
}

bool wants_to_enter(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  const Candidate candidate{
      .learning_orientation = people.disposition[i] == Disposition::learning,
      .allowance_open = people.training_allowance_open[i] != 0,
      .chronic_illness = people.chronic_illness[i] != 0,
  };
  return world.random.uniform(kEnters, people.ticket[i], world.month) <
         entry_probability(p, candidate);
}

bool is_over(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return (people.active[i] != 0) & people.in_training(i) &
         (people.training_until[i] <= world.month.index);
}

void enter(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  people.labour_state[i] = LabourState::training;
  people.training_since[i] = index_of(world.month);
  people.training_until[i] = index_of(world.month + p.months);
  if (people.training_allowance_open[i] != 0) world.places.begin(Place::training_allowance);
}

/// Tuition, stipends and the bonuses of the month after completion that a course may still cost
/// from next month on; `tuition` is still to be paid.
void promise(Promises& promises, const World& world, const P& p, std::size_t i, Month until,
             double tuition_krw) {
  const Persons& people = world.persons;
  const Month next = world.month + 1;
  if (tuition_krw > 0.0) promises.add(next, tuition_krw);
  if (people.training_allowance_open[i] == 0) return;
  const Month arrival{people.arrival_month[i]};
  promises.add_each(next, std::max(0, until - world.month), static_cast<double>(p.stipend_krw));
  promises.add(std::max(until + 1, next),
               p.completion_krw.at(arrival) + p.certificate_krw.at(arrival));
}

/// What those in training, and those who have completed this month, may still cost. Who is away
/// loses it in the next month (policies/training_allowance).
Promises running_courses(const World& world, const P& p) {
  const Persons& people = world.persons;
  Promises running(world.month);
  if (!world.budgets.cap(CappedInstrument::training_allowance)) return running;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool completed = people.training_completed_month[i] == world.month.index;
    if (!people.in_training(i) && !completed) continue;
    promise(running, world, p, i, completed ? world.month : Month{people.training_until[i]}, 0.0);
  }
  return running;
}

/// Where a split or a capped budget pays for training, only so many enter as it affords; a course
/// is charged at its full cost when it begins.
void enter_as_affordable(World& world, const P& p, const std::vector<std::uint8_t>& wants) {
  const bool split = world.purses.in_force;
  const bool tuition_is_paid = p.tuition_from <= world.month + 1 && world.month + 1 <= p.tuition_to;
  FreeMoney money(world, CappedInstrument::training_allowance, running_courses(world, p));
  const double course = static_cast<double>(p.tuition_krw) +
                        static_cast<double>(p.stipend_krw) * static_cast<double>(p.months);
  std::vector<PersonIndex> candidates;
  for (std::size_t i = 0; i < wants.size(); ++i) {
    if (wants[i] != 0) candidates.push_back(static_cast<PersonIndex>(i));
  }
  for (const PersonIndex i : in_order_of_queue(world, p, kRation, candidates)) {
    if (split && world.purses.left(Purse::training) < course) continue;
    Promises place(world.month);
    promise(place, world, p, i, world.month + p.months,
            tuition_is_paid ? static_cast<double>(p.tuition_krw) : 0.0);
    if (!money.take(place)) break;  // or cheaper courses would overtake
    if (split) world.purses.spend(Purse::training, course);
    enter(world, p, i);
  }
}

void step(World& world, const P& p) {
  const bool rationed =
      world.purses.in_force || world.budgets.cap(CappedInstrument::training_allowance);
  std::vector<std::uint8_t> wants(rationed ? world.persons.size() : 0);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags over;
    work_out(rows, over, [&](std::size_t i) -> std::uint8_t { return is_over(world, i); });
    RowFlags may;
    work_out(rows, may, [&](std::size_t i) -> std::uint8_t { return may_enter(world, i); });
    for_each_flagged(rows, over, [&](std::size_t i) { end_course(world, p, i); });
    for_each_flagged(rows, may, [&](std::size_t i) {
      if (!wants_to_enter(world, p, i)) return;
      if (rationed) {
        wants[i] = 1;
      } else {
        enter(world, p, i);
      }
    });
  });
  if (rationed) enter_as_affordable(world, p, wants);
}

}  // namespace

float entry_probability(const Parameters& p, const Candidate& c) {
  return p.entry_rate * (1.0F + when(c.learning_orientation, p.orientation_strength)) *
         (1.0F + when(c.allowance_open, p.allowance_gain)) * (1.0F - when(c.chronic_illness, 0.5F));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"training",
       "Vocational courses keep people from searching, end with or without completion, and begin.",
       "MODEL 8.6; Park and Kim 2008 (G18), Card, Kluve and Weber 2018 (G01)",
       {"active", "labour_state", "training_until", "exit_month", "age", "disposition",
        "training_allowance_open", "chronic_illness", "south_skill", "certificate", "arrival_month",
        kEligibility},
       {"labour_state", "training_until", "training_since", "training_completed_month",
        "certificate", "certificate_month", "south_skill", "budgets", "allowances begun"},
       {kEnters, kCompletes, kCertificate, kRation}},
      kTable, step);
}

}  // namespace resettle::training
