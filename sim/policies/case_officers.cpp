#include "policies/case_officers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace resettle::case_officers {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "case_management",
    {
        {{"officers.police_caseload", "cases", "cases for which there is one police officer", 1,
          1000},
         &P::police_caseload},
        {{"officers.police_full_attention", "cases",
          "cases to which a police officer gives full attention", 0, 1000},
         &P::police_full_attention},
        {{"officers.police_quality", "SD", "mean quality of police officers", -3, 3},
         &P::police_quality},
        {{"officers.social_worker_full_attention", "cases",
          "cases to which a social worker gives full attention", 0, 1000},
         &P::social_worker_full_attention},
        {{"officers.social_worker_quality", "SD",
          "mean quality of social workers, in standard deviations of police officers", -3, 3},
         &P::social_worker_quality},
        {{"officers.sponsor_rate", "probability",
          "an officer of quality 0 with full attention brings a sponsor", 0, 1},
         &P::sponsor_rate},
        {{"officers.hostile_rate", "per month", "hostility of a police officer of bad quality", 0,
          1},
         &P::hostile_rate},
        {{"officers.relation_months", "months", "length of the charge, by month of arrival", 0, 600,
          ParameterKind::integer},
         &P::relation_months},
        {{"policies.case_management.social_worker_share", "share",
          "new cases that go to a social worker, of those to whom one is offered", 0, 1},
         &P::social_worker_share},
        {{"policies.case_management.caseload", "cases", "cases for which a social worker is hired",
          1, 1000},
         &P::caseload},
        {{"policies.case_management.salary_krw", "KRW/year",
          "salary of a social worker, in KRW of 2025", 0, 1e9},
         &P::salary_krw},
        {{"policies.case_management.overhead", "share", "costs of a post on top of the salary", 0,
          5},
         &P::overhead},
        borrowed<P>("ties.degree_cap", &P::degree_cap),
    });

constexpr Decision kPoliceQuality{"officer quality", 0, "quality of a police officer"};
constexpr Decision kSocialWorkerQuality{"officer quality", 1, "quality of a social worker"};
constexpr Decision kSocialWorker{"case", 0, "the case goes to a social worker"};
constexpr Decision kSponsor{"case", 1, "the officer brings a sponsor"};
constexpr Decision kWhichHost{"case", 2, "host who becomes sponsor"};
constexpr auto kHostile =
    Decision::screened(6, "officer hostility", 0, "met with hostility by the officer");

/// Officers of one locality and type, in order of rank (and of id), with their cases together.
struct Team {
  std::vector<std::uint32_t> officers;
  std::size_t cases = 0;
};
struct Teams {
  std::vector<std::array<Team, 2>> by_locality;  ///< police, social workers
  std::size_t social_workers = 0;                ///< with cases, in the whole country
};
/// Who has an officer this month, in order of index.
struct Charges {
  std::vector<PersonIndex> running;
  std::vector<PersonIndex> starting;
};

/// Social workers the country pays; infinity without a limit.
double headcount(const P& p) { return std::floor(static_cast<double>(p.capacity)); }

void end_charge(Persons& people, std::size_t i) {
  people.officer[i] = kNoOfficer;
  people.officer_until[i] = static_cast<std::int16_t>(kNever.index);
  people.officer_quality[i] = 0;
  people.service_intensity[i] = 0;
  people.hostile_event[i] = 0;
}

/// Charges run out, cases are counted, and newcomers are found. Only those aged 15 or more when
/// they leave the facility ever have an officer: children are in the care of their school.
Charges review(World& world) {
  Persons& people = world.persons;
  auto& cases = world.officers.cases;
  std::fill(cases.begin(), cases.end(), std::uint16_t{0});
  Charges charges;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.officer[i] != kNoOfficer) {
      if (people.officer_until[i] <= world.month.index || !people.in_south(i)) {
        end_charge(people, i);
      } else {
        ++cases[people.officer[i]];
        charges.running.push_back(static_cast<PersonIndex>(i));
      }
    }
    if (people.exit_month[i] == world.month.index && people.active[i] != 0) {
      charges.starting.push_back(static_cast<PersonIndex>(i));
    }
  }
  return charges;
}

