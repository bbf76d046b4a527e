#include <map>

#include "processes/host_attitudes.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

struct Faults {
  int asymmetric = 0;
  int to_oneself = 0;
  int doubled = 0;
  int above_cap = 0;
  int miscounted = 0;
  int hosts_miscounted = 0;
  int prejudice = 0;
  bool operator==(const Faults&) const = default;
};

Faults faults_of(const World& world, int cap) {
  Faults faults;
  const auto& ties = world.ties;
  std::vector<int> host_ties(world.hosts.size());
  std::vector<int> mentees(world.hosts.size());
  std::vector<int> fellows(ties.persons());
  for (std::size_t i = 0; i < ties.persons(); ++i) {
    int coethnic = 0;
    std::map<std::pair<TieKind, std::uint32_t>, int> seen;
    for (const Tie& tie : ties.of(i)) {
      faults.doubled += ++seen[{tie.kind, tie.other}] > 1;
      if (tie.kind == TieKind::host) {
        ++host_ties.at(tie.other);
        continue;
      }
      ++coethnic;
      faults.to_oneself += tie.other == i;
      bool back = false;
      for (const Tie& other : ties.of(tie.other)) {
        back = back || (other.kind == TieKind::coethnic && other.other == i &&
                        other.since == tie.since && other.strong == tie.strong);
      }
      faults.asymmetric += !back;
    }
    faults.miscounted += coethnic != ties.coethnic_ties(i) ||
                         ties.degree(i) != ties.coethnic_ties(i) + ties.host_ties(i);
    faults.above_cap += ties.degree(i) > cap;
    const HostIndex mentor = world.persons.mentor_host[i];
    const PersonIndex fellow = world.persons.mentor_person[i];
    const bool one_mentor = (mentor != kNoHost) != (fellow != kNobody);
    const bool none = mentor == kNoHost && fellow == kNobody;
    faults.miscounted += world.persons.has_mentor(i) ? !one_mentor : !none;
    if (mentor != kNoHost) ++mentees.at(mentor);
    if (fellow != kNobody) ++fellows.at(fellow);
  }
  for (const auto& pair : world.hosts.unseen_pairs) {
    if (pair.host != kNoHost) ++mentees.at(pair.host);
    faults.miscounted += !world.persons.has_mentor(pair.person);
  }
  for (std::size_t i = 0; i < fellows.size(); ++i) {
    faults.miscounted += world.persons.mentees[i] != fellows[i];
  }
  for (std::size_t h = 0; h < host_ties.size(); ++h) {
    faults.hosts_miscounted +=
        ties.known_by_host(h) != host_ties[h] || world.hosts.mentees[h] != mentees[h];
    faults.prejudice += !(world.hosts.attitude[h] >= 0 && world.hosts.attitude[h] <= 1);
  }
  return faults;
}

TEST_CASE("ties are mutual - single within the cap and counted - every month") {
  const bool thinned = GENERATE(false, true);  // a small nation, or a tenth of a large one
  Lab lab;
  if (!thinned) make_small(lab);
  // More ties than in the baseline, so that the cap is reached.
  lab.set({{"ties.coethnic_formation", 0.2},
           {"ties.host_formation", 0.2},
           {"ties.degree_cap", 9},
           {"facility.cohort_ties", 8},
           {"exits.departure_rate", 0.005},
           {"policies.mentoring.coverage", 0.5}});
  lab.begin(arrivals::kSpinUpStart, thinned ? 0.1F : 1.0F);
  std::size_t unseen = 0;
  int at_cap = 0;
  int ends = 0;
  while (lab.next_month() <= month_of(2010, 12)) {
    lab.step();
    INFO(to_string(lab.world().month));
    REQUIRE(faults_of(lab.world(), 9) == Faults{});
    for (std::size_t i = 0; i < lab.world().ties.persons(); ++i) {
      at_cap += lab.world().ties.degree(i) == 9;
    }
    ends += lab.world().exits.deaths + lab.world().exits.departures;
    unseen += lab.world().hosts.unseen_pairs.size();
  }
  CHECK((unseen > 0) == thinned);
  CHECK(at_cap > 0);
  CHECK(ends > 0);
  for (std::size_t i = 0; i < lab.world().ties.persons(); ++i) {  // able to fail
    if (lab.world().ties.coethnic_ties(i) == 0) continue;
    lab.world().ties.of(i).front().since = -5;
    break;
  }
  CHECK_FALSE(faults_of(lab.world(), 8) == Faults{});
  CHECK(faults_of(lab.world(), 8).hosts_miscounted == 0);
  for (std::size_t i = 0; i < lab.world().ties.persons(); ++i) {
    if (lab.world().ties.host_ties(i) == 0) continue;
    for (Tie& tie : lab.world().ties.of(i)) tie.other = tie.other == 0 ? 1 : 0;
    break;
  }
  CHECK(faults_of(lab.world(), 8).hosts_miscounted > 0);
}

