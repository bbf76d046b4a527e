#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "support/worlds.h"

// What the literature claims, looked for where the program is used: in the scenarios that are
// shipped. Claims about persons compare groups of one world with everybody in it; claims about
// mechanisms and policies compare two scenarios in small nations (a tenth of the arrivals) that
// share every number, over several seeds. Whatever is said to be there must be so by more than
// chance, so that a mechanism that is absent would be seen: 4.5 standard errors.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kLast = month_of(2012, 12);
constexpr std::uint32_t kSeeds = 8;

using Worlds = std::vector<const World*>;

/// Everybody who arrived, simulated three times for all claims about groups.
const Worlds& everybody_who_came() {
  static const auto labs = [] {
    std::vector<std::unique_ptr<Lab>> nations;
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
      nations.push_back(std::make_unique<Lab>());
      nations.back()->begin(arrivals::kSpinUpStart, 1, seed);
      nations.back()->advance(kLast);
    }
    return nations;
  }();
  static const Worlds worlds{&labs[0]->world(), &labs[1]->world(), &labs[2]->world()};
  return worlds;
}

/// A small nation under a scenario of the library, to the end of `last`.
std::unique_ptr<Lab> nation(const std::string& scenario, std::uint32_t seed, Month last = kLast) {
  static std::map<std::string, StudyPlan> plans;
  if (!plans.contains(scenario)) {
    plans.emplace(scenario,
                  read_study(std::string(RESETTLE_SOURCE_DIR "/scenarios/") + scenario + ".yaml",
                             parameter_catalogue(), study_vocabulary()));
  }
  auto lab = std::make_unique<Lab>(plans.at(scenario));
  lab->begin(arrivals::kSpinUpStart, 0.1F, seed);  // money for instruments is thinned with people
  lab->advance(last);
  return lab;
}

/// The small nations of the reference, which all comparisons share.
const World& reference(std::uint32_t seed, Month last = kLast) {
  static std::map<std::pair<std::uint32_t, int>, std::unique_ptr<Lab>> labs;
  auto& lab = labs[{seed, last.index}];
  if (!lab) lab = nation("baseline", seed, last);
  return lab->world();
}

/// Mean and standard error of a difference over the seeds.
struct Difference {
  double mean = 0;
  double error = 0;
};

Difference difference_of(const std::vector<double>& values) {
  Difference difference;
  const auto n = static_cast<double>(values.size());
  for (const double value : values) difference.mean += value / n;
  double squares = 0;
  for (const double value : values) squares += std::pow(value - difference.mean, 2);
  difference.error = std::sqrt(squares / (n - 1) / n);
  return difference;
}

/// What a scenario changes in a measure of the nation, against the reference with the same luck.
template <class Measure>
Difference effect_of(const std::string& scenario, Measure&& measure, Month last = kLast) {
  std::vector<double> values;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    const auto lab = nation(scenario, seed, last);
    values.push_back(measure(std::as_const(lab->world())) - measure(reference(seed, last)));
  }
  return difference_of(values);
}

bool clearly_more(const Difference& difference) {
  UNSCOPED_INFO("difference " << difference.mean << ", standard error " << difference.error);
  return difference.error > 0 && difference.mean > 4.5 * difference.error;
}
bool clearly_less(const Difference& difference) {
  return clearly_more({-difference.mean, difference.error});
}

using Condition = std::function<bool(const World&, std::size_t)>;

struct Share {
  double value = 0;
  double persons = 0;
  [[nodiscard]] double error() const { return share_error(value, persons); }
};

/// Share of those active persons who meet `base` that also meet `what`.
Share share_of(const Worlds& worlds, const Condition& base, const Condition& what) {
  Share share;
  double yes = 0;
  for (const World* world : worlds) {
    for (std::size_t i = 0; i < world->persons.size(); ++i) {
      if (world->persons.active[i] == 0 || !base(*world, i)) continue;
      ++share.persons;
      yes += what(*world, i) ? 1 : 0;
    }
  }
  REQUIRE(share.persons >= 20);
  share.value = yes / share.persons;
  return share;
}

/// Whether one share is above the other by more than chance: 4.5 standard errors.
bool clearly_above(const Share& one, const Share& other) {
  UNSCOPED_INFO(one.value << " of " << one.persons << " against " << other.value << " of "
                          << other.persons);
  return one.value - other.value > 4.5 * std::hypot(one.error(), other.error());
}

