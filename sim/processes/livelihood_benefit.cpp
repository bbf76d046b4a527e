#include "processes/livelihood_benefit.h"

#include <algorithm>
#include <array>

#include "core/numerics.h"

namespace resettle::livelihood_benefit {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"policies.benefit_taper.rate", "share", "share of earnings that counts against the benefit",
      0, 1},
     level(&P::taper_rate)},
    {{"policies.benefit_taper.keep_medical_aid", "switch",
      "medical aid stays when the benefit ends", 0, 1, ParameterKind::flag},
     effect(&P::keep_medical_aid)},
    {{"welfare_benefit.search_floor", "probability",
      "least search of recipients with the duty to seek work", 0, 1},
     effect(&P::search_floor)},
    {{"welfare_benefit.asset_limit", "KRW", "largest household assets with a benefit", 0, 1e9},
     level(&P::asset_limit)},
    {{"welfare_benefit.obligor_failure", "share", "kin in the South count as able to support", 0,
      1},
     effect(&P::obligor_failure)},
    {{"welfare_benefit.take_up", "share", "entitled households that take the benefit", 0, 1},
     effect(&P::take_up)},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    {{"search.medical_aid_value", "KRW/month", "worth of medical aid lost with the benefit", 0,
      1e6},
     effect(&P::medical_aid_value)},
    borrowed<P>("policies.benefit_taper.run_on_months", &P::run_on_months),
};

constexpr Decision kTakesUp{"benefit", 0, "an entitled household takes the benefit this year"};
/// The same numbers, drawn for everybody in January (see Decision).
constexpr auto kTakesUpThisYear =
    Decision{kTakesUp.block, kTakesUp.word, kTakesUp.name, Drawn::monthly};
constexpr Decision kObligor{"benefit", 1, "kin count as able to support the household"};

constexpr int kSpecialMonths = 60;  // MODEL 12.3: exemptions of the first five years
constexpr int kFreeMonths = 6;      // MODEL 12.3: no duty to seek work
constexpr Month kObligorTestEnds = month_of(2021, 10);

/// The nearest whole number of an amount that is not negative, halves upwards.
std::int32_t whole_won(double krw) {
  const auto whole = static_cast<std::int32_t>(krw);
  const bool up = krw - static_cast<double>(whole) >= 0.5;
  return whole + (up ? 1 : 0);
}

/// Benefit lines of the month by number of persons, KRW/month: few sizes occur.
class Lines {
 public:
  explicit Lines(const World& world) {
    const auto one_person = static_cast<double>(world.economy.benefit_line_krw);
    for (std::size_t persons = 1; persons < by_persons_.size(); ++persons) {
      by_persons_[persons] =
          line_krw(*world.inputs, one_person, static_cast<int>(persons), false, 0);
    }
  }
  /// 0 for households in which nobody lives.
  [[nodiscard]] double of(const World& world, std::size_t h) const {
    const Households& households = world.households;
    const int months = world.month.index - households.last_exit[h];
    const bool one_more = (households.able_members[h] == 0) & (months <= kSpecialMonths);
    return by_persons_[households.size[h] + (one_more ? 1U : 0U)];
  }

 private:
  std::array<double, 257> by_persons_{};
};

/// Assets, obligor and take-up of household h this month; `takes_up` holds the year's draws of all
/// persons.
bool passes_tests(const World& world, const P& p, std::size_t h, const std::uint32_t* takes_up) {
  const Households& households = world.households;
  const PersonIndex head = households.head[h];
  const bool special = world.month.index - households.last_exit[h] <= kSpecialMonths;
  if (!special && static_cast<float>(households.assets_krw[h]) > p.asset_limit) return false;
  if (uniform_of(takes_up[head]) >= p.take_up) return false;
  if (special || world.month >= kObligorTestEnds || households.has_kin[h] == 0) return true;
  const Month head_arrival{world.persons.arrival_month[head]};
  return world.random.uniform(kObligor, world.persons.ticket[head], head_arrival) >=
         p.obligor_failure;
}

/// Pays the benefit of the households of some rows; the tests are looked at only where something
/// is due.
void pay_households(World& world, const P& p, const Lines& lines, Rows rows) {
  Households& households = world.households;
  RowValues<double> line;
  look_up(rows, line, [&](std::size_t h) { return lines.of(world, h); });
  RowValues<std::int32_t> benefit;
  work_out(rows, benefit, [&](std::size_t h) {
    return benefit_krw(p, {.line_krw = line[h - rows.begin],
                           .earnings_krw = static_cast<double>(households.countable_krw[h])});
  });
  RowFlags due;
  work_out(rows, due, [&](std::size_t h) -> std::uint8_t {
    return (households.members[h] != 0) & (benefit[h - rows.begin] > 0);
  });
  const std::uint32_t* takes_up = world.prepared.words(kTakesUpThisYear);
  for_each_flagged(rows, due, [&](std::size_t h) {
    if (!passes_tests(world, p, h, takes_up)) benefit[h - rows.begin] = 0;
  });
  store(rows, benefit, households.benefit_krw);
  std::int64_t paid = 0;
  for (std::size_t n = 0; n < rows.count(); ++n) paid += benefit[n];
  world.ledger.add(LedgerLine::livelihood_benefit, paid);
}

