#include "reference_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace resettle::bench {

namespace {

constexpr double kAcceptedShare = 0.006;  // as the definition of the workload has it
constexpr double kAcceptedRelative = 0.03;

struct Range {
  double low;
  double high;
};
constexpr std::array<Range, 4> kShares{
    {{.1429, .1446}, {.3162, .3220}, {.0525, .0542}, {.4812, .4864}}};
constexpr std::array<double, 8> kMeans{.803, .953, .5396, .4290, .3430, .5265, .688, 39.3};
constexpr std::array<double, 6> kEvents{.0243, .0176, .0867, .0147, .1795, .1047};

constexpr TypeCounts kCounts{2958, 5427, 1980, 3961, 7594,  9786, 6090,  8359,
                             1393, 1027, 1555, 1298, 13119, 8693, 15445, 11315};

template <std::size_t N, class Get>
std::array<double, N> mean_of(const std::vector<ReferenceOutcome>& outcomes, const Get& get) {
  std::array<double, N> mean{};
  for (const auto& outcome : outcomes) {
    for (std::size_t k = 0; k < N; ++k) mean[k] += get(outcome, k);
  }
  for (double& value : mean) value /= static_cast<double>(outcomes.size());
  return mean;
}

template <std::size_t N>
double largest_relative(const std::array<double, N>& found, const std::array<double, N>& wanted) {
  double largest = 0;
  for (std::size_t k = 0; k < N; ++k) {
    largest = std::max(largest, std::abs(found[k] / wanted[k] - 1));
  }
  return largest;
}

double share_of_type(const ReferenceOutcome& outcome, std::size_t type) {
  double all = 0;
  for (const auto count : outcome.counts) all += static_cast<double>(count);
  double of_type = 0;
  for (std::size_t g = 0; g < 4; ++g) of_type += static_cast<double>(outcome.counts[4 * type + g]);
  return of_type / all;
}

}  // namespace

ReferenceCheck check_reference(const std::vector<ReferenceOutcome>& outcomes) {
  ReferenceCheck check{};
  const auto shares = mean_of<4>(outcomes, share_of_type);
  for (std::size_t type = 0; type < 4; ++type) {
    check.shares = std::max(
        {check.shares, kShares[type].low - shares[type], shares[type] - kShares[type].high});
  }
  check.means = largest_relative(
      mean_of<8>(outcomes, [](const auto& o, std::size_t k) { return o.means[k]; }), kMeans);
  check.events = largest_relative(
      mean_of<6>(outcomes, [](const auto& o, std::size_t k) { return o.events[k]; }), kEvents);
  check.passed = check.shares <= kAcceptedShare && check.means <= kAcceptedRelative &&
                 check.events <= kAcceptedRelative;
  return check;
}

std::string ReferenceCheck::text() const {
  return fmt::format(
      "{}: shares {:.4f} outside the published range, means {:.1f} %, events {:.1f} % "
      "off at most",
      passed ? "passed" : "FAILED", shares, 100 * means, 100 * events);
}

const TypeCounts& published_counts() { return kCounts; }

}  // namespace resettle::bench
