#include "processes/livelihood_benefit.h"

#include <algorithm>
#include <cmath>

#include "core/numerics.h"

namespace resettle::livelihood_benefit {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"policies.benefit_taper.rate", "share", "share of earnings that counts against the benefit",
      0, 1},
     &P::taper_rate},
    {{"policies.benefit_taper.keep_medical_aid", "switch",
      "medical aid stays when the benefit ends", 0, 1, ParameterKind::flag},
     &P::keep_medical_aid},
    {{"welfare_benefit.search_floor", "probability",
      "least search of recipients with the duty to seek work", 0, 1},
     &P::search_floor},
    {{"welfare_benefit.asset_limit", "KRW", "largest household assets with a benefit", 0, 1e9},
     &P::asset_limit},
    {{"welfare_benefit.obligor_failure", "share", "kin in the South count as able to support", 0,
      1},
     &P::obligor_failure},
    {{"welfare_benefit.take_up", "share", "entitled households that take the benefit", 0, 1},
     &P::take_up},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    {{"search.medical_aid_value", "KRW/month", "worth of medical aid lost with the benefit", 0,
      1e6},
     &P::medical_aid_value},
    borrowed<P>("policies.benefit_taper.run_on_months", &P::run_on_months),
};

constexpr Decision kTakesUp{"benefit", 0, "an entitled household takes the benefit this year"};
constexpr Decision kObligor{"benefit", 1, "kin count as able to support the household"};

constexpr int kSpecialMonths = 60;  // MODEL 12.3: exemptions of the first five years
constexpr int kFreeMonths = 6;      // MODEL 12.3: no duty to seek work
constexpr Month kObligorTestEnds = month_of(2021, 10);

/// Assets, obligor and take-up of household h this month.
bool passes_tests(const World& world, const P& p, std::size_t h, int months_since_exit) {
  const Households& households = world.households;
  const std::uint32_t head = world.persons.ticket[households.head[h]];
  const Month head_arrival{world.persons.arrival_month[households.head[h]]};
  const bool special = months_since_exit <= kSpecialMonths;
  if (!special && static_cast<float>(households.assets_krw[h]) > p.asset_limit) return false;
  if (!special && world.month < kObligorTestEnds && households.has_kin[h] != 0 &&
      world.random.uniform(kObligor, head, head_arrival) < p.obligor_failure) {
    return false;
  }
  const Month january = month_of(world.month.year(), 1);
  return world.random.uniform(kTakesUp, head, january) < p.take_up;
}

Case case_of(const World& world, std::size_t h) {
  const Households& households = world.households;
  const int months = world.month.index - households.last_exit[h];
  return {line_krw(*world.inputs, static_cast<double>(world.economy.benefit_line_krw),
                   households.size[h], households.able_members[h] == 0, months),
          static_cast<double>(households.countable_krw[h])};
}

/// What household h gets this month; the tests are looked at only where something is due.
std::int32_t benefit_of(const World& world, const P& p, std::size_t h) {
  const std::int32_t due = benefit_krw(p, case_of(world, h));
  const int months = world.month.index - world.households.last_exit[h];
  return due > 0 && passes_tests(world, p, h, months) ? due : 0;
}

/// Share of a potential wage kept on taking a job (MODEL 8.1).
float gain_of(const World& world, const P& p, std::size_t i) {
  const std::size_t h = world.persons.household[i];
  const float potential = world.economy.potential_wage_krw();
  const std::int32_t benefit_without = world.households.benefit_krw[h];
  std::int32_t benefit_with = 0;
  if (benefit_without > 0) {  // the household passes the tests, with or without the job
    Case with_job = case_of(world, h);
    with_job.earnings_krw += static_cast<double>(potential);
    // A benefit that runs on counts for its share of a first year, as an incentive does.
    const float runs_on = std::min(1.0F, static_cast<float>(p.run_on_months) / 12.0F);
    const auto lost = static_cast<float>(benefit_without - benefit_krw(p, with_job));
    benefit_with = benefit_without - static_cast<std::int32_t>((1.0F - runs_on) * lost);
  }
  const bool loses_medical_aid = benefit_without > 0 && benefit_with == 0 && !p.keep_medical_aid;
  const float with_work = potential * (1.0F - p.deduction_rate) + static_cast<float>(benefit_with) -
                          when(loses_medical_aid, p.medical_aid_value) +
                          static_cast<float>(world.persons.next_incentive_krw[i]) / 12.0F;
  return (with_work - static_cast<float>(benefit_without)) / potential;
}

void step(World& world, const P& p) {
  Households& households = world.households;
  for_blocks(world.parallel, households.count(), [&](std::size_t begin, std::size_t end) {
    std::int64_t paid = 0;
    for (std::size_t h = begin; h < end; ++h) {
      households.benefit_krw[h] = 0;
      if (households.members[h] == 0) continue;
      households.benefit_krw[h] = benefit_of(world, p, h);
      paid += households.benefit_krw[h];
    }
    world.ledger.add(LedgerLine::livelihood_benefit, paid);
  });
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    people.work_condition[i] = 0;
    people.work_gain[i] = 0;
    if (people.works(i) || people.in_school(i)) return;
    const std::size_t h = people.household[i];
    people.work_gain[i] = gain_of(world, p, i);
    const int months = people.months_since_exit(i, world.month);
    // Training fulfils the duty to seek work.
    people.work_condition[i] = !people.in_training(i) && households.benefit_krw[h] > 0 &&
                               people.able(i, world.month) && months > kFreeMonths &&
                               months <= kSpecialMonths;
  });
}

}  // namespace

double line_krw(const Inputs& inputs, double one_person_line_krw, int size, bool nobody_able,
                int months_since_exit) {
  const auto& scale = inputs.household_scale;
  const int persons = size + (nobody_able && months_since_exit <= kSpecialMonths ? 1 : 0);
  const auto known = static_cast<int>(scale.size());
  if (persons <= known) return one_person_line_krw * scale[static_cast<std::size_t>(persons - 1)];
  // Beyond the table every further person adds as much as its last one.
  const double step = scale[scale.size() - 1] - scale[scale.size() - 2];
  return one_person_line_krw * (scale.back() + step * (persons - known));
}

std::int32_t benefit_krw(const Parameters& p, const Case& household) {
  const double countable = static_cast<double>(p.taper_rate) * household.earnings_krw;
  if (countable >= household.line_krw) return 0;
  return static_cast<std::int32_t>(std::lround(household.line_krw - countable));
}

std::unique_ptr<Process> process() {
  return make_process<P>({"livelihood benefit",
                          "Households below the line get the benefit, tapered with earnings; tests "
                          "are waived at first.",
                          "MODEL 12.3, 8.1; livelihood benefit rules (L10)",
                          {"household", "labour_state", "next_incentive_krw", "exit_month", "age",
                           "chronic_illness", "active", "arrival_month", "youngest_child_birth"},
                          {"work_condition", "work_gain"},
                          {kTakesUp, kObligor}},
                         kTable, step);
}

}  // namespace resettle::livelihood_benefit