TEST_CASE("hosts grow closer to a friend from the month in which the tie was formed") {
  Lab lab;
  make_small(lab);
  const Month start = month_of(1999, 1);
  lab.begin(start);
  while (lab.next_month() <= month_of(2004, 12)) {
    const Month now = lab.next_month();
    const auto ease_of_new_ties = [&](const Process& process) {
      if (process.description().name == "contact") {  // they have formed before
        REQUIRE(lab.world().hosts.ease_since(now) == 0.0F);
      }
    };
    host_attitudes::Parameters p{};
    p.reversion = lab.value("host_attitudes.reversion");
    p.contact_gain = lab.value("host_attitudes.contact_gain");
    p.generalisation = lab.value("host_attitudes.generalisation");
    lab.step(ease_of_new_ties, [](const Process&) {});
    float ease = 0;
    for (Month since = now; since >= start; since = since - 1) {
      ease = host_attitudes::next_ease(p, ease);
      REQUIRE(lab.world().hosts.ease_since(since) == ease);
    }
    REQUIRE(ease > 0.0F);
  }
}

TEST_CASE("who is dead or away has no ties a month later") {
  Lab lab;
  make_small(lab);
  lab.set({{"exits.departure_rate", 0.005}});
  lab.begin(month_of(1999, 1));
  std::vector<Presence> before;
  int away = 0;
  while (lab.next_month() <= month_of(2010, 12)) {
    lab.step();
    const World& world = lab.world();
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == Presence::resident || world.persons.in_south(i)) continue;
      ++away;
      REQUIRE(world.ties.degree(i) == 0);
    }
    before = world.persons.presence;
  }
  CHECK(away > 0);
}

/// The ties of a person that are left if every tie is asked, by its number of the month.
std::vector<Tie> left_of(const World& world, const TieBook& before, const Decision& ends,
                         float coethnic, float host, std::size_t i) {
  const Persons& people = world.persons;
  std::vector<Tie> left;
  for (const Tie& tie : before.of(i)) {
    const bool to_host = tie.kind == TieKind::host;
    if (!people.in_south(i) || !(to_host || people.in_south(tie.other))) continue;
    const float u = to_host ? world.random.uniform(ends, people.ticket[i], world.month, tie.other)
                            : world.random.pair_uniform(ends, people.ticket[i],
                                                        people.ticket[tie.other], world.month);
    if (tie.strong || u >= (to_host ? host : coethnic)) left.push_back(tie);
  }
  return left;
}

TEST_CASE("ties end as if every tie were asked every month") {
  // Below and above the chance of 1/16 up to which only some months of a tie are looked at.
  const auto [coethnic, host] = GENERATE(std::pair(0.02F, 0.03F), std::pair(0.07F, 0.19F));
  Lab lab;
  make_small(lab);
  lab.set({{"ties.coethnic_dissolution", static_cast<double>(coethnic)},
           {"ties.host_dissolution", static_cast<double>(host)},
           {"ties.mentored_factor", 1},
           {"ties.coethnic_late", 0},
           {"ties.host_young_factor", 1},
           {"ties.host_old_factor", 1},
           {"exits.departure_rate", 0.005}});
  lab.begin(month_of(1999, 1));
  TieBook before;
  int ended = 0;
  const auto compare = [&, coethnic = coethnic, host = host](const Process& process) {
    if (process.description().name != "ties end") return;
    const World& world = lab.world();
    const Decision& ends = process.description().decisions.front();
    for (std::size_t i = 0; i < before.persons(); ++i) {
      const auto expected = left_of(world, before, ends, coethnic, host, i);
      const auto ties = world.ties.of(i);
      REQUIRE(std::equal(ties.begin(), ties.end(), expected.begin(), expected.end(),
                         [](const Tie& one, const Tie& other) {
                           return one.kind == other.kind && one.other == other.other;
                         }));
      ended += before.degree(i) - world.ties.degree(i);
    }
  };
  while (lab.next_month() <= month_of(2004, 12)) {
    lab.step(
        [&](const Process& process) {
          if (process.description().name == "ties end") before = lab.world().ties;
        },
        compare);
  }
  CHECK(ended > 100);
}

}  // namespace