Teams teams_of(const World& world) {
  const Officers& officers = world.officers;
  Teams teams;
  teams.by_locality.resize(world.localities());
  for (std::uint32_t o = 0; o < officers.count(); ++o) {
    Team& team = teams.by_locality[officers.locality[o]][officers.social_worker[o]];
    team.officers.push_back(o);
    team.cases += officers.cases[o];
    if (officers.social_worker[o] != 0 && officers.cases[o] > 0) ++teams.social_workers;
  }
  return teams;
}

/// A new officer. Quality goes by locality, type and rank, so that it is the same in every arm.
void hire(World& world, Team& team, std::size_t locality, bool social_worker) {
  Officers& officers = world.officers;
  const auto id = static_cast<std::uint32_t>(locality * 65536 + team.officers.size());
  const auto draws = world.random.draws(kPoliceQuality, id, Month{0});
  team.officers.push_back(static_cast<std::uint32_t>(officers.count()));
  officers.locality.push_back(static_cast<std::uint8_t>(locality));
  officers.social_worker.push_back(social_worker ? 1 : 0);
  officers.quality_draw.push_back(
      draws.normal(social_worker ? kSocialWorkerQuality : kPoliceQuality));
  officers.cases.push_back(0);
}

/// The officer who takes one more case: of as many as the cases need, the least loaded. Officers
/// beyond that number take no new case and rest when their last one ends.
std::uint32_t choose(World& world, Team& team, std::size_t locality, bool social_worker,
                     float caseload) {
  // In a thinned world teams are as large as in the full one and every officer has the simulated
  // share of the cases, so that attention is the same at every scale.
  const std::size_t needed = officers_needed(team.cases + 1, caseload * world.scale);
  while (team.officers.size() < needed) hire(world, team, locality, social_worker);
  const auto end = team.officers.begin() + static_cast<std::ptrdiff_t>(needed);
  return least_loaded(world.officers, {team.officers.begin(), end}, true);
}

bool goes_to_social_worker(const World& world, const P& p, std::size_t i) {
  const float share = p.coverage * p.social_worker_share;
  if (share <= 0.0F || !p.is_on(world.month) || !in_audience(world, p, i)) return false;
  const Month arrival{world.persons.arrival_month[i]};
  return world.random.uniform(kSocialWorker, world.persons.ticket[i], arrival) < share;
}

/// A social worker, hired if money is left; else one already at work here; else nobody.
std::uint32_t choose_social_worker(World& world, const P& p, Teams& teams, std::size_t locality) {
  Team& team = teams.by_locality[locality][1];
  const bool may_hire = static_cast<double>(teams.social_workers) < headcount(p);
  const std::uint32_t officer = may_hire ? choose(world, team, locality, true, p.caseload)
                                         : least_loaded(world.officers, team.officers, false);
  if (officer != kNoOfficer && world.officers.cases[officer] == 0) ++teams.social_workers;
  return officer;
}

void assign(World& world, const P& p, Teams& teams, PersonIndex i) {
  Persons& people = world.persons;
  const Month arrival{people.arrival_month[i]};
  const int length = static_cast<int>(p.relation_months.at(arrival));
  if (length == 0) return;
  const std::size_t locality = people.locality[i];
  std::uint32_t officer = kNoOfficer;
  if (goes_to_social_worker(world, p, i)) officer = choose_social_worker(world, p, teams, locality);
  if (officer == kNoOfficer) {
    Team& police = teams.by_locality[locality][0];
    officer = choose(world, police, locality, false, p.police_caseload);
  }
  ++world.officers.cases[officer];
  ++teams.by_locality[locality][world.officers.social_worker[officer]].cases;
  people.officer[i] = officer;
  people.officer_until[i] = static_cast<std::int16_t>(world.month.index + length);
}

/// What the officer does for, or to, the person this month.
void serve(World& world, const P& p, PersonIndex i) {
  Persons& people = world.persons;
  const std::uint32_t officer = people.officer[i];
  const bool social_worker = world.officers.social_worker[officer] != 0;
  const float mean = social_worker ? p.social_worker_quality : p.police_quality;
  const float full = social_worker ? p.social_worker_full_attention : p.police_full_attention;
  people.officer_quality[i] = mean + world.officers.quality_draw[officer];
  people.service_intensity[i] =
      service_intensity(full * world.scale, world.officers.cases[officer]);
  people.hostile_event[i] =
      !social_worker && people.officer_quality[i] < 0.0F &&
      world.random.uniform(kHostile, people.ticket[i], world.month) < p.hostile_rate;
}

