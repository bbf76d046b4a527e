#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "networks/meeting.h"

// Whom people meet: does the draw that looks at few residents give the distribution of the model?

namespace {

using namespace resettle;

constexpr Month kNow = month_of(2010, 6);
constexpr std::size_t kPersons = 240;

/// Two localities; people of 18 to 77 who came in 2 to 10 a month from 2003 to 2009, one in seven
/// of them not active; the first is 95 years old.
struct Settlers {
  Settlers() {
    people.append(kPersons);
    int arrival = month_of(2003, 1).index;
    for (std::size_t i = 0; i < kPersons; ++i) {
      if (i % (2 + i / 30) == 0) arrival += i > 100 && i < 130 ? 3 : 1;
      people.ticket[i] = static_cast<std::uint32_t>(i);
      people.arrival_month[i] = static_cast<std::int16_t>(arrival);
      people.birth_month[i] =
          static_cast<std::int16_t>(kNow.index - 12 * 18 - 37 * (i * i % 720) / 37);
      people.locality[i] = i % 3 == 0;
      people.active[i] = i % 7 != 3;
    }
    people.birth_month[0] = static_cast<std::int16_t>(kNow.index - 12 * 95);
    residents.renew(people, false);
  }
  Persons people;
  Residents residents{2};
};

/// Probability of each person to be met by `one` if nearness in age counts `age_scale` years.
std::vector<double> expected_shares(const Persons& people, std::size_t one, double age_scale) {
  std::vector<double> share(people.size());
  double sum = 0;
  for (std::size_t i = 0; i < share.size(); ++i) {
    if (i == one || people.active[i] == 0 || people.locality[i] != people.locality[one]) continue;
    const double age_gap = std::abs(people.birth_month[i] - people.birth_month[one]) / 12.0;
    const double arrival_gap = std::abs(people.arrival_month[i] - people.arrival_month[one]);
    sum += share[i] = std::exp(-age_gap / age_scale - arrival_gap / 36);
  }
  for (double& value : share) value /= sum;
  return share;
}

/// Standardised chi-square of counts against shares: 0 on average, standard deviation 1. Persons
/// expected less than ten times are counted together.
double chi_square(const std::vector<int>& counts, const std::vector<double>& share, int draws) {
  double sum = 0;
  int cells = -1;
  double rare_expected = 0;
  double rare = 0;
  const auto add = [&](double count, double expected) {
    sum += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = share[i] * draws;
    if (expected == 0) {
      REQUIRE(counts[i] == 0);
    } else if (expected < 10) {
      rare_expected += expected;
      rare += counts[i];
    } else {
      add(counts[i], expected);
    }
  }
  if (rare_expected > 0) add(rare, rare_expected);
  REQUIRE(cells > 30);
  return (sum - cells) / std::sqrt(2.0 * cells);
}

TEST_CASE("partners of ties are met in proportion to the meeting weight") {
  const Settlers settlers;
  const Random random(11, 3);
  constexpr int kMonths = 500;
  constexpr int kMeetings = 200;
  // Person 0 is so old that most tries fail and everybody is looked at; 120 is in the middle of
  // ages and arrivals; 239 came last.
  for (const PersonIndex one : {0U, 31U, 120U, 239U}) {
    INFO("person " << one);
    std::vector<int> counts(kPersons);
    for (int month = 0; month < kMonths; ++month) {
      Meetings meetings(settlers.people, settlers.residents, random, kNow + month);
      for (std::uint32_t k = 0; k < kMeetings; ++k) ++counts.at(meetings.draw(one, k));
    }
    constexpr int kDraws = kMonths * kMeetings;
    CHECK(std::abs(chi_square(counts, expected_shares(settlers.people, one, 10), kDraws)) < 4.5);
    CHECK(chi_square(counts, expected_shares(settlers.people, one, 10.6), kDraws) >
          4.5);  // can fail
  }
}

TEST_CASE("who lives alone in a locality meets nobody") {
  Settlers settlers;
  for (std::size_t i = 0; i < kPersons; ++i) settlers.people.active[i] = i == 5 || i == 6;
  settlers.residents.renew(settlers.people, false);
  const Random random(11, 3);
  Meetings meetings(settlers.people, settlers.residents, random, kNow);
  CHECK(meetings.draw(5, 0) == kNobody);
  settlers.people.locality[6] = settlers.people.locality[5];
  settlers.residents.renew(settlers.people, false);
  CHECK(meetings.draw(5, 0) == 6);
}

}  // namespace
