#include "policies/wage_subsidy.h"

#include <algorithm>
#include <vector>

#include "engine/free_money.h"
#include "engine/queue.h"

namespace resettle::wage_subsidy {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "wage_subsidy",
    {
        {{"policies.wage_subsidy.share", "share", "of the wage, by month of hire", 0, 1},
         effect(&P::share).by_line()},
        {{"policies.wage_subsidy.cap_krw", "KRW/month", "largest subsidy after the first year", 0,
          1e8},
         effect(&P::cap_krw).by_line()},
        {{"policies.wage_subsidy.first_year_cap_krw", "KRW/month",
          "largest subsidy in the first year of a job", 0, 1e8},
         effect(&P::first_year_cap_krw).by_line()},
        {{"policies.wage_subsidy.months", "months", "subsidised months of a job", 0, 240,
          ParameterKind::integer},
         effect(&P::months).by_line()},
        {{"policies.wage_subsidy.window_months", "months",
          "months after leaving the facility in which a job may start", 0, 600,
          ParameterKind::integer},
         level(&P::window_months).by_line()},
        {{"policies.wage_subsidy.last_arrival", "month", "last month of arrival that is entitled",
          -400, kNoEnd, ParameterKind::month},
         level(&P::last_arrival).by_line()},
        {{"policies.wage_subsidy.employer_take_up", "share", "employers who use the scheme", 0, 1},
         effect(&P::employer_take_up).by_line()},
        {{"policies.wage_subsidy.administration_share", "share", "running costs on top", 0, 1},
         effect(&P::administration_share)},
        {{"policies.wage_subsidy.applies_to_running", "switch",
          "running subsidies take the terms of this month", 0, 1, ParameterKind::flag},
         effect(&P::applies_to_running)},
    },
    OfferedTo::holders);

constexpr Decision kOffered{"offers", 1, "the wage subsidy is offered"};
constexpr Decision kEmployerUses{"wage subsidy", 0, "the employer met this month uses the scheme"};
constexpr Decision kRation{"rationing", 1, "order of the queue for the wage subsidy"};
constexpr Decision kAward{"wage subsidy", 1, "order in which employers apply for capped money"};

constexpr int kFirstYear = 12;

float cap_of_running(const Persons& people, std::size_t i) {
  return static_cast<float>(people.subsidised_months[i] < kFirstYear
                                ? people.subsidy_first_year_cap_krw[i]
                                : people.subsidy_cap_krw[i]);
}

void take_terms(Persons& people, const P& p, std::size_t i) {
  people.subsidy_share[i] = p.share;
  people.subsidy_cap_krw[i] = static_cast<std::int32_t>(p.cap_krw);
  people.subsidy_first_year_cap_krw[i] = static_cast<std::int32_t>(p.first_year_cap_krw);
  people.subsidised_months_left[i] =
      static_cast<std::int16_t>(std::max(0, p.months - people.subsidised_months[i]));
}

/// How long after leaving the facility, and to which arrival, a job may be subsidised.
struct Reach {
  int window_months;
  Month last_arrival;

  [[nodiscard]] bool includes(const Persons& people, std::size_t i, Month now) const {
    return (people.months_since_exit(i, now) < window_months) &
           (people.arrival_month[i] <= last_arrival.index);
  }
};

Reach reach_of(const P& terms) { return {terms.window_months, terms.last_arrival}; }

/// That of all lines together.
Reach widest_reach(const P& p) {
  return {p.largest(&P::window_months), p.largest(&P::last_arrival)};
}

/// Whose employer could get a subsidy for a new job, if it is offered.
bool may_be_entitled(const Persons& people, const Reach& reach, std::size_t i, Month now) {
  const bool may_search = people.not_employed(i) | people.in_training(i);
  return may_search & reach.includes(people, i, now);
}

/// Whether this year has any money for it.
bool has_money(const World& world) {
  const Budget& money = world.budgets.of(CappedInstrument::wage_subsidy);
  return !money.in_force || money.years_krw[0] > 0;
}

/// Value of the subsidy to an employer of this person, now; of a running one, or of a new one for
/// those who may be entitled, on the terms of their line.
float value_now(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  if (people.subsidised_months_left[i] > 0) {
    return value_of(static_cast<float>(people.monthly_wage_krw[i]), people.subsidy_share[i],
                    cap_of_running(people, i));
  }
  const auto line = line_for(world, p, i);
  if (!line.has_value()) return 0.0F;
  const P& terms = terms_of_line(p, *line);
  if (!reach_of(terms).includes(people, i, world.month)) return 0.0F;
  if (!is_offered(world, terms, kOffered, i)) return 0.0F;
  const float value =
      value_of(world.economy.potential_wage_krw(), terms.share, terms.first_year_cap_krw);
  people.subsidy_entitled[i] = value > 0.0F && terms.months > 0 && has_money(world) ? 1 : 0;
  const float u = world.random.uniform(kEmployerUses, people.ticket[i], world.month);
  if (u >= terms.employer_take_up) return 0.0F;
  people.subsidy_line[i] = static_cast<std::uint8_t>(*line);
  return value;
}