/// A good officer introduces the newcomer to somebody of the locality, for good.
void bring_sponsor(World& world, const P& p, PersonIndex i) {
  const Persons& people = world.persons;
  if (people.officer_quality[i] <= 0.0F || world.hosts.per_locality == 0) return;
  const auto draws = world.random.draws(kSponsor, people.ticket[i], Month{people.arrival_month[i]});
  if (draws.uniform(kSponsor) >=
      sponsor_probability(p.sponsor_rate, people.service_intensity[i], people.officer_quality[i])) {
    return;
  }
  const std::size_t hosts = world.hosts.per_locality;
  const auto rank = static_cast<std::size_t>(draws.uniform(kWhichHost) * static_cast<float>(hosts));
  const auto host = static_cast<HostIndex>(people.locality[i] * hosts + rank);
  world.ties.connect_host(i, host, world.month, true, p.degree_cap);
}

void step(World& world, const P& p) {
  const Charges charges = review(world);
  if (!charges.starting.empty()) {
    Teams teams = teams_of(world);
    for (const PersonIndex i : charges.starting) assign(world, p, teams, i);
  }
  // Caseloads are known only now that every newcomer has an officer.
  for (const PersonIndex i : charges.running) serve(world, p, i);
  for (const PersonIndex i : charges.starting) {
    if (world.persons.officer[i] == kNoOfficer) continue;
    serve(world, p, i);
    bring_sponsor(world, p, i);
  }
}

void step_cost(World& world, const P& p) {
  const Officers& officers = world.officers;
  double heads = 0;
  for (std::size_t o = 0; o < officers.count(); ++o) {
    if (officers.social_worker[o] != 0 && officers.cases[o] > 0) ++heads;
  }
  const bool offered = p.is_on(world.month) && p.coverage * p.social_worker_share > 0.0F;
  if (offered && p.capacity < 1e9F) heads = std::max(heads, headcount(p));
  if (heads == 0) return;
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double cost = heads * static_cast<double>(world.scale) * static_cast<double>(p.salary_krw) *
                      (1.0 + static_cast<double>(p.overhead)) / 12.0 * prices;
  world.ledger.add(LedgerLine::case_management, std::llround(cost));
}

}  // namespace

std::size_t officers_needed(std::size_t cases, float caseload) {
  return static_cast<std::size_t>(std::ceil(static_cast<float>(cases) / caseload));
}

float service_intensity(float full_attention_cases, std::size_t cases) {
  return cases == 0 ? 1.0F : std::min(1.0F, full_attention_cases / static_cast<float>(cases));
}

float sponsor_probability(float sponsor_rate, float intensity, float quality) {
  return quality <= 0.0F ? 0.0F : sponsor_rate * intensity * (1.0F + quality);
}

std::uint32_t least_loaded(const Officers& officers, const std::vector<std::uint32_t>& list,
                           bool may_hire) {
  std::uint32_t chosen = kNoOfficer;
  for (const std::uint32_t officer : list) {
    if (!may_hire && officers.cases[officer] == 0) continue;
    if (chosen == kNoOfficer || officers.cases[officer] < officers.cases[chosen]) chosen = officer;
  }
  return chosen;
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"case officers",
       "Newcomers get the least loaded officer of the locality, police or social worker; good ones "
       "with time bring a sponsor, bad ones are hostile.",
       "MODEL 17.1; Yoon 2001 (officer decides), Swedish low-caseload trial (G07), survey of "
       "helpers 2005 (S16)",
       {"presence", "exit_month", "active", "arrival_month", "locality", "pilot_group"},
       {"officer", "officer_until", "officer_quality", "service_intensity", "hostile_event"},
       {kPoliceQuality, kSocialWorkerQuality, kSocialWorker, kSponsor, kWhichHost, kHostile}},
      kTable, step);
}

std::unique_ptr<Process> cost() {
  return make_process<P>({"case management cost",
                          "Social workers with cases are paid, or the headcount bought.",
                          "MODEL 16.2, 17.1; pay guideline for social workers 2025",
                          {},
                          {},
                          {}},
                         kTable, step_cost);
}

}  // namespace resettle::case_officers
