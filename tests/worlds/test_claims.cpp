#include <cmath>
#include <functional>

#include "support/worlds.h"

// What the literature claims, looked for in small nations (a tenth of the arrivals). Claims about
// persons are tested by comparing groups of one world; claims about mechanisms by comparing two
// worlds that share every random number and differ in one parameter.

namespace {

using namespace resettle;
using namespace resettle::testing;

using Settings = std::initializer_list<std::pair<const char*, double>>;

constexpr Month kLast = month_of(2012, 12);

std::unique_ptr<Lab> nation(Settings settings = {}) {
  auto lab = std::make_unique<Lab>();
  make_small(*lab);
  lab->set(settings);
  lab->begin(arrivals::kSpinUpStart);
  lab->advance(kLast);
  return lab;
}

/// The small nation as it is, against which mechanisms are switched.
World& reference() {
  static const std::unique_ptr<Lab> lab = nation();
  return lab->world();
}

/// Everybody who arrived, simulated once for all claims about groups.
World& everybody_who_came() {
  static const auto lab = [] {
    auto full = std::make_unique<Lab>();
    full->begin(arrivals::kSpinUpStart);
    full->advance(kLast);
    return full;
  }();
  return lab->world();
}

using Condition = std::function<bool(const World&, std::size_t)>;

struct Share {
  double value = 0;
  double persons = 0;
  [[nodiscard]] double error() const { return share_error(value, persons); }
};

/// Share of those active persons who meet `base` that also meet `what`.
Share share_of(const World& world, const Condition& base, const Condition& what) {
  Share share;
  double yes = 0;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (world.persons.active[i] == 0 || !base(world, i)) continue;
    ++share.persons;
    yes += what(world, i) ? 1 : 0;
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

double mean_of(const World& world, const Condition& base,
               const std::function<double(const World&, std::size_t)>& what) {
  double sum = 0;
  double n = 0;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (world.persons.active[i] == 0 || !base(world, i)) continue;
    sum += what(world, i);
    ++n;
  }
  REQUIRE(n >= 20);
  return sum / n;
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

double employment(const World& world) { return share_of(world, everybody, employed).value; }

// --- Persons -------------------------------------------------------------------------------------

TEST_CASE("claim: material success makes mental success more likely but does not settle it") {
  const Share with = share_of(everybody_who_came(), material, mental);
  CHECK(clearly_above(with, share_of(everybody_who_came(), negation(material), mental)));
  CHECK(with.value < 0.95);
}

TEST_CASE("claim: the young at entry - elites and holders of a Southern degree do better") {
  const auto young = [](const World& w, std::size_t i) {
    return (w.persons.arrival_month[i] - w.persons.birth_month[i]) / 12 < 35;
  };
  const auto elite = [](const World& w, std::size_t i) { return w.persons.elite[i] != 0; };
  const auto degree = [](const World& w, std::size_t i) {
    return w.persons.southern_degree[i] != 0;
  };
  CHECK(clearly_above(share_of(everybody_who_came(), young, integrated),
                      share_of(everybody_who_came(), negation(young), integrated)));
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
  const auto newcomer = [](const World& w, std::size_t i) {
    return w.month.index - w.persons.exit_month[i] < 24 && w.persons.age[i] >= 20;
  };
  const auto exposed = [](const World& w, std::size_t i) {
    return w.persons.media_exposed[i] != 0;
  };
  const auto dialect = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.dialect_fluency[i]);
  };
  const auto gap = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.expectation_gap[i]);
  };
  CHECK(mean_of(everybody_who_came(), both(newcomer, exposed), dialect) >
        mean_of(everybody_who_came(), both(newcomer, negation(exposed)), dialect));
  const auto settled = [](const World& w, std::size_t i) {
    return w.month.index - w.persons.exit_month[i] >= 24 &&
           w.persons.arrival_month[i] >= month_of(2005, 1).index;
  };
  CHECK(mean_of(everybody_who_came(), both(settled, exposed), gap) >
        mean_of(everybody_who_came(), both(settled, negation(exposed)), gap));
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

// --- Mechanisms ----------------------------------------------------------------------------------

