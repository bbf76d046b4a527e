#include "policies/wage_subsidy.h"

#include <algorithm>
#include <vector>

namespace resettle::wage_subsidy {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "wage_subsidy",
    {
        {{"policies.wage_subsidy.share", "share", "of the wage, by month of hire", 0, 1},
         &P::share},
        {{"policies.wage_subsidy.cap_krw", "KRW/month", "largest subsidy after the first year", 0,
          1e8},
         &P::cap_krw},
        {{"policies.wage_subsidy.first_year_cap_krw", "KRW/month",
          "largest subsidy in the first year of a job", 0, 1e8},
         &P::first_year_cap_krw},
        {{"policies.wage_subsidy.months", "months", "subsidised months of a job", 0, 240,
          ParameterKind::integer},
         &P::months},
        {{"policies.wage_subsidy.window_months", "months",
          "months after leaving the facility in which a job may start", 0, 600,
          ParameterKind::integer},
         &P::window_months},
        {{"policies.wage_subsidy.last_arrival", "month", "last month of arrival that is entitled",
          -400, kNoEnd, ParameterKind::month},
         &P::last_arrival},
        {{"policies.wage_subsidy.employer_take_up", "share", "employers who use the scheme", 0, 1},
         &P::employer_take_up},
        {{"policies.wage_subsidy.administration_share", "share", "running costs on top", 0, 1},
         &P::administration_share},
        {{"policies.wage_subsidy.applies_to_running", "switch",
          "running subsidies take the terms of this month", 0, 1, ParameterKind::flag},
         &P::applies_to_running},
    });

constexpr Decision kOffered{"offers", 1, "the wage subsidy is offered"};
constexpr Decision kEmployerUses{"wage subsidy", 0, "the employer met this month uses the scheme"};
constexpr Decision kRation{"rationing", 1, "order of the queue for the wage subsidy"};

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

bool entitled(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  const bool may_search = people.not_employed(i) || people.in_training(i);
  return p.is_on(world.month) && may_search &&
         people.months_since_exit(i, world.month) < p.window_months &&
         people.arrival_month[i] <= p.last_arrival.index && is_offered(world, p, kOffered, i);
}

/// Value of the subsidy to an employer of this person, now.
float value_now(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  if (people.subsidised_months_left[i] > 0) {
    return value_of(static_cast<float>(people.monthly_wage_krw[i]), people.subsidy_share[i],
                    cap_of_running(people, i));
  }
  if (!entitled(world, p, i)) return 0.0F;
  if (world.random.uniform(kEmployerUses, people.ticket[i], world.month) >= p.employer_take_up) {
    return 0.0F;
  }
  return value_of(world.economy.potential_wage_krw(), p.share, p.first_year_cap_krw);
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
  auto served = ration(world, p, kRation, candidates, running);
  std::sort(served.begin(), served.end());
  for (const PersonIndex i : candidates) {
    if (!std::binary_search(served.begin(), served.end(), i)) people.subsidy_value[i] = 0.0F;
  }
}

void step_offers(World& world, const P& p) {
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (p.applies_to_running && people.subsidised_months_left[i] > 0) {
      take_terms(people, p, i);
      if (people.subsidised_months_left[i] == 0) {
        people.subsidy_ended[i] = static_cast<std::int16_t>(world.month.index);
      }
    }
    people.subsidy_value[i] = value_now(world, p, i);
  });
  if (p.capacity < 1e9F) ration_offers(world, p);
}

void step_start(World& world, const P& p) {
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (people.job_offer[i] == JobOffer::none || people.subsidy_value[i] <= 0.0F) return;
    people.subsidised_months[i] = 0;
    take_terms(people, p, i);
  });
}

void step_payment(World& world, const P& p) {
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (people.subsidised_months_left[i] == 0 || !people.has_wage_job(i)) return;
    const auto amount =
        static_cast<std::int64_t>(amount_krw(static_cast<float>(people.monthly_wage_krw[i]),
                                             people.subsidy_share[i], cap_of_running(people, i)));
    world.ledger.add(LedgerLine::wage_subsidy, amount);
    world.ledger.add(
        LedgerLine::wage_subsidy_administration,
        static_cast<std::int64_t>(p.administration_share * static_cast<float>(amount)));
    ++people.subsidised_months[i];
    if (--people.subsidised_months_left[i] == 0) {
      people.subsidy_ended[i] = static_cast<std::int16_t>(world.month.index);
    }
  });
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
        "subsidised_months"},
       {"subsidy_value", "subsidy_share", "subsidy_cap_krw", "subsidy_first_year_cap_krw",
        "subsidised_months_left", "subsidy_ended"},
       {kOffered, kEmployerUses, kRation}},
      kTable, step_offers);
}

std::unique_ptr<Process> start() {
  return make_process<P>({"wage subsidy start",
                          "New jobs of entitled persons become subsidised.",
                          "MODEL 8.2",
                          {"active", "job_offer", "subsidy_value"},
                          {"subsidised_months", "subsidised_months_left", "subsidy_share",
                           "subsidy_cap_krw", "subsidy_first_year_cap_krw"},
                          {}},
                         kTable, step_start);
}

std::unique_ptr<Process> payment() {
  return make_process<P>({"wage subsidy payment",
                          "Employers get the share of the wage, to the cap.",
                          "MODEL 16.2",
                          {"active", "labour_state", "monthly_wage_krw", "subsidy_share",
                           "subsidy_cap_krw", "subsidy_first_year_cap_krw"},
                          {"subsidised_months", "subsidised_months_left", "subsidy_ended"},
                          {}},
                         kTable, step_payment);
}

}  // namespace resettle::wage_subsidy
