#include "policies/case_officers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/screened.h"
#include "policies/case_teams.h"

namespace resettle::case_officers {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "case_management",
    {
        {{"officers.police_caseload", "cases", "cases for which there is one police officer", 1,
          1000},
         level(&P::police_caseload)},
        {{"officers.police_full_attention", "cases",
          "cases to which a police officer gives full attention", 0, 1000},
         level(&P::police_full_attention)},
        {{"officers.police_quality", "SD", "mean quality of police officers", -3, 3},
         effect(&P::police_quality)},
        {{"officers.social_worker_full_attention", "cases",
          "cases to which a social worker gives full attention", 0, 1000},
         level(&P::social_worker_full_attention)},
        {{"officers.social_worker_quality", "SD",
          "mean quality of social workers, in standard deviations of police officers", -3, 3},
         effect(&P::social_worker_quality)},
        {{"officers.sponsor_rate", "probability",
          "an officer of quality 0 with full attention brings a sponsor", 0, 1},
         effect(&P::sponsor_rate)},
        {{"officers.hostile_rate", "per month", "hostility of a police officer of bad quality", 0,
          1},
         effect(&P::hostile_rate)},
        {{"officers.police_salary_krw", "KRW/year",
          "salary of a police officer with what comes on top, in KRW of 2025", 0, 1e9},
         level(&P::police_salary_krw)},
        {{"officers.police_time_share", "share",
          "of the time of a police officer in charge that goes to the charge", 0, 1},
         effect(&P::police_time_share)},
        {{"officers.relation_months", "months", "length of the charge, by month of arrival", 0, 600,
          ParameterKind::integer},
         effect(&P::relation_months)},
        {{"policies.case_management.social_worker_share", "share",
          "new cases that go to a social worker, of those to whom one is offered", 0, 1},
         effect(&P::social_worker_share).by_line()},
        {{"policies.case_management.caseload", "cases", "cases for which a social worker is hired",
          1, 1000},
         level(&P::caseload)},
        {{"policies.case_management.salary_krw", "KRW/year",
          "salary of a social worker, in KRW of 2025", 0, 1e9},
         level(&P::salary_krw)},
        {{"policies.case_management.overhead", "share", "costs of a post on top of the salary", 0,
          5},
         effect(&P::overhead)},
        borrowed<P>("ties.degree_cap", &P::degree_cap),
    },
    OfferedTo::clients);

constexpr Decision kSocialWorker{"case", 0, "the case goes to a social worker"};
constexpr Decision kSponsor{"case", 1, "the officer brings a sponsor"};
constexpr Decision kWhichHost{"case", 2, "host who becomes sponsor"};
constexpr auto kHostile =
    Decision::screened(6, "officer hostility", 0, "met with hostility by the officer");

/// Social workers the country pays; infinity without a limit.
double headcount(const P& p) { return std::floor(static_cast<double>(p.capacity)); }

bool has_officer(const Persons& people, std::size_t i) { return people.officer[i] != kNoOfficer; }

void end_charge(Persons& people, std::size_t i) {
  people.officer[i] = kNoOfficer;
  people.officer_until[i] = static_cast<std::int16_t>(kNever.index);
  people.officer_quality[i] = 0;
  people.service_intensity[i] = 0;
  people.hostile_event[i] = 0;
}

/// Charges run out and cases are counted. Returns the newcomers, in order of index. Only those aged
/// 15 or more when they leave the facility ever have an officer: children are in the care of their
/// school.
std::vector<PersonIndex> review(World& world) {
  Persons& people = world.persons;
  auto& cases = world.officers.cases;
  std::fill(cases.begin(), cases.end(), std::uint16_t{0});
  std::vector<PersonIndex> starting;
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags charged;
    RowFlags starts;
    work_out(rows, charged, [&](std::size_t i) -> std::uint8_t { return has_officer(people, i); });
    work_out(rows, starts, [&](std::size_t i) -> std::uint8_t {
      return (people.exit_month[i] == world.month.index) & (people.active[i] != 0) ? 1 : 0;
    });
    for_each_flagged(rows, charged, [&](std::size_t i) {
      if (people.officer_until[i] <= world.month.index || !people.in_south(i)) {
        end_charge(people, i);
      } else {
        ++cases[people.officer[i]];
      }
    });
    for_each_flagged(rows, starts,
                     [&](std::size_t i) { starting.push_back(static_cast<PersonIndex>(i)); });
  });
  auto& unseen = world.officers.unseen;
  std::erase_if(unseen, [&](const auto& one) { return !has_officer(people, one.person); });
  for (const auto& one : unseen) ++cases[one.officer];
  return starting;
}