struct Mean {
  double value = 0;
  double error = 0;
};

using Quantity = std::function<double(const World&, std::size_t)>;

Mean mean_of(const Worlds& worlds, const Condition& base, const Quantity& what) {
  double sum = 0;
  double squares = 0;
  double n = 0;
  for (const World* world : worlds) {
    for (std::size_t i = 0; i < world->persons.size(); ++i) {
      if (world->persons.active[i] == 0 || !base(*world, i)) continue;
      const double value = what(*world, i);
      sum += value;
      squares += value * value;
      ++n;
    }
  }
  REQUIRE(n >= 20);
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / n)};
}

bool clearly_above(const Mean& one, const Mean& other) {
  UNSCOPED_INFO(one.value << " against " << other.value);
  return one.value - other.value > 4.5 * std::hypot(one.error, other.error);
}

bool everybody(const World&, std::size_t) { return true; }
bool employed(const World& w, std::size_t i) { return w.persons.works(i); }
bool integrated(const World& w, std::size_t i) {
  return w.persons.adjustment_type[i] == AdjustmentType::integration;
}
bool material(const World& w, std::size_t i) { return w.persons.material_success[i] != 0; }
bool mental(const World& w, std::size_t i) { return w.persons.mental_success[i] != 0; }
bool prime_age(const World& w, std::size_t i) {
  return w.persons.age[i] >= 25 && w.persons.age[i] < 50;
}
Condition negation(const Condition& condition) {
  return [condition](const World& w, std::size_t i) { return !condition(w, i); };
}
Condition both(const Condition& one, const Condition& other) {
  return [one, other](const World& w, std::size_t i) { return one(w, i) && other(w, i); };
}

Condition stays_for(int from, int to) {  // months since leaving the facility
  return [from, to](const World& w, std::size_t i) {
    const int months = w.month.index - w.persons.exit_month[i];
    return months >= from && months < to;
  };
}
Condition aged_at_entry(int from, int to) {
  return [from, to](const World& w, std::size_t i) {
    const int age = (w.persons.arrival_month[i] - w.persons.birth_month[i]) / 12;
    return age >= from && age < to;
  };
}

double dialect(const World& w, std::size_t i) {
  return static_cast<double>(w.persons.dialect_fluency[i]);
}
double distress(const World& w, std::size_t i) {
  return static_cast<double>(w.persons.distress[i]);
}

/// Measures of a nation: a share or a mean of a group.
auto share(const Condition& base, const Condition& what) {
  return [=](const World& world) { return share_of({&world}, base, what).value; };
}
auto mean(const Condition& base, const Quantity& what) {
  return [=](const World& world) { return mean_of({&world}, base, what).value; };
}

// --- Persons -------------------------------------------------------------------------------------

TEST_CASE("claim: material success makes mental success more likely but does not settle it") {
  const Share with = share_of(everybody_who_came(), material, mental);
  CHECK(clearly_above(with, share_of(everybody_who_came(), negation(material), mental)));
  // Not sufficient: material success alone (isolation) is more common than mental success alone
  // (acculturation), which Yoon calls a theoretical possibility.
  const Share isolation =
      share_of(everybody_who_came(), everybody, both(material, negation(mental)));
  const Share acculturation =
      share_of(everybody_who_came(), everybody, both(negation(material), mental));
  CHECK(clearly_above(isolation, acculturation));
}

TEST_CASE("claim: who enters as a young adult does better than who enters at 35 - or at 50") {
  const auto integrated_from = [](int from, int to) {
    return share_of(everybody_who_came(), aged_at_entry(from, to), integrated);
  };
  CHECK(clearly_above(integrated_from(20, 35), integrated_from(35, 50)));
  CHECK(clearly_above(integrated_from(35, 50), integrated_from(50, 90)));
}

// In the first edition who comes before 15 has no ties until then, so the youngest do worst. The
// second edition of the model turns this test.
TEST_CASE("claim: the youngest at entry do best", "[!shouldfail]") {
  CHECK(clearly_above(share_of(everybody_who_came(), aged_at_entry(0, 20), integrated),
                      share_of(everybody_who_came(), aged_at_entry(20, 35), integrated)));
}