/// With fewer places than candidates, the others find no subsidy this month.
void ration_offers(World& world, const P& p) {
  Persons& people = world.persons;
  std::vector<PersonIndex> candidates;
  std::size_t running = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.subsidised_months_left[i] > 0) {
      if (people.in_south(i)) ++running;
    } else if (people.active[i] != 0 && people.subsidy_value[i] > 0.0F) {
      candidates.push_back(static_cast<PersonIndex>(i));
    }
  }
  auto served = ration(world, p, Place::wage_subsidy, kRation, candidates, running);
  std::sort(served.begin(), served.end());
  for (const PersonIndex i : candidates) {
    if (!std::binary_search(served.begin(), served.end(), i)) people.subsidy_value[i] = 0.0F;
  }
  if (served.size() == candidates.size()) return;
  // All places are taken: nobody else could be subsidised, whether or not the employer would.
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool is_served = people.subsidy_value[i] > 0.0F;
    if (people.active[i] != 0 && !is_served) people.subsidy_entitled[i] = 0;
  }
}

/// Running subsidies take the terms of this month.
void renew_terms(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    if (people.active[i] == 0 || people.subsidised_months_left[i] <= 0) continue;
    take_terms(people, terms_of_line(p, people.subsidy_line[i]), i);
    if (people.subsidised_months_left[i] == 0) {
      people.subsidy_ended[i] = static_cast<std::int16_t>(world.month.index);
    }
  }
}

/// Running subsidies end of those who are no longer eligible.
void end_run_out(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    if (people.active[i] == 0 || people.subsidised_months_left[i] <= 0) continue;
    if (!has_run_out(world, p, i)) continue;
    people.subsidised_months_left[i] = 0;
    people.subsidy_ended[i] = static_cast<std::int16_t>(world.month.index);
  }
}

void offer_to_rows(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  if (p.applies_to_running) renew_terms(world, p, rows);
  if (p.while_eligible) end_run_out(world, p, rows);
  const bool on = p.is_on(world.month) && p.coverage > 0.0F;
  const Reach reach = widest_reach(p);
  RowFlags concerned;
  work_out(rows, concerned, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & ((people.subsidised_months_left[i] > 0) |
                                      (on & may_be_entitled(people, reach, i, world.month)));
  });
  RowValues<float> value;
  work_out(rows, value, [&](std::size_t i) {
    const float before = people.subsidy_value[i];
    return people.active[i] != 0 ? 0.0F : before;
  });
  store(rows, value, people.subsidy_value);
  RowFlags entitled;
  work_out(rows, entitled, [&](std::size_t i) -> std::uint8_t {
    const std::uint8_t before = people.subsidy_entitled[i];
    return people.active[i] != 0 ? 0 : before;
  });
  store(rows, entitled, people.subsidy_entitled);
  for_each_flagged(rows, concerned,
                   [&](std::size_t i) { people.subsidy_value[i] = value_now(world, p, i); });
}

void step_offers(World& world, const P& p) {
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    offer_to_rows(world, p, {begin, end});
  });
  if (p.is_rationed()) ration_offers(world, p);
}

void step_start(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowFlags subsidised;
  work_out(rows, subsidised, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.job_offer[i] != JobOffer::none) &
           (people.subsidy_value[i] > 0.0F);
  });
  world.places.begin(Place::wage_subsidy, count_flagged(rows, subsidised));
  for_each_flagged(rows, subsidised, [&](std::size_t i) {
    people.subsidised_months[i] = 0;
    take_terms(people, terms_of_line(p, people.subsidy_line[i]), i);
  });
}

/// The most that a subsidy with these terms can cost, from next month on.
void promise(Promises& promises, const P& p, Month next, int months_paid, int months_left,
             std::int32_t first_year_cap_krw, std::int32_t cap_krw) {
  const double with_administration = 1.0 + static_cast<double>(p.administration_share);
  const int first_year = std::clamp(kFirstYear - months_paid, 0, months_left);
  promises.add_each(next, first_year, first_year_cap_krw * with_administration);
  promises.add_each(next + first_year, months_left - first_year, cap_krw * with_administration);
}

/// What running subsidies may still cost. Whose subsidised employee has left the South loses the
/// place: nobody knows in which year the money would be wanted.
Promises running_subsidies(World& world, const P& p) {
  Persons& people = world.persons;
  Promises running(world.month);
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.subsidised_months_left[i] <= 0) continue;
    if (people.active[i] == 0) {
      people.subsidised_months_left[i] = 0;
      continue;
    }
    promise(running, p, world.month + 1, people.subsidised_months[i],
            people.subsidised_months_left[i], people.subsidy_first_year_cap_krw[i],
            people.subsidy_cap_krw[i]);
  }
  return running;
}