bool goes_to_social_worker(const World& world, const P& p, std::size_t i) {
  if (!p.is_on(world.month)) return false;
  const auto line = line_for(world, p, i);
  if (!line.has_value()) return false;
  const P& terms = terms_of_line(p, *line);
  const float share = terms.coverage * terms.social_worker_share;
  if (share <= 0.0F) return false;
  const Month arrival{world.persons.arrival_month[i]};
  return world.random.uniform(kSocialWorker, world.persons.ticket[i], arrival) < share;
}

/// A social worker, hired if money is left; else one already at work here; else nobody.
std::uint32_t choose_social_worker(World& world, const P& p, Teams& teams, std::size_t locality) {
  Team& team = teams.by_locality[locality][1];
  const bool may_hire = static_cast<double>(teams.social_workers) < headcount(p);
  const std::uint32_t officer =
      may_hire ? choose(world, team, locality, true, p.caseload) : choose_at_work(world, team);
  if (officer != kNoOfficer && world.officers.cases[officer] == 0) ++teams.social_workers;
  return officer;
}

/// The officer who takes one more case of the locality.
std::uint32_t take_case(World& world, const P& p, Teams& teams, std::size_t locality,
                        bool by_social_worker) {
  std::uint32_t officer = kNoOfficer;
  if (by_social_worker) officer = choose_social_worker(world, p, teams, locality);
  if (officer == kNoOfficer) {
    Team& police = teams.by_locality[locality][0];
    officer = choose(world, police, locality, false, p.police_caseload);
  }
  ++world.officers.cases[officer];
  ++teams.by_locality[locality][world.officers.social_worker[officer]].cases;
  return officer;
}

void assign(World& world, const P& p, Teams& teams, PersonIndex i) {
  Persons& people = world.persons;
  const Month arrival{people.arrival_month[i]};
  const int length = static_cast<int>(p.relation_months.at(arrival));
  if (length == 0) return;
  const std::size_t locality = people.locality[i];
  const bool by_social_worker = goes_to_social_worker(world, p, i);
  people.officer[i] = take_case(world, p, teams, locality, by_social_worker);
  people.officer_until[i] = static_cast<std::int16_t>(world.month.index + length);
  for (std::uint32_t n = world.persons.unseen_fellows[i]; n > 0; --n) {
    const std::uint32_t officer = take_case(world, p, teams, locality, by_social_worker);
    world.officers.unseen.push_back({officer, i});
  }
}

/// What an officer is to each of his or her cases this month.
struct Service {
  float quality;
  float intensity;
  bool may_be_hostile;
};

/// By officer. Caseloads are known only when every newcomer has an officer.
std::vector<Service> services_of(const World& world, const P& p) {
  const Officers& officers = world.officers;
  std::vector<Service> services;
  services.reserve(officers.count());
  for (std::size_t o = 0; o < officers.count(); ++o) {
    const bool social_worker = officers.social_worker[o] != 0;
    const float mean = social_worker ? p.social_worker_quality : p.police_quality;
    const float full = social_worker ? p.social_worker_full_attention : p.police_full_attention;
    const float quality = mean + officers.quality_draw[o];
    services.push_back(
        {quality, service_intensity(full, officers.cases[o]), !social_worker && quality < 0.0F});
  }
  return services;
}