TEST_CASE("claim: elites and holders of a Southern degree do better") {
  const auto elite = [](const World& w, std::size_t i) { return w.persons.elite[i] != 0; };
  const auto degree = [](const World& w, std::size_t i) {
    return w.persons.southern_degree[i] != 0;
  };
  CHECK(clearly_above(share_of(everybody_who_came(), both(prime_age, elite), material),
                      share_of(everybody_who_came(), both(prime_age, negation(elite)), material)));
  CHECK(clearly_above(share_of(everybody_who_came(), both(prime_age, degree), material),
                      share_of(everybody_who_came(), both(prime_age, negation(degree)), material)));
}

TEST_CASE("claim: persons with a partner are less lonely and less poor") {
  const auto partnered = [](const World& w, std::size_t i) { return w.persons.has_partner(i); };
  const auto lonely = [](const World& w, std::size_t i) { return w.persons.loneliness[i] > 0.3F; };
  const auto poor = [](const World& w, std::size_t i) {
    return w.persons.equivalent_income_krw[i] < 0.5F * w.economy.median_income_krw;
  };
  CHECK(clearly_above(share_of(everybody_who_came(), negation(partnered), lonely),
                      share_of(everybody_who_came(), partnered, lonely)));
  CHECK(clearly_above(share_of(everybody_who_came(), negation(partnered), poor),
                      share_of(everybody_who_came(), partnered, poor)));
}

TEST_CASE("claim: Southern media ease speech at entry and widen the gap of expectations") {
  const auto newcomer =
      both(stays_for(0, 24), [](const World& w, std::size_t i) { return w.persons.age[i] >= 20; });
  const auto exposed = [](const World& w, std::size_t i) {
    return w.persons.media_exposed[i] != 0;
  };
  const auto gap = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.expectation_gap[i]);
  };
  CHECK(clearly_above(mean_of(everybody_who_came(), both(newcomer, exposed), dialect),
                      mean_of(everybody_who_came(), both(newcomer, negation(exposed)), dialect)));
  const auto settled = both(stays_for(24, 2000), [](const World& w, std::size_t i) {
    return w.persons.arrival_month[i] >= month_of(2005, 1).index;
  });
  CHECK(clearly_above(mean_of(everybody_who_came(), both(settled, exposed), gap),
                      mean_of(everybody_who_came(), both(settled, negation(exposed)), gap)));
}

TEST_CASE("claim: who belongs works - has ties to hosts - and met no discrimination") {
  const auto belonging = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.belonging[i]);
  };
  const auto settled = stays_for(60, 2000);
  const auto befriended = [](const World& w, std::size_t i) { return w.ties.host_ties(i) >= 2; };
  const auto rejected = [](const World& w, std::size_t i) {
    return w.persons.discriminated_12m(i);
  };
  for (const Condition& brings : {Condition(employed), Condition(befriended), negation(rejected)}) {
    CHECK(clearly_above(mean_of(everybody_who_came(), both(settled, brings), belonging),
                        mean_of(everybody_who_came(), both(settled, negation(brings)), belonging)));
  }
}

TEST_CASE("claim: placement in jobs at exit ended with the arrivals of 1994") {
  Lab lab;
  lab.begin(arrivals::kSpinUpStart);
  std::array<double, 2> placed{};
  std::array<double, 2> adults{};
  const auto after = [&](const Process& process) {
    if (process.description().name != "facility") return;
    const World& world = lab.world();
    const Persons& people = world.persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const int age = (world.month.index - people.birth_month[i]) / 12;
      if (people.exit_month[i] != world.month.index || age < 20 || age > 53) continue;
      if (people.arrival_month[i] < arrivals::kSpinUpStart.index) continue;
      const std::size_t period = people.arrival_month[i] < month_of(1994, 1).index ? 0 : 1;
      ++adults[period];
      placed[period] += people.works(i);
    }
  };
  while (lab.next_month() <= month_of(1997, 12)) lab.step([](const Process&) {}, after);
  CHECK(agrees(placed[0] / adults[0], 0.7, share_error(0.7, adults[0])));
  CHECK(adults[1] > 100);
  CHECK(placed[1] == 0);
}

// --- Mechanisms and policies ---------------------------------------------------------------------

TEST_CASE("claim: better officers bring work and protect savings from fraud") {
  const auto defrauded = [](const World& w, std::size_t i) { return w.persons.defrauded[i] != 0; };
  const Month last = month_of(2015, 12);  // the trial is about the newcomers of 2012
  CHECK(clearly_more(effect_of("trials/ep3", share(stays_for(0, 48), employed), last)));
  CHECK(clearly_less(effect_of("trials/ep3", share(stays_for(0, 48), defrauded), last)));
}

