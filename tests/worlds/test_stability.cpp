#include <array>
#include <cmath>
#include <vector>

#include "support/worlds.h"

// How lasting states are. A type is a state of months and years, not of a day (MODEL2 5).

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr float kScale = 0.3F;
constexpr Month kFrom = month_of(2010, 1);

using Answers = std::vector<float>;

/// Correlation over the persons who have an answer in both months.
double correlation(const Answers& one, const Answers& other) {
  double n = 0;
  std::array<double, 5> sums{};
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (std::isnan(one[i]) || std::isnan(other[i])) continue;
    const auto x = static_cast<double>(one[i]);
    const auto y = static_cast<double>(other[i]);
    n += 1;
    const std::array<double, 5> terms{x, y, x * x, y * y, x * y};
    for (std::size_t k = 0; k < terms.size(); ++k) sums[k] += terms[k];
  }
  for (double& sum : sums) sum /= n;
  return (sums[4] - sums[0] * sums[1]) /
         std::sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
}

/// Of those who were counted in the month before.
struct Changes {
  double person_months = 0;
  double of_type = 0;
  double of_mental_side = 0;

  [[nodiscard]] double per_year(double changes) const { return 12 * changes / person_months; }
};

void count_changes(const Persons& people, const std::vector<AdjustmentType>& type,
                   const std::vector<std::uint8_t>& mental, Changes& changes) {
  for (std::size_t i = 0; i < type.size(); ++i) {
    if (people.active[i] == 0 || type[i] == AdjustmentType::not_counted) continue;
    changes.person_months += 1;
    changes.of_type += people.adjustment_type[i] != type[i] ? 1 : 0;
    changes.of_mental_side += people.mental_success[i] != mental[i] ? 1 : 0;
  }
}

Answers answers_of(const Persons& people, std::size_t asked) {
  Answers answers(asked, std::nanf(""));
  for (std::size_t i = 0; i < asked; ++i) {
    if (people.active[i] != 0) answers[i] = people.measured_distress[i];
  }
  return answers;
}

TEST_CASE("distress lasts as questionnaires find it - and types are no weather") {
  Lab lab;
  lab.begin(arrivals::kSpinUpStart, kScale, 4);
  lab.advance(kFrom);
  const Persons& people = lab.world().persons;
  const std::size_t asked = people.size();
  const Answers first = answers_of(people, asked);
  Changes changes;
  const auto after = [&](int months) {
    while (lab.world().month < kFrom + months) {
      const auto type = people.adjustment_type;
      const auto mental = people.mental_success;
      lab.step();
      count_changes(people, type, mental, changes);
    }
    return correlation(first, answers_of(people, asked));
  };
  // Anusic and Schimmack 2016 (M21), each within 0.08.
  CHECK(after(1) == Approx(0.60).margin(0.08));
  CHECK(after(6) == Approx(0.57).margin(0.08));
  CHECK(after(12) == Approx(0.54).margin(0.08));
  CHECK(after(24) == Approx(0.50).margin(0.08));
  CHECK(after(60) == Approx(0.42).margin(0.08));
  UNSCOPED_INFO("changes per person-year: " << changes.per_year(changes.of_type) << ", mental side "
                                            << changes.per_year(changes.of_mental_side));
  CHECK(changes.per_year(changes.of_mental_side) < 0.12);
  // The aim is 0.30 (MODEL2); at its start values the model is at 0.31, most of it by jobs.
  CHECK(changes.per_year(changes.of_type) < 0.32);
}

}  // namespace