/// What would be left of the benefit of a household if somebody took a job, KRW/month.
std::int32_t benefit_with_job(const World& world, const P& p, const Lines& lines, std::size_t h) {
  // The household passes the tests, with or without the job.
  const double earnings = static_cast<double>(world.households.countable_krw[h]) +
                          static_cast<double>(world.economy.potential_wage_krw());
  const std::int32_t without = world.households.benefit_krw[h];
  // A benefit that runs on counts for its share of a first year, as an incentive does.
  const float runs_on = std::min(1.0F, static_cast<float>(p.run_on_months) / 12.0F);
  const auto lost = static_cast<float>(
      without - benefit_krw(p, {.line_krw = lines.of(world, h), .earnings_krw = earnings}));
  return without - static_cast<std::int32_t>((1.0F - runs_on) * lost);
}

/// Share of a potential wage kept on taking a job (MODEL 8.1), given the benefit without and with
/// it.
float gain_of(const P& p, float potential, std::int32_t without, std::int32_t with,
              std::int32_t next_incentive) {
  const bool loses_medical_aid = (without > 0) & (with == 0) & !p.keep_medical_aid;
  const float with_work = potential * (1.0F - p.deduction_rate) + static_cast<float>(with) -
                          when(loses_medical_aid, p.medical_aid_value) +
                          static_cast<float>(next_incentive) / 12.0F;
  return (with_work - static_cast<float>(without)) / potential;
}

/// Benefits of those rows who have no job and are not at school: without and with a job.
struct Cliff {
  RowFlags idle;
  RowFlags recipient;
  RowValues<std::int32_t> without;
  RowValues<std::int32_t> with;
};

void look_over_cliff(const World& world, const P& p, const Lines& lines, Rows rows, Cliff& cliff) {
  const Persons& people = world.persons;
  work_out(rows, cliff.idle, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & !people.works(i) & !people.in_school(i);
  });
  look_up(rows, cliff.without,
          [&](std::size_t i) { return world.households.benefit_krw[people.household[i]]; });
  work_out(rows, cliff.recipient, [&](std::size_t i) -> std::uint8_t {
    return (cliff.idle[i - rows.begin] != 0) & (cliff.without[i - rows.begin] > 0);
  });
  std::fill_n(cliff.with.begin(), rows.count(), 0);
  for_each_flagged(rows, cliff.recipient, [&](std::size_t i) {
    cliff.with[i - rows.begin] = benefit_with_job(world, p, lines, people.household[i]);
  });
}

void set_work_gain(World& world, const P& p, Rows rows, const Cliff& cliff) {
  Persons& people = world.persons;
  const float potential = world.economy.potential_wage_krw();
  RowValues<float> of_idle;
  work_out(rows, of_idle, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    return gain_of(p, potential, cliff.without[n], cliff.with[n], people.next_incentive_krw[i]);
  });
  RowValues<float> gain;
  work_out(rows, gain, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    const float before = people.work_gain[i];
    const float now = when(cliff.idle[n] != 0, of_idle[n]);
    return people.active[i] == 0 ? before : now;
  });
  store(rows, gain, people.work_gain);
}

/// Recipients with the duty to seek work; training fulfils it.
void set_work_condition(World& world, Rows rows, const Cliff& cliff) {
  Persons& people = world.persons;
  RowFlags condition;
  work_out(rows, condition, [&](std::size_t i) -> std::uint8_t {
    const int months = people.months_since_exit(i, world.month);
    const bool has_duty = (cliff.recipient[i - rows.begin] != 0) & !people.in_training(i) &
                          (months > kFreeMonths) & (months <= kSpecialMonths);
    const std::uint8_t before = people.work_condition[i];
    const std::uint8_t now = has_duty ? 1 : 0;
    return people.active[i] == 0 ? before : now;
  });
  store(rows, condition, people.work_condition);
  for_each_flagged(rows, condition, [&](std::size_t i) {
    if (people.active[i] != 0 && !people.able(i, world.month)) people.work_condition[i] = 0;
  });
}

/// Pays the households, and knows the lines of the month.
Lines pay(World& world, const P& p) {
  const Month january = month_of(world.month.year(), 1);
  world.prepared.prepare(kTakesUpThisYear, world.random, world.persons.ticket, january,
                         world.parallel);
  const Lines lines(world);
  for_blocks(world.parallel, world.households.count(), [&](std::size_t first, std::size_t last) {
    pay_households(world, p, lines, {first, last});
  });
  return lines;
}

void step(World& world, const P p, const Lines& lines, Rows rows) {
  Cliff cliff;
  look_over_cliff(world, p, lines, rows, cliff);
  set_work_gain(world, p, rows, cliff);
  set_work_condition(world, rows, cliff);
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
  const double left = household.line_krw - countable;
  return whole_won(left > 0.0 ? left : 0.0);
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"livelihood benefit",
       "Households below the line get the benefit, tapered with earnings; tests "
       "are waived at first.",
       "MODEL 12.3, 8.1; livelihood benefit rules (L10)",
       {"household", "labour_state", "next_incentive_krw", "exit_month", "age", "chronic_illness",
        "active", "arrival_month", "youngest_child_birth", "households"},
       {"work_condition", "work_gain", "households"},
       {kTakesUp, kObligor}},
      kTable, pay, step);
}

}  // namespace resettle::livelihood_benefit