TEST_CASE("claim: leading entrepreneurs hire fellow defectors") {
  const auto hired = [](double rate) {
    double count = 0;
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
      Lab lab;
      lab.set({{"self_employment.vacancy_rate", rate}});
      lab.begin(arrivals::kSpinUpStart, 1, seed);
      while (lab.next_month() <= month_of(2010, 12)) {
        lab.step();
        for (const JobOffer offer : lab.world().persons.job_offer) {
          count += offer == JobOffer::at_business;
        }
      }
    }
    return count;
  };
  CHECK(hired(0) == 0);
  // As many more as there are more vacancies: two numbers of events, so errors are their roots.
  const double few = hired(0.1);
  const double many = hired(0.3);
  CHECK(few > 20);
  CHECK(agrees(many, 3 * few, std::sqrt(many + 9 * few)));
}

/// Those who came in 2012, two years after they left the facility: the mean of a quantity, with
/// nobody else in the country but who came since 2010.
double two_years_after(const std::string& scenario, std::uint32_t seed, const Quantity& what) {
  const StudyPlan plan =
      read_study(std::string(RESETTLE_SOURCE_DIR "/scenarios/") + scenario + ".yaml",
                 parameter_catalogue(), study_vocabulary());
  Lab lab(plan);
  lab.begin(month_of(2010, 1), 1, seed);
  double sum = 0;
  double n = 0;
  while (lab.next_month() <= month_of(2016, 12)) {
    lab.step();
    const World& world = lab.world();
    const Persons& people = world.persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (people.active[i] == 0 || people.age[i] < 20 ||
          Month{people.arrival_month[i]}.year() != 2012 ||
          people.months_since_exit(i, world.month) != 24) {
        continue;
      }
      sum += what(world, i);
      ++n;
    }
  }
  REQUIRE(n >= 500);
  return sum / n;
}

/// What a year more in the facility does to them.
Difference cost_of_waiting(const Quantity& what) {
  std::vector<double> values;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    values.push_back(two_years_after("trials/ep7", seed, what) -
                     two_years_after("baseline", seed, what));
  }
  return difference_of(values);
}

TEST_CASE("claim: months cut off from society delay adjustment") {
  CHECK(clearly_less(cost_of_waiting([](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.self_confidence[i]);
  })));
  CHECK(clearly_less(cost_of_waiting(
      [](const World& w, std::size_t i) { return w.persons.works(i) ? 1.0 : 0.0; })));
}

TEST_CASE("claim: mentors and workshops bring speech and work") {
  CHECK(clearly_more(effect_of("policies/sponsor_matching", share(stays_for(0, 36), employed))));
  CHECK(clearly_more(
      effect_of("policies/sponsor_matching", mean(everybody, [](const World& w, std::size_t i) {
                  return static_cast<double>(w.ties.host_ties(i));
                }))));
  CHECK(clearly_more(effect_of("policies/dialect_and_media", mean(stays_for(0, 36), dialect))));
}

// What a certificate is worth is a path of its own (laws/paths.csv); in all who are trained the
// work it brings is too little to be told from chance in nations of this size.
TEST_CASE("claim: training for the market brings certificates") {
  const auto certified = [](const World& w, std::size_t i) {
    return w.persons.certificate[i] != 0;
  };
  CHECK(clearly_more(effect_of("policies/market_training", share(everybody, certified))));
}

TEST_CASE("claim: counselling and trauma care relieve distress and heal") {
  const auto ill = [](const World& w, std::size_t i) { return w.persons.ptsd[i] != 0; };
  CHECK(clearly_less(effect_of("policies/trauma_counselling", mean(everybody, distress))));
  CHECK(clearly_less(effect_of("policies/trauma_counselling", share(everybody, ill))));
}

TEST_CASE("claim: attention 72 to 3 leaves few places for counselling and therapy") {
  const auto in_care = [](const World& w, std::size_t i) {
    return w.persons.in_counselling(i) || w.persons.in_therapy(i);
  };
  const auto cared_for = share(everybody, in_care);
  std::vector<double> values;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    // Half as many again with equal attention, at least.
    values.push_back(cared_for(nation("policies/attention_50_50", seed)->world()) -
                     1.5 * cared_for(nation("policies/attention_72_3", seed)->world()));
  }
  CHECK(clearly_more(difference_of(values)));
}

