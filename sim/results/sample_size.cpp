#include "results/sample_size.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>

#include "core/errors.h"
#include "results/sampling.h"

namespace resettle {

namespace {

constexpr double kUpperTail = 0.975;  // of a two-sided 95 % interval, or test at 5 %

}  // namespace

double deviation_of(const Estimate& estimate) {
  if (!estimate.has_interval()) return kAbsent;
  if (estimate.draws > 0) return estimate.chance;  // more replicates narrow nothing else
  return estimate.standard_error * std::sqrt(static_cast<double>(estimate.replicates));
}

double half_width_at(double deviation, int replicates) {
  require(replicates >= 2, "one replicate has no interval");
  return student_t_quantile(kUpperTail, replicates - 1) * deviation / std::sqrt(replicates);
}

int replicates_for(double deviation, double half_width, int most) {
  if (most < kFewestForInterval || !(half_width_at(deviation, most) <= half_width)) return 0;
  int too_few = kFewestForInterval - 1;
  int enough = most;
  while (enough - too_few > 1) {
    const int middle = too_few + (enough - too_few) / 2;
    (half_width_at(deviation, middle) <= half_width ? enough : too_few) = middle;
  }
  return enough;
}

double detectable_effect(double deviation, int replicates, double power) {
  require(replicates >= 2, "one replicate detects nothing");
  const int degrees = replicates - 1;
  return (student_t_quantile(kUpperTail, degrees) + student_t_quantile(power, degrees)) *
         deviation / std::sqrt(replicates);
}

Split best_split(double not_known, double chance, int runs) {
  require(runs >= 2 * kFewestDraws, "too few runs to draw parameters");
  require(not_known > 0, "there is nothing to be told from chance");
  const double best = 1 + chance * chance / (not_known * not_known);
  const int most = runs / kFewestDraws;
  const int replicates = best < most ? std::max(2, static_cast<int>(std::lround(best))) : most;
  return {runs / replicates, replicates};
}

double not_known_error(double not_known, double chance, const Split& split) {
  require(split.draws >= 2 && split.replicates >= 2, "a layout of one way needs two of each");
  if (!(not_known > 0)) return kAbsent;
  const double within = chance * chance / split.replicates;
  const double of_means = not_known * not_known + within;
  const double variance =
      2 * (of_means * of_means / (split.draws - 1) +
           within * within / (static_cast<double>(split.draws) * (split.replicates - 1)));
  return std::sqrt(variance) / (2 * not_known);
}

DeviationRange deviation_range(double deviation, int replicates) {
  if (replicates < 2) return {};
  const double degrees = replicates - 1;
  const boost::math::chi_squared_distribution<double> chi_squared(degrees);
  const auto at = [&](double probability) {
    return deviation * std::sqrt(degrees / boost::math::quantile(chi_squared, probability));
  };
  return {at(kUpperTail), at(1 - kUpperTail)};
}

}  // namespace resettle
