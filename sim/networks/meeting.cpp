#include "networks/meeting.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/numerics.h"

namespace resettle {

namespace {

/// exp(-gap / scale) for gaps of 0, 1, 2 ... months.
class DecayTable {
 public:
  explicit DecayTable(float scale_months) {
    for (std::size_t gap = 0; gap < weight_.size(); ++gap) {
      weight_[gap] = exponential(-static_cast<float>(gap) / scale_months);
    }
  }
  [[nodiscard]] float at(int gap) const {
    return weight_[std::min(static_cast<std::size_t>(std::abs(gap)), weight_.size() - 1)];
  }

 private:
  std::array<float, 1024> weight_{};
};

const DecayTable& by_age() {
  static const DecayTable table(10 * 12);  // ten years of age
  return table;
}
const DecayTable& by_arrival() {
  static const DecayTable table(36);
  return table;
}

/// Looking at sixteen residents costs about as much as a try.
constexpr std::size_t kResidentsPerTry = 16;
constexpr std::size_t kTriesAtLeast = 16;
constexpr std::size_t kMeetingsAMonth =
    256;  // the number of a try stands above that of the meeting

/// Uniform on (0, 1) from all bits of the word: a share of a locality of 400,000 is not too fine.
double fine_uniform(const Draws& draws, const Decision& decision) {
  return (static_cast<double>(draws.word(decision)) + 0.5) * 0x1p-32;
}

/// The place at which the sum of the weights passes the share u of the total.
std::size_t place_of(const std::vector<double>& cumulative, double u) {
  const auto place = std::upper_bound(cumulative.begin(), cumulative.end(), u * cumulative.back());
  return static_cast<std::size_t>(std::min(place, cumulative.end() - 1) - cumulative.begin());
}

}  // namespace

float meeting_weight(int age_gap_months, int arrival_gap_months) {
  return by_age().at(age_gap_months) * by_arrival().at(arrival_gap_months);
}

float Meetings::weight(PersonIndex one, PersonIndex other) const {
  return meeting_weight(people_.birth_month[other] - people_.birth_month[one],
                        people_.arrival_month[other] - people_.arrival_month[one]);
}

/// Weight of somebody of the same age who came in the month of that year nearest to one's own.
float Meetings::largest_weight(PersonIndex person, std::size_t year) const {
  const int calendar_year = residents_.first_year() + static_cast<int>(year);
  const int arrival = people_.arrival_month[person];
  const int nearest =
      std::clamp(arrival, month_of(calendar_year, 1).index, month_of(calendar_year, 12).index);
  return by_arrival().at(nearest - arrival);
}

void Meetings::weigh_years(PersonIndex person) {
  by_year_.resize(residents_.years());
  double sum = 0;
  for (std::size_t year = 0; year < by_year_.size(); ++year) {
    const auto count = residents_.arrived_in(year, people_.locality[person]).size();
    sum += static_cast<double>(count) * static_cast<double>(largest_weight(person, year));
    by_year_[year] = sum;
  }
}

/// Somebody other than the person with probability proportional to the weight; kNobody if that
/// fails.
PersonIndex Meetings::try_once(PersonIndex person, const Draws& draws) const {
  const std::size_t year = place_of(by_year_, fine_uniform(draws, kMetYear));
  const auto fellows = residents_.arrived_in(year, people_.locality[person]);
  if (fellows.empty()) return kNobody;
  const double rank = fine_uniform(draws, kMetPerson) * static_cast<double>(fellows.size());
  const PersonIndex other = fellows[static_cast<std::size_t>(rank)];
  const double largest = static_cast<double>(largest_weight(person, year));
  const bool meet =
      fine_uniform(draws, kMetHappens) * largest < static_cast<double>(weight(person, other));
  return meet && other != person ? other : kNobody;
}

PersonIndex Meetings::look_at_everybody(PersonIndex person, const Draws& draws) {
  const auto residents = residents_.of(people_.locality[person]);
  by_person_.resize(residents.size());
  double sum = 0;
  for (std::size_t k = 0; k < residents.size(); ++k) {
    sum += residents[k] == person ? 0.0 : static_cast<double>(weight(person, residents[k]));
    by_person_[k] = sum;
  }
  return residents[place_of(by_person_, fine_uniform(draws, kMetAfterAll))];
}

PersonIndex Meetings::draw(PersonIndex person, std::uint32_t meeting) {
  const std::size_t residents = residents_.of(people_.locality[person]).size();
  if (residents < 2) return kNobody;
  weigh_years(person);
  const auto draws_of = [&](std::size_t number) {
    const auto k = static_cast<std::uint32_t>(number * kMeetingsAMonth) + meeting;
    return random_.draws(kMetYear, people_.ticket[person], month_, k);
  };
  const std::size_t tries = kTriesAtLeast + residents / kResidentsPerTry;
  for (std::size_t number = 0; number < tries; ++number) {
    const PersonIndex other = try_once(person, draws_of(number));
    if (other != kNobody) return other;
  }
  return look_at_everybody(person, draws_of(tries));
}

}  // namespace resettle