TEST_CASE("officers have the same time for each person at every scale") {
  const auto attention = [](float scale) {
    Lab lab;
    lab.begin(month_of(2003, 1), scale);
    lab.advance(month_of(2010, 12));
    return mean_of(
               {&lab.world()},
               [](const World& w, std::size_t i) { return w.persons.officer[i] != kNoOfficer; },
               [](const World& w, std::size_t i) {
                 return static_cast<double>(w.persons.service_intensity[i]);
               })
        .value;
  };
  CHECK(attention(0.2F) == Approx(attention(1)).margin(0.03));
}

// --- Ablations -----------------------------------------------------------------------------------

TEST_CASE("A1 without stages and orientations fewer jobs last") {
  const auto regular = [](const World& w, std::size_t i) {
    return w.persons.labour_state[i] == LabourState::regular;
  };
  CHECK(clearly_less(effect_of("ablations/a1_no_resocialization", share(everybody, regular))));
}

/// Correlation of belonging and wellbeing among persons.
double correlation_of_minds(const World& world) {
  const Persons& people = world.persons;
  double n = 0;
  double b = 0;
  double d = 0;
  double bd = 0;
  double bb = 0;
  double dd = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0) continue;
    const double belonging = static_cast<double>(people.belonging[i]);
    const double wellbeing = -static_cast<double>(people.distress[i]);
    ++n;
    b += belonging;
    d += wellbeing;
    bd += belonging * wellbeing;
    bb += belonging * belonging;
    dd += wellbeing * wellbeing;
  }
  return (bd / n - b / n * d / n) / std::sqrt((bb / n - b / n * b / n) * (dd / n - d / n * d / n));
}

TEST_CASE("A2 links between belonging and distress tie the two sides of the mind together") {
  CHECK(clearly_more(effect_of("ablations/a2_linked_mind", correlation_of_minds)));
}

TEST_CASE("A3 without the network channel fewer are employed") {
  CHECK(clearly_less(effect_of("ablations/a3_no_network_channel", share(everybody, employed))));
}

TEST_CASE("A4 without the expectation gap distress is lower - the more the longer the stay") {
  const auto early = mean(stays_for(0, 18), distress);
  const auto late = mean(stays_for(42, 90), distress);
  CHECK(clearly_less(effect_of("ablations/a4_no_expectation_gap", early)));
  CHECK(clearly_less(effect_of("ablations/a4_no_expectation_gap",
                               [&](const World& world) { return late(world) - early(world); })));
}

TEST_CASE("A6 without organisations nothing depends on where people live through them") {
  float lowest = 1;
  float highest = 0;
  for (const auto& local : reference(1).organisations) {
    lowest = std::min(lowest, local.effect);
    highest = std::max(highest, local.effect);
  }
  CHECK(highest > lowest);
  const auto without = nation("ablations/a6_no_organisations", 1);
  for (const auto& local : without->world().organisations) {
    CHECK(local.effect == without->value("ngos.reference_effect"));
    CHECK(local.public_effort == 0);
  }
}

TEST_CASE(
    "regimes: without legal status hardly anybody has a regular job - and some are returned") {
  const auto came_under_it = [](const World& w, std::size_t i) {
    return w.persons.arrival_month[i] >= month_of(1995, 1).index;
  };
  const auto regular = [](const World& w, std::size_t i) {
    return w.persons.labour_state[i] == LabourState::regular;
  };
  for (std::uint32_t seed = 1; seed <= 2; ++seed) {
    const auto lab = nation("regimes/china", seed);
    CHECK(share_of({&lab->world()}, came_under_it, regular).value == 0);
  }
  CHECK(clearly_less(effect_of("regimes/china", share(prime_age, employed))));
  CHECK(clearly_less(effect_of("regimes/china", [](const World& world) {
    const auto& active = world.persons.active;
    return static_cast<double>(std::count(active.begin(), active.end(), std::uint8_t{1}));
  })));
}

TEST_CASE("regimes: a new language is learnt more slowly - and prior learning is recognised") {
  const auto recognised = [](const World& w, std::size_t i) {
    return w.persons.credentials_recognised[i] != 0;
  };
  CHECK(clearly_less(effect_of("regimes/united_states", mean(stays_for(12, 120), dialect))));
  CHECK(clearly_more(effect_of("regimes/united_states", share(everybody, recognised))));
}

}  // namespace
