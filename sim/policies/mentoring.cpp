#include "policies/mentoring.h"

#include <cmath>
#include <vector>

#include "policies/course.h"

namespace resettle::mentoring {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "mentoring",
    {
        {{"policies.mentoring.window_months", "months",
          "months after leaving the facility in which it may start", 0, 600,
          ParameterKind::integer},
         level(&P::window_months).by_line()},
        {{"policies.mentoring.months", "months", "length of a mentorship", 1, 120,
          ParameterKind::integer},
         level(&P::months).by_line()},
        {{"policies.mentoring.pairs_per_coordinator", "pairs", "pairs one coordinator looks after",
          1, 10000},
         level(&P::pairs_per_coordinator)},
        {{"policies.mentoring.coordinator_salary_krw", "KRW/year",
          "salary of a coordinator, in KRW of 2025", 0, 1e9},
         level(&P::coordinator_salary_krw)},
        {{"policies.mentoring.overhead", "share", "costs of a post on top of the salary", 0, 5},
         effect(&P::overhead)},
        {{"policies.mentoring.host_limit", "0-1 scale",
          "a host mentors only with an attitude to strangers below this", 0, 1},
         level(&P::host_limit)},
        {{"policies.mentoring.pairs_per_mentor", "pairs", "pairs one mentor can have", 1, 20,
          ParameterKind::integer},
         level(&P::pairs_per_mentor)},
        {{"policies.mentoring.match_share", "share",
          "of those who are offered a mentor who come to a match", 0, 1},
         effect(&P::match_share).by_line()},
        {{"policies.mentoring.early_dropout", "per month", "pairs that part before the bond", 0, 1},
         effect(&P::early_dropout)},
        {{"policies.mentoring.late_dropout", "per month", "pairs that part after it", 0, 1},
         effect(&P::late_dropout)},
        {{"policies.mentoring.bond_months", "months",
          "after which it shows whether a tie lasts, or at the end if that is earlier", 1, 120,
          ParameterKind::integer},
         level(&P::bond_months)},
        {{"policies.mentoring.lasting_share", "share", "of pairs that become a tie that lasts", 0,
          1},
         effect(&P::lasting_share)},
        {{"policies.mentoring.from_trade", "switch",
          "mentors work in the trade in which the newcomer looks for work", 0, 1,
          ParameterKind::flag},
         effect(&P::from_trade).by_line()},
        {{"policies.mentoring.recruitment_krw", "KRW",
          "finding the mentor of a pair, in KRW of 2025", 0, 1e8},
         effect(&P::recruitment_krw)},
        borrowed<P>("ngos.reference_effect", &P::reference_effect),
        borrowed<P>("ties.degree_cap", &P::degree_cap),
    },
    OfferedTo::holders);

constexpr Decision kOffered{"offers", 3, "mentoring is offered"};
constexpr Decision kRation{"rationing", 3, "order of the queue for mentors"};
constexpr Decision kWhichHost{"mentor", 0, "where the search for a mentor begins"};
constexpr Decision kWhichPerson{"mentor", 1, "where the search for a settled mentor begins"};
constexpr Decision kMatched{"mentor", 2, "who is offered a mentor comes to a match"};
constexpr Decision kParts{"mentor pair", 0, "the pair parts early this month"};
constexpr Decision kLasts{"mentor pair", 1, "the pair becomes a tie that lasts"};
constexpr Decision kTurn{"thinned world", 1,
                         "when one looks for a host, among those one stands for"};

void end_mentorship(World& world, std::size_t i) {
  Persons& people = world.persons;
  people.mentor_months_left[i] = 0;
  people.trade_mentor[i] = 0;
  if (people.mentor_host[i] != kNoHost) --world.hosts.mentees[people.mentor_host[i]];
  if (people.mentor_person[i] != kNobody) --people.mentees[people.mentor_person[i]];
  people.mentor_host[i] = kNoHost;
  people.mentor_person[i] = kNobody;
}

/// Both are here; hosts never leave.
bool pair_is_here(const Persons& people, std::size_t i) {
  const PersonIndex mentor = people.mentor_person[i];
  return people.active[i] != 0 && (mentor == kNobody || people.active[mentor] != 0);
}

bool parts_early(const World& world, const P& p, std::size_t i) {
  const bool early = world.persons.mentored_months[i] <= p.bond_months;
  return world.random.uniform(kParts, world.persons.ticket[i], world.month) <
         (early ? p.early_dropout : p.late_dropout);
}

/// What was contact becomes an ordinary tie, or nothing.
void bond(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  if (world.random.uniform(kLasts, people.ticket[i], world.month) >= p.lasting_share) return;
  if (people.mentor_host[i] != kNoHost) {
    world.ties.connect_host(static_cast<PersonIndex>(i), people.mentor_host[i], world.month, false,
                            p.degree_cap);
  } else if (people.mentor_person[i] != kNobody) {
    world.ties.connect(static_cast<PersonIndex>(i), people.mentor_person[i], world.month, false,
                       p.degree_cap);
  }
}

