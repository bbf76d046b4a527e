#include "core/series.h"

#include <algorithm>
#include <stdexcept>

namespace resettle {

Series::Series(std::vector<std::pair<Month, double>> steps) : steps_(std::move(steps)) {
  if (steps_.empty()) throw std::invalid_argument("a series needs at least one value");
  for (std::size_t i = 1; i < steps_.size(); ++i) {
    if (steps_[i].first <= steps_[i - 1].first) {
      throw std::invalid_argument("the dates of a series must increase");
    }
  }
}

double Series::at(Month month) const {
  const auto next = std::upper_bound(
      steps_.begin(), steps_.end(), month,
      [](Month wanted, const std::pair<Month, double>& step) { return wanted < step.first; });
  return next == steps_.begin() ? steps_.front().second : std::prev(next)->second;
}

Series Series::until(Month start, const Series& later) const {
  std::vector<std::pair<Month, double>> spliced;
  for (const auto& step : steps_) {
    if (step.first < start || spliced.empty()) spliced.push_back(step);
  }
  if (spliced.front().first >= start) spliced = {{kNever, steps_.front().second}};
  spliced.emplace_back(start, later.at(start));
  for (const auto& step : later.steps_) {
    if (step.first > start) spliced.push_back(step);
  }
  return Series(std::move(spliced));
}

}  // namespace resettle