/// Employers of those who would be hired apply for the capped money, in the order of a draw. Offers
/// in step 4 could not be limited to what the money pays for: most lead to no job, and the money
/// would lie idle. So the place is granted at the hire, at its full cost (the cap of every month);
/// whom the money does not reach has the job found without a subsidy, if any, by the same luck.
void step_award(World& world, const P& p) {
  if (!world.budgets.cap(CappedInstrument::wage_subsidy)) return;
  Persons& people = world.persons;
  FreeMoney money(world, CappedInstrument::wage_subsidy, running_subsidies(world, p));
  const auto place_of = [&](PersonIndex i) {
    const P& terms = terms_of_line(p, people.subsidy_line[i]);
    Promises place(world.month);
    promise(place, terms, world.month + 1, 0, terms.months,
            static_cast<std::int32_t>(terms.first_year_cap_krw),
            static_cast<std::int32_t>(terms.cap_krw));
    return place;
  };
  const auto applicants = persons_with(world, [&](std::size_t i) {
    return (people.active[i] != 0) & (people.job_offer[i] != JobOffer::none) &
           (people.subsidy_value[i] > 0.0F);
  });
  for (const PersonIndex i : in_order_of_queue(world, p, kAward, applicants)) {
    if (money.take(place_of(i))) continue;
    people.subsidy_value[i] = 0.0F;
    people.job_offer[i] = people.unsubsidised_offer[i];
  }
}

void step_payment(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowFlags subsidised;
  work_out(rows, subsidised, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.subsidised_months_left[i] != 0) & people.works(i) &
           !people.self_employed(i);
  });
  std::int64_t paid = 0;
  std::int64_t administration = 0;
  for_each_flagged(rows, subsidised, [&](std::size_t i) {
    const auto amount =
        static_cast<std::int64_t>(amount_krw(static_cast<float>(people.monthly_wage_krw[i]),
                                             people.subsidy_share[i], cap_of_running(people, i)));
    paid += amount;
    administration +=
        static_cast<std::int64_t>(p.administration_share * static_cast<float>(amount));
    ++people.subsidised_months[i];
    if (--people.subsidised_months_left[i] == 0) {
      people.subsidy_ended[i] = static_cast<std::int16_t>(world.month.index);
    }
  });
  world.ledger.add(LedgerLine::wage_subsidy, paid);
  world.ledger.add(LedgerLine::wage_subsidy_administration, administration);
}

}  // namespace

float amount_krw(float wage_krw, float share, float cap_krw) {
  return std::min(share * wage_krw, cap_krw);
}

float value_of(float wage_krw, float share, float cap_krw) {
  return wage_krw <= 0.0F ? 0.0F : amount_krw(wage_krw, share, cap_krw) / (0.5F * wage_krw);
}

std::unique_ptr<Process> offers() {
  return make_process<P>(
      {"wage subsidy offers",
       "Who would bring an employer a wage subsidy this month.",
       "MODEL 8.2, 16.1, 16.2; wage subsidy rules 1999-2014 (settlement_packages.csv)",
       {"active", "labour_state", "exit_month", "arrival_month", "monthly_wage_krw",
        "subsidised_months", "wage subsidies begun", "budgets", kEligibility},
       {"subsidy_value", "subsidy_entitled", "subsidy_share", "subsidy_cap_krw",
        "subsidy_first_year_cap_krw", "subsidised_months_left", "subsidy_ended", "subsidy_line"},
       {kOffered, kEmployerUses, kRation}},
      kTable, step_offers);
}

std::unique_ptr<Process> start() {
  return make_row_process<P>(
      {"wage subsidy start",
       "New jobs of entitled persons become subsidised.",
       "MODEL 8.2",
       {"active", "job_offer", "subsidy_value", "subsidy_line"},
       {"subsidised_months", "subsidised_months_left", "subsidy_share", "subsidy_cap_krw",
        "subsidy_first_year_cap_krw", "wage subsidies begun"},
       {}},
      kTable, step_start);
}

std::unique_ptr<Process> award() {
  return make_process<P>(
      {"wage subsidy award",
       "Where the money for a year is capped, employers who hire are granted what it pays for.",
       "MODEL 16.2; places are granted at full cost (assumption)",
       {"active", "job_offer", "unsubsidised_offer", "subsidy_value", "subsidised_months",
        "subsidised_months_left", "subsidy_cap_krw", "subsidy_first_year_cap_krw", "presence",
        "subsidy_line", kEligibility},
       {"subsidy_value", "job_offer", "subsidised_months_left", "budgets"},
       {kAward}},
      kTable, step_award);
}

std::unique_ptr<Process> payment() {
  return make_row_process<P>({"wage subsidy payment",
                              "Employers get the share of the wage, to the cap.",
                              "MODEL 16.2",
                              {"active", "labour_state", "monthly_wage_krw", "subsidy_share",
                               "subsidy_cap_krw", "subsidy_first_year_cap_krw"},
                              {"subsidised_months", "subsidised_months_left", "subsidy_ended"},
                              {}},
                             kTable, step_payment);
}

}  // namespace resettle::wage_subsidy