/// Pairs grow older, become ties and end; returns how many go on.
std::size_t continue_pairs(World& world, const P& p) {
  Persons& people = world.persons;
  std::size_t pairs = 0;
  for (const PersonIndex i : persons_with(
           world, [&](std::size_t mentee) { return people.mentor_months_left[mentee] != 0; })) {
    ++people.mentored_months[i];
    const bool is_over = --people.mentor_months_left[i] == 0;
    if (!pair_is_here(people, i) || parts_early(world, p, i)) {
      end_mentorship(world, i);
      continue;
    }
    const int months = people.mentored_months[i];
    if (months == p.bond_months || (is_over && months < p.bond_months)) bond(world, p, i);
    if (is_over || has_run_out(world, p, i)) {
      end_mentorship(world, i);
    } else {
      ++pairs;
    }
  }
  std::erase_if(world.hosts.unseen_pairs, [&](const auto& pair) {
    const bool ends = people.mentor_months_left[pair.person] == 0;
    if (ends && pair.host != kNoHost) --world.hosts.mentees[pair.host];
    return ends;
  });
  return pairs;
}

/// Some offers come to nothing, whenever they are made.
bool comes_to_match(const World& world, const P& terms, std::size_t i) {
  const Persons& people = world.persons;
  return world.random.uniform(kMatched, people.ticket[i], Month{people.arrival_month[i]}) <
         terms.match_share;
}

/// Newcomers who come to a match if there is a mentor.
std::vector<PersonIndex> eligible(const World& world, const P& p) {
  const Persons& people = world.persons;
  const auto newcomer = [&world, &people](const P& terms, std::size_t i) {
    return (people.active[i] != 0) & (people.mentored_before[i] == 0) &
           (people.months_since_exit(i, world.month) < terms.window_months);
  };
  return persons_in_lines(world, p, newcomer, [&](std::size_t line, std::size_t i) {
    const P& terms = terms_of_line(p, line);
    return is_offered_locally(world, terms, terms.reference_effect, kOffered, i) &&
           comes_to_match(world, terms, i);
  });
}

/// The terms on which the person gets a mentor.
const P& terms_of(const World& world, const P& p, PersonIndex i) {
  return terms_of_line(p, line_for(world, p, i).value_or(0));
}

/// A host of the locality who is willing and has room, looking round from a random start.
HostIndex find_host(const World& world, const P& p, PersonIndex i, std::uint32_t turn) {
  const Hosts& hosts = world.hosts;
  const std::size_t first = world.persons.locality[i] * hosts.per_locality;
  const float u = world.random.uniform(kWhichHost, world.persons.ticket[i], world.month, turn);
  const auto start = static_cast<std::size_t>(u * static_cast<float>(hosts.per_locality));
  for (std::size_t k = 0; k < hosts.per_locality; ++k) {
    const auto host = static_cast<HostIndex>(first + (start + k) % hosts.per_locality);
    if (hosts.stranger_attitude(host) < p.host_limit && hosts.mentees[host] < p.pairs_per_mentor) {
      return host;
    }
  }
  return kNoHost;
}

/// A settled defector of the locality with a community role and room, looked for alike.
PersonIndex find_person(const World& world, const P& p, PersonIndex i) {
  const Persons& people = world.persons;
  const auto residents = world.residents.of(people.locality[i]);
  const float u = world.random.uniform(kWhichPerson, people.ticket[i], world.month);
  const auto start = static_cast<std::size_t>(u * static_cast<float>(residents.size()));
  for (std::size_t k = 0; k < residents.size(); ++k) {
    const PersonIndex other = residents[(start + k) % residents.size()];
    if (other != i && people.community_role(other) && people.mentees[other] < p.pairs_per_mentor) {
      return other;
    }
  }
  return kNobody;
}

/// The host gets one more pair, if there is a host.
void take_place(World& world, HostIndex host) {
  if (host != kNoHost) ++world.hosts.mentees[host];
}

/// Places that have become free go to the unseen who wait for one.
void serve_waiting(World& world, const P& p) {
  for (auto& pair : world.hosts.unseen_pairs) {
    if (pair.host != kNoHost) continue;
    pair.host = find_host(world, p, pair.person, pair.turn);
    take_place(world, pair.host);
  }
}

/// No host is left for the newcomer: the places of the unseen are free again.
void give_back_hosts(World& world, PersonIndex i) {
  auto& pairs = world.hosts.unseen_pairs;
  for (; !pairs.empty() && pairs.back().person == i; pairs.pop_back()) {
    --world.hosts.mentees[pairs.back().host];
  }
}

/// Finds a host for the newcomer, and for the unseen whom the newcomer stands for, in turn. The
/// newcomer is let in if a host is left at its turn; then the unseen without one wait, so that
/// newcomers hold all places in the mean and never more. The turn goes by locality: who is left out
/// must not be let in by asking again.
HostIndex take_host(World& world, const P& p, PersonIndex i) {
  const std::uint32_t fellows = world.persons.unseen_fellows[i];
  const float u = world.random.uniform(kTurn, world.persons.locality[i], Month{0});
  const auto own_turn = static_cast<std::uint32_t>(u * static_cast<float>(fellows + 1));
  HostIndex own = kNoHost;
  for (std::uint32_t turn = 0; turn <= fellows; ++turn) {
    const HostIndex host = find_host(world, p, i, turn);
    if (host == kNoHost && turn <= own_turn) {
      give_back_hosts(world, i);
      return kNoHost;
    }
    take_place(world, host);
    if (turn == own_turn) {
      own = host;
    } else {
      world.hosts.unseen_pairs.push_back({host, i, turn});
    }
  }
  return own;
}