/// What the officers do for, or to, the persons of the rows.
void serve(World& world, const P& p, const std::vector<Service>& services, Rows rows) {
  Persons& people = world.persons;
  RowFlags charged;
  work_out(rows, charged, [&](std::size_t i) -> std::uint8_t { return has_officer(people, i); });
  const CanBeMet can_be_hostile(world, kHostile, p.hostile_rate);
  for_each_flagged(rows, charged, [&](std::size_t i) {
    const Service& service = services[people.officer[i]];
    people.officer_quality[i] = service.quality;
    people.service_intensity[i] = service.intensity;
    people.hostile_event[i] =
        service.may_be_hostile && can_be_hostile(i) &&
        world.random.uniform(kHostile, people.ticket[i], world.month) < p.hostile_rate;
  });
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
  const std::vector<PersonIndex> starting = review(world);
  if (!starting.empty()) {
    Teams teams = teams_of(world);
    for (const PersonIndex i : starting) assign(world, p, teams, i);
  }
  const std::vector<Service> services = services_of(world, p);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    serve(world, p, services, {begin, end});
  });
  for (const PersonIndex i : starting) {
    if (has_officer(world.persons, i)) bring_sponsor(world, p, i);
  }
}

/// Officers with cases, social workers or police; in a thinned world each stands for others too.
double officers_at_work(const World& world, bool social_workers) {
  const Officers& officers = world.officers;
  double heads = 0;
  for (std::size_t o = 0; o < officers.count(); ++o) {
    if ((officers.social_worker[o] != 0) == social_workers && officers.cases[o] > 0) ++heads;
  }
  return heads;
}

/// A month of so many posts, nominal KRW.
double month_of_posts(const World& world, double heads, float salary_krw, double more) {
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  return heads * static_cast<double>(world.scale) * static_cast<double>(salary_krw) * more / 12.0 *
         prices;
}

void step_cost(World& world, const P& p) {
  const double police = month_of_posts(world, officers_at_work(world, false), p.police_salary_krw,
                                       static_cast<double>(p.police_time_share));
  world.ledger.add(LedgerLine::police_officers, std::llround(police));
  double heads = officers_at_work(world, true);
  const bool offered =
      p.is_on(world.month) && p.coverage * p.largest(&P::social_worker_share) > 0.0F;
  if (offered && p.capacity < 1e9F) heads = std::max(heads, headcount(p));
  if (heads == 0) return;
  const double cost =
      month_of_posts(world, heads, p.salary_krw, 1.0 + static_cast<double>(p.overhead));
  world.ledger.add(LedgerLine::case_management, std::llround(cost));
}

}  // namespace

float service_intensity(float full_attention_cases, std::size_t cases) {
  return cases == 0 ? 1.0F : std::min(1.0F, full_attention_cases / static_cast<float>(cases));
}

float sponsor_probability(float sponsor_rate, float intensity, float quality) {
  return quality <= 0.0F ? 0.0F : sponsor_rate * intensity * (1.0F + quality);
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"case officers",
       "Newcomers get the least loaded officer of the locality, police or social worker; good ones "
       "with time bring a sponsor, bad ones are hostile.",
       "MODEL 17.1; Yoon 2001 (officer decides), Swedish low-caseload trial (G07), survey of "
       "helpers 2005 (S16)",
       {"presence", "exit_month", "active", "arrival_month", "locality", "pilot_group",
        "unseen_fellows", "officers", kEligibility},
       {"officer", "officer_until", "officer_quality", "service_intensity", "hostile_event",
        "officers", "ties"},
       {kPoliceQuality, kSocialWorkerQuality, kSocialWorker, kSponsor, kWhichHost, kHostile}},
      kTable, step);
}

std::unique_ptr<Process> cost() {
  return make_process<P>({"case management cost",
                          "Social workers with cases are paid, or the headcount bought; police "
                          "officers for the part of their time.",
                          "MODEL 16.2, 17.1, MODEL2 13; pay guideline for social workers 2025",
                          {"officers"},
                          {},
                          {}},
                         kTable, step_cost);
}

}  // namespace resettle::case_officers
