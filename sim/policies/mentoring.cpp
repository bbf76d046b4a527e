#include "policies/mentoring.h"

#include <cmath>
#include <vector>

namespace resettle::mentoring {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "mentoring",
    {
        {{"policies.mentoring.window_months", "months",
          "months after leaving the facility in which it may start", 0, 600,
          ParameterKind::integer},
         &P::window_months},
        {{"policies.mentoring.months", "months", "length of a mentorship", 1, 120,
          ParameterKind::integer},
         &P::months},
        {{"policies.mentoring.pairs_per_coordinator", "pairs", "pairs one coordinator looks after",
          1, 10000},
         &P::pairs_per_coordinator},
        {{"policies.mentoring.coordinator_salary_krw", "KRW/year",
          "salary of a coordinator, in KRW of 2025", 0, 1e9},
         &P::coordinator_salary_krw},
        {{"policies.mentoring.overhead", "share", "costs of a post on top of the salary", 0, 5},
         &P::overhead},
        {{"policies.mentoring.host_limit", "0-1 scale",
          "a host mentors only with an attitude to strangers below this", 0, 1},
         &P::host_limit},
        {{"policies.mentoring.pairs_per_mentor", "pairs", "pairs one mentor can have", 1, 20,
          ParameterKind::integer},
         &P::pairs_per_mentor},
        borrowed<P>("ties.degree_cap", &P::degree_cap),
    });

constexpr Decision kOffered{"offers", 3, "mentoring is offered"};
constexpr Decision kRation{"rationing", 3, "order of the queue for mentors"};
constexpr Decision kWhichHost{"mentor", 0, "where the search for a mentor begins"};

void end_mentorship(World& world, std::size_t i) {
  Persons& people = world.persons;
  people.mentor_months_left[i] = 0;
  if (people.mentor_host[i] == kNoHost) return;
  --world.hosts.mentees[people.mentor_host[i]];
  people.mentor_host[i] = kNoHost;
}

/// Pairs grow older and end; returns how many go on.
std::size_t continue_pairs(World& world) {
  Persons& people = world.persons;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.mentor_months_left[i] == 0) continue;
    if (--people.mentor_months_left[i] == 0 || people.active[i] == 0) {
      end_mentorship(world, i);
    } else {
      ++pairs;
    }
  }
  return pairs;
}

bool eligible(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  return people.active[i] != 0 && people.mentored_before[i] == 0 &&
         people.months_since_exit(i, world.month) < p.window_months &&
         is_offered(world, p, kOffered, i);
}

/// A host of the locality who is willing and has room, looking round from a random start.
HostIndex find_host(const World& world, const P& p, PersonIndex i) {
  const Hosts& hosts = world.hosts;
  const std::size_t first = world.persons.locality[i] * hosts.per_locality;
  const float u = world.random.uniform(kWhichHost, world.persons.ticket[i], world.month);
  const auto start = static_cast<std::size_t>(u * static_cast<float>(hosts.per_locality));
  for (std::size_t k = 0; k < hosts.per_locality; ++k) {
    const auto host = static_cast<HostIndex>(first + (start + k) % hosts.per_locality);
    if (hosts.stranger_attitude(host) < p.host_limit && hosts.mentees[host] < p.pairs_per_mentor) {
      return host;
    }
  }
  return kNoHost;
}

void step_matching(World& world, const P& p) {
  const std::size_t pairs = continue_pairs(world);
  if (!p.is_on(world.month) || p.coverage <= 0.0F) return;
  std::vector<PersonIndex> candidates;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (eligible(world, p, i)) candidates.push_back(static_cast<PersonIndex>(i));
  }
  for (const PersonIndex i : ration(world, p, kRation, candidates, pairs)) {
    const HostIndex host = find_host(world, p, i);
    if (host == kNoHost) continue;
    world.persons.mentor_host[i] = host;
    world.persons.mentor_months_left[i] = static_cast<std::uint8_t>(p.months);
    world.persons.mentored_before[i] = 1;
    ++world.hosts.mentees[host];
    world.ties.connect_host(i, host, world.month, false, p.degree_cap);
  }
}

void step_cost(World& world, const P& p) {
  std::int64_t pairs = 0;
  for (const std::uint8_t left : world.persons.mentor_months_left) pairs += left > 0 ? 1 : 0;
  if (pairs == 0) return;
  // Posts are shared by localities, so parts of a post are paid; salaries follow prices.
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double posts = static_cast<double>(pairs) / static_cast<double>(p.pairs_per_coordinator);
  const double cost = posts * static_cast<double>(p.coordinator_salary_krw) *
                      (1.0 + static_cast<double>(p.overhead)) / 12.0 * prices;
  world.ledger.add(LedgerLine::mentoring_coordination, std::llround(cost));
}

}  // namespace

std::unique_ptr<Process> matching() {
  return make_process<P>(
      {"mentoring",
       "Newcomers are matched with hosts of their locality who are of good will.",
       "MODEL 16.2; German and Belgian mentoring programmes (G12), Yoon 2001 (sponsors)",
       {"active", "exit_month", "locality"},
       {"mentor_months_left", "mentored_before", "mentor_host"},
       {kOffered, kRation, kWhichHost}},
      kTable, step_matching);
}

std::unique_ptr<Process> cost() {
  return make_process<P>({"mentoring cost",
                          "Coordinators of mentoring are paid.",
                          "MODEL 16.2; pay guideline for social workers 2025",
                          {"mentor_months_left"},
                          {},
                          {}},
                         kTable, step_cost);
}

}  // namespace resettle::mentoring