/// Finds the newcomer a mentor, first among hosts; false if there is nobody.
bool match(World& world, const P& p, PersonIndex i, const P& terms) {
  Persons& people = world.persons;
  const HostIndex host = take_host(world, p, i);
  const PersonIndex person = host == kNoHost ? find_person(world, p, i) : kNobody;
  if (host == kNoHost && person == kNobody) return false;
  people.mentor_host[i] = host;
  people.mentor_person[i] = person;
  people.mentor_months_left[i] = static_cast<std::uint8_t>(terms.months);
  people.mentored_months[i] = 0;
  people.trade_mentor[i] = terms.from_trade ? 1 : 0;
  people.mentored_before[i] = 1;
  if (host == kNoHost) ++people.mentees[person];
  return true;
}

void step_matching(World& world, const P& p) {
  const std::size_t pairs = continue_pairs(world, p);
  serve_waiting(world, p);
  if (!p.is_on(world.month) || p.coverage <= 0.0F) return;
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double month_now = pair_month_krw(p, prices);
  const double recruitment = recruitment_krw(p, prices);
  const auto month_krw = [&](Month month) {
    return pair_month_krw(p, world.inputs->consumer_prices.at(month) / 100.0);
  };
  const bool capped = world.budgets.cap(CappedInstrument::mentoring);
  FreeMoney money(world, CappedInstrument::mentoring,
                  capped ? still_to_pay(world, world.persons.mentor_months_left, month_krw)
                         : Promises(world.month));
  for (const PersonIndex i :
       ration(world, p, Place::mentoring, kRation, eligible(world, p), pairs)) {
    const P& terms = terms_of(world, p, i);
    const double pair = terms.months * month_now + recruitment;
    Promises place = price_of(world, capped ? terms.months : 0, month_krw);
    if (capped) place.add(world.month, recruitment);
    if (affordable(world, Purse::mentoring, pair, 1) == 0 || !money.affords(place)) break;
    if (!match(world, p, i, terms)) continue;
    world.places.begin(Place::mentoring);
    // The whole length is set aside at the start, so that no pair must end for want of money.
    if (world.purses.in_force) world.purses.spend(Purse::mentoring, pair);
    money.charge(place);
  }
}

void step_cost(World& world, const P& p) {
  const std::uint8_t* left = world.persons.mentor_months_left.data();
  const std::size_t pairs = count_persons(world, [&](std::size_t i) { return left[i] > 0; });
  if (pairs == 0) return;
  const std::uint8_t* months = world.persons.mentored_months.data();
  const std::size_t begun =
      count_persons(world, [&](std::size_t i) { return (left[i] > 0) & (months[i] == 0); });
  // Posts are shared by localities, so parts of a post are paid; salaries follow prices.
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double cost = static_cast<double>(pairs) * pair_month_krw(p, prices) +
                      static_cast<double>(begun) * recruitment_krw(p, prices);
  world.ledger.add(LedgerLine::mentoring_coordination, std::llround(cost));
}

}  // namespace

double pair_month_krw(const Parameters& p, double prices) {
  return static_cast<double>(p.coordinator_salary_krw) * (1.0 + static_cast<double>(p.overhead)) /
         12.0 / static_cast<double>(p.pairs_per_coordinator) * prices;
}

double recruitment_krw(const Parameters& p, double prices) {
  return static_cast<double>(p.recruitment_krw) * prices;
}

std::unique_ptr<Process> matching() {
  return make_process<P>(
      {"mentoring",
       "Some newcomers who are offered a mentor come to a match, with hosts of good will, else "
       "with "
       "settled defectors, nearby; some pairs part early, some become a tie that lasts.",
       "MODEL 16.2, MODEL2 7; German and Belgian mentoring programmes (G12), Yoon 2001 (sponsors)",
       {"active", "exit_month", "arrival_month", "locality", "pilot_group", "resocialization_stage",
        "disposition", "unseen_fellows", "hosts", "organisations", kEligibility},
       {"mentor_months_left", "mentored_months", "trade_mentor", "mentored_before", "mentor_host",
        "mentor_person", "mentees", "hosts", "ties", "budgets", "mentorships begun"},
       {kOffered, kRation, kWhichHost, kWhichPerson, kMatched, kParts, kLasts, kTurn}},
      kTable, step_matching);
}

std::unique_ptr<Process> cost() {
  return make_process<P>({"mentoring cost",
                          "Coordinators of mentoring are paid, and finding mentors.",
                          "MODEL 16.2, MODEL2 7; pay guideline for social workers 2025",
                          {"mentor_months_left", "mentored_months"},
                          {},
                          {}},
                         kTable, step_cost);
}

}  // namespace resettle::mentoring
