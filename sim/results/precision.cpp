#include "results/precision.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>

namespace resettle {

namespace {

constexpr double kLevel = 0.05;

}  // namespace

PrecisionRow precision_of(const std::string& arm, const std::string& outcome,
                          const PairedDifference& result) {
  const auto& difference = result.difference;
  PrecisionRow row{arm, outcome, kAbsent, difference.replicates, kAbsent};
  row.half_width = difference.half_width();
  row.unpaired_replicates = std::ceil(difference.replicates * result.unpaired_factor);
  return row;
}

double two_sided_p_value(const Estimate& difference) {
  if (!difference.has_interval()) return kAbsent;
  if (difference.standard_error == 0) return difference.mean == 0 ? 1 : 0;
  const boost::math::students_t_distribution<double> student(difference.replicates - 1);
  const double t = std::abs(difference.mean) / difference.standard_error;
  return 2 * boost::math::cdf(boost::math::complement(student, t));
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return p_values[one] < p_values[other];
  });
  std::vector<double> adjusted(p_values.size());
  double highest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    highest = std::max(highest, std::min(1.0, left * p_values[order[rank]]));
    adjusted[order[rank]] = highest;
  }
  return adjusted;
}

Multiplicity multiplicity_of(std::vector<TestRow> rows) {
  Multiplicity result;
  std::erase_if(rows, [](const TestRow& row) { return std::isnan(row.p_value); });
  std::vector<double> p_values;
  for (const auto& row : rows) p_values.push_back(row.p_value);
  const auto adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].p_holm = adjusted[i];
    result.clear += rows[i].p_value < kLevel ? 1 : 0;
    result.clear_after_holm += adjusted[i] < kLevel ? 1 : 0;
  }
  result.rows = std::move(rows);
  return result;
}

}  // namespace resettle