TEST_CASE("claim: better officers bring work and protect savings from fraud") {
  const auto better = nation({{"officers.police_quality", 1}});
  const auto newcomer = [](const World& w, std::size_t i) {
    return w.month.index - w.persons.exit_month[i] < 60;
  };
  CHECK(share_of(better->world(), newcomer, employed).value >
        share_of(reference(), newcomer, employed).value);
  const auto defrauded = [](const World& w, std::size_t i) { return w.persons.defrauded[i] != 0; };
  CHECK(share_of(better->world(), everybody, defrauded).value <
        share_of(reference(), everybody, defrauded).value);
}

TEST_CASE("claim: leading entrepreneurs hire fellow defectors") {
  const auto hired = [](double rate) {
    Lab lab;
    lab.set({{"self_employment.vacancy_rate", rate}});
    lab.begin(arrivals::kSpinUpStart);
    int count = 0;
    while (lab.next_month() <= month_of(2010, 12)) {
      lab.step();
      for (const JobOffer offer : lab.world().persons.job_offer) {
        count += offer == JobOffer::at_business;
      }
    }
    return count;
  };
  CHECK(hired(0) == 0);
  CHECK(hired(0.03) > 0);
}

TEST_CASE("claim: months cut off from society lower confidence at exit") {
  const auto confidence_at_exit = [](double months) {
    Lab lab;
    make_small(lab);
    lab.set({{"policies.facility_program.months", months}});
    lab.begin(month_of(2003, 1));
    double sum = 0;
    double n = 0;
    const auto after = [&](const Process& process) {
      if (process.description().name != "facility") return;
      const World& world = lab.world();
      for (std::size_t i = 0; i < world.persons.size(); ++i) {
        if (world.persons.exit_month[i] != world.month.index) continue;
        sum += static_cast<double>(world.persons.self_confidence[i]);
        ++n;
      }
    };
    while (lab.next_month() <= month_of(2006, 12)) lab.step([](const Process&) {}, after);
    return sum / n;
  };
  CHECK(confidence_at_exit(16) < confidence_at_exit(4) - 0.1);
}

TEST_CASE("claim: mentors and workshops bring speech and work") {
  const auto helped =
      nation({{"policies.mentoring.coverage", 1}, {"policies.dialect_workshop.coverage", 1}});
  const auto newcomer = [](const World& w, std::size_t i) {
    return w.month.index - w.persons.exit_month[i] < 36;
  };
  const auto dialect = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.dialect_fluency[i]);
  };
  CHECK(mean_of(helped->world(), newcomer, dialect) > mean_of(reference(), newcomer, dialect));
  // The same persons with the same luck: any difference is the policy's.
  CHECK(share_of(helped->world(), newcomer, employed).value >
        share_of(reference(), newcomer, employed).value);
}

TEST_CASE("claim: attention 72 to 3 leaves few places for counselling and therapy") {
  const auto months_of_care = [](double employment_weight, double mental_weight) {
    Lab lab;
    make_small(lab);
    lab.set({{"policies.budget_split.total_krw", 3e7},
             {"policies.budget_split.employment_weight", employment_weight},
             {"policies.budget_split.mental_weight", mental_weight},
             {"policies.counselling.coverage", 1},
             {"policies.trauma_therapy.coverage", 1}});
    lab.begin(month_of(2003, 1));
    int months = 0;
    while (lab.next_month() <= month_of(2008, 12)) {
      lab.step();
      const Persons& people = lab.world().persons;
      for (std::size_t i = 0; i < people.size(); ++i) {
        months += people.in_counselling(i) || people.in_therapy(i);
      }
    }
    return months;
  };
  CHECK(months_of_care(1, 1) > 2 * months_of_care(72, 3));
}

TEST_CASE("officers have the same time for each person at every scale") {
  const auto attention = [](float scale) {
    Lab lab;
    lab.begin(month_of(2003, 1), scale);
    lab.advance(month_of(2010, 12));
    return mean_of(
        lab.world(),
        [](const World& w, std::size_t i) { return w.persons.officer[i] != kNoOfficer; },
        [](const World& w, std::size_t i) {
          return static_cast<double>(w.persons.service_intensity[i]);
        });
  };
  CHECK(attention(0.2F) == Approx(attention(1)).margin(0.03));
}

