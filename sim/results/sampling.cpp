#include "results/sampling.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/errors.h"
#include "core/replicate_number.h"

namespace resettle {

namespace {

std::vector<double> present_in(std::span<const double> values) {
  std::vector<double> present;
  std::copy_if(values.begin(), values.end(), std::back_inserter(present),
               [](double value) { return !std::isnan(value); });
  return present;
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Linear between the ordered values, the first at 0 and the last at 1.
double quantile(std::vector<double> values, double probability) {
  std::sort(values.begin(), values.end());
  const double at = probability * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace

Sampling::Sampling(std::span<const std::int32_t> numbers) {
  const bool any =
      std::any_of(numbers.begin(), numbers.end(), [](int number) { return draw_of(number) > 0; });
  if (!any) return;
  int before = -1;
  for (const int number : numbers) {
    if (draw_of(number) != before) ++draws_;
    before = draw_of(number);
    draw_.push_back(draws_ - 1);
  }
}

Sampling::Layers Sampling::layers(std::span<const double> values) const {
  require(values.size() == draw_.size(), "a value for every replicate of every draw");
  const auto draws = static_cast<std::size_t>(draws_);
  std::vector<double> sums(draws, 0.0);
  std::vector<int> counts(draws, 0);
  Layers found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    sums[static_cast<std::size_t>(draw_[i])] += values[i];
    ++counts[static_cast<std::size_t>(draw_[i])];
    ++found.values;
  }
  double inverse_counts = 0;
  for (std::size_t d = 0; d < draws; ++d) {
    found.means.push_back(counts[d] > 0 ? sums[d] / counts[d] : kAbsent);
    if (counts[d] == 0) continue;
    ++found.present;
    inverse_counts += 1.0 / counts[d];
  }
  if (found.present == 0) return found;
  found.mean = mean_of(present_in(found.means));
  if (found.present < 2) return found;
  double spread = 0;  // of the means
  for (const double mean : found.means) {
    if (!std::isnan(mean)) spread += (mean - found.mean) * (mean - found.mean);
  }
  spread /= found.present - 1;
  found.spread = spread;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    const double off = values[i] - found.means[static_cast<std::size_t>(draw_[i])];
    squares += off * off;
  }
  if (found.values > found.present) found.within = squares / (found.values - found.present);
  // With one replicate a draw nothing tells chance from what is not known.
  found.of_means = std::isnan(found.within) ? 0 : found.within * inverse_counts / found.present;
  found.between = std::max(0.0, spread - found.of_means);
  return found;
}

std::vector<double> Sampling::shrunk(const Layers& layers) {
  // What is not known: how much the effect differs between draws, and where their mean lies.
  // Without the second an effect that is nothing but chance would be told as known exactly.
  const double of_mean = (layers.between + layers.of_means) / layers.present;
  const double not_known = layers.between + of_mean;
  const double kept = layers.spread > not_known ? std::sqrt(not_known / layers.spread) : 1;
  std::vector<double> points;
  for (const double mean : layers.means)
    points.push_back(layers.mean + kept * (mean - layers.mean));
  return points;
}

Estimate Sampling::mean(std::span<const double> values) const {
  if (!has_draws()) return estimate_mean(values);
  const Layers found = layers(values);
  Estimate estimate;
  estimate.replicates = found.values;
  estimate.draws = found.present;
  estimate.mean = found.mean;
  if (found.present < 2) return estimate;
  const double spread = found.between + found.of_means;
  estimate.standard_error = std::sqrt(spread / found.present);
  estimate.not_known = std::sqrt(found.between);
  estimate.chance = std::sqrt(found.within);
  if (found.present < kFewestDraws) return estimate;
  estimate.points = present_in(shrunk(found));
  estimate.low = quantile(estimate.points, 0.025);
  estimate.high = quantile(estimate.points, 0.975);
  if (std::isnan(found.within)) return estimate;
  const double reach = student_t_quantile(0.975, found.values - found.present) *
                       std::sqrt(found.of_means / found.present);
  estimate.low_by_chance = estimate.mean - reach;
  estimate.high_by_chance = estimate.mean + reach;
  estimate.low = std::min(estimate.low, estimate.low_by_chance);
  estimate.high = std::max(estimate.high, estimate.high_by_chance);
  return estimate;
}

PairedDifference Sampling::difference(std::span<const double> reference,
                                      std::span<const double> arm) const {
  if (!has_draws()) return paired_difference(reference, arm);
  require(reference.size() == arm.size(), "pairs need both arms in every replicate");
  std::vector<double> before(reference.begin(), reference.end());
  std::vector<double> differences;
  for (std::size_t i = 0; i < arm.size(); ++i) {
    differences.push_back(arm[i] - reference[i]);
    if (std::isnan(differences.back())) before[i] = kAbsent;
  }
  PairedDifference result;
  result.difference = mean(differences);
  if (result.difference.draws == 0) return result;
  const Layers levels = layers(before);
  result.reference = levels.mean;
  if (!result.difference.has_interval()) return result;
  const auto moved = ratio(differences, before);
  result.ratio = {1 + moved.value, 1 + moved.low, 1 + moved.high};
  const double sign = result.reference > 0 ? 100 : -100;
  const double ends[] = {sign * moved.low, sign * moved.high};
  result.percent = {sign * moved.value, std::min(ends[0], ends[1]), std::max(ends[0], ends[1])};
  return result;
}

RatioEstimate Sampling::ratio(std::span<const double> numerator,
                              std::span<const double> denominator) const {
  if (!has_draws()) return fieller_ratio(numerator, denominator);
  const Layers upper = layers(numerator);
  const Layers lower = layers(denominator);
  RatioEstimate ratio;
  if (std::min(upper.present, lower.present) < kFewestDraws) return ratio;
  const auto over = shrunk(upper);
  const auto under = shrunk(lower);
  std::vector<double> ratios;
  int other_side = 0;
  for (std::size_t d = 0; d < over.size(); ++d) {
    if (std::isnan(over[d]) || std::isnan(under[d])) continue;
    if (under[d] * lower.mean <= 0) {
      ++other_side;
      continue;
    }
    ratios.push_back(over[d] / under[d]);
  }
  const auto all = static_cast<double>(ratios.size()) + other_side;
  if (ratios.size() < kFewestDraws || other_side > 0.05 * all) return ratio;
  ratio.value = upper.mean / lower.mean;
  ratio.low = quantile(ratios, 0.025);
  ratio.high = quantile(ratios, 0.975);
  return ratio;
}

std::vector<double> Sampling::points(std::span<const double> values) const {
  if (!has_draws()) return {values.begin(), values.end()};
  const Layers found = layers(values);
  return found.present < 2 ? found.means : shrunk(found);
}

}  // namespace resettle