// --- Ablations -----------------------------------------------------------------------------------

TEST_CASE("A1 without stages and orientations fewer jobs last") {
  const auto without = nation({{"separation.stage_effect", 0},
                               {"resocialization.upgrade_gain", 0},
                               {"resocialization.orientation_strength", 0},
                               {"belonging.role_effect", 0}});
  const auto regular = [](const World& w, std::size_t i) {
    return w.persons.labour_state[i] == LabourState::regular;
  };
  CHECK(share_of(without->world(), everybody, regular).value <
        share_of(reference(), everybody, regular).value);
}

/// Correlation of belonging and wellbeing among persons.
double correlation_of_minds(const World& world) {
  const Persons& people = world.persons;
  const auto belonging = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.belonging[i]);
  };
  const auto wellbeing = [](const World& w, std::size_t i) {
    return -static_cast<double>(w.persons.distress[i]);
  };
  const double b = mean_of(world, everybody, belonging);
  const double d = mean_of(world, everybody, wellbeing);
  double bd = 0;
  double bb = 0;
  double dd = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0) continue;
    bd += (belonging(world, i) - b) * (wellbeing(world, i) - d);
    bb += (belonging(world, i) - b) * (belonging(world, i) - b);
    dd += (wellbeing(world, i) - d) * (wellbeing(world, i) - d);
  }
  return bd / std::sqrt(bb * dd);
}

TEST_CASE("A2 links between belonging and distress tie the two sides of the mind together") {
  const auto linked = nation({{"distress.belonging_link", 0.3}, {"belonging.distress_link", 0.3}});
  CHECK(correlation_of_minds(linked->world()) > correlation_of_minds(reference()) + 0.02);
}

TEST_CASE("A3 without the network channel fewer are employed") {
  const auto without = nation({{"finding.host_tie_rate", 0},
                               {"finding.inlaw_rate", 0},
                               {"finding.coethnic_rate", 0},
                               {"self_employment.vacancy_rate", 0}});
  CHECK(employment(without->world()) < employment(reference()));
}

TEST_CASE("A4 without the expectation gap distress is lower - the more the longer the stay") {
  const auto without = nation({{"distress.gap_effect", 0}});
  const auto distress = [](const World& w, std::size_t i) {
    return static_cast<double>(w.persons.distress[i]);
  };
  const auto relief = [&](int from, int to) {
    const auto stay = [=](const World& w, std::size_t i) {
      const int months = w.month.index - w.persons.arrival_month[i];
      return months >= from && months < to;
    };
    return mean_of(reference(), stay, distress) - mean_of(without->world(), stay, distress);
  };
  CHECK(relief(5, 24) > 0);
  CHECK(relief(48, 96) > relief(5, 24));
}

TEST_CASE("A6 without organisations nothing depends on where people live through them") {
  const auto without = nation({{"ngos.enabled", 0}});
  float lowest = 1;
  float highest = 0;
  for (const auto& local : reference().organisations) {
    lowest = std::min(lowest, local.effect);
    highest = std::max(highest, local.effect);
  }
  CHECK(highest > lowest);
  for (const auto& local : without->world().organisations) {
    CHECK(local.effect == without->value("ngos.reference_effect"));
    CHECK(local.public_effort == 0);
  }
}

TEST_CASE(
    "regimes: without legal status hardly anybody has a regular job - and some are returned") {
  const auto unprotected = nation({{"finding.legal_status", -1},
                                   {"job_quality.regular_access", 0},
                                   {"exits.refoulement_rate", 0.004}});
  const auto regular = [](const World& w, std::size_t i) {
    return w.persons.labour_state[i] == LabourState::regular &&
           w.persons.arrival_month[i] >= month_of(1994, 1).index;
  };
  CHECK(share_of(unprotected->world(), everybody, regular).value == 0);
  const auto present = [](const World& w) {
    return std::count(w.persons.active.begin(), w.persons.active.end(), std::uint8_t{1});
  };
  CHECK(present(unprotected->world()) < present(reference()));
}

}  // namespace
