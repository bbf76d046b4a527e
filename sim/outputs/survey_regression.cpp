#include "outputs/survey_regression.h"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

namespace resettle {

namespace {

constexpr double kAbsentValue = std::numeric_limits<double>::quiet_NaN();
constexpr double kNearlyCopies = 1e-10;  // pivot of a correlation matrix that counts as zero

using Column = std::vector<double>;

double mean_of(const Column& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sd_of(const Column& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

Column standardised_column(const Column& values) {
  const double mean = mean_of(values);
  const double sd = sd_of(values);
  Column result;
  result.reserve(values.size());
  for (const double value : values) result.push_back((value - mean) / sd);
  return result;
}

double correlation(const Column& one, const Column& other) {
  double sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) sum += one[i] * other[i];
  return sum / static_cast<double>(one.size());
}

/// Solves matrix x = right by elimination; empty if the matrix is singular. The matrix holds
/// correlations, so it is positive definite and needs no exchange of rows.
Column solve(std::vector<Column> matrix, Column right) {
  const std::size_t n = right.size();
  for (std::size_t k = 0; k < n; ++k) {
    if (!(matrix[k][k] > kNearlyCopies)) return {};
    for (std::size_t row = k + 1; row < n; ++row) {
      const double factor = matrix[row][k] / matrix[k][k];
      for (std::size_t column = k; column < n; ++column) {
        matrix[row][column] -= factor * matrix[k][column];
      }
      right[row] -= factor * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t column = k + 1; column < n; ++column) {
      right[k] -= matrix[k][column] * right[column];
    }
    right[k] /= matrix[k][k];
  }
  return right;
}

/// Standardised coefficients; empty where the data cannot tell.
Column betas_of(const std::vector<Column>& predictors, const Column& outcome) {
  const Column y = standardised_column(outcome);
  std::vector<Column> x;
  for (const auto& predictor : predictors) x.push_back(standardised_column(predictor));
  std::vector<Column> matrix;
  Column right;
  for (const auto& one : x) {
    Column row;
    for (const auto& other : x) row.push_back(correlation(one, other));
    matrix.push_back(std::move(row));
    right.push_back(correlation(one, y));
  }
  return solve(std::move(matrix), std::move(right));
}

}  // namespace

double LinearFit::effect_of_sd(std::size_t k) const { return coefficient[k] * predictor_sd[k]; }

double LinearFit::standardised(std::size_t k) const { return effect_of_sd(k) / outcome_sd; }

LinearFit fit_linear(const std::vector<std::vector<double>>& predictors,
                     const std::vector<double>& outcome) {
  LinearFit fit;
  fit.coefficient.assign(predictors.size(), kAbsentValue);
  fit.predictor_sd.assign(predictors.size(), kAbsentValue);
  fit.outcome_sd = kAbsentValue;
  for (const auto& predictor : predictors) {
    if (predictor.size() != outcome.size()) throw std::logic_error("columns of unequal length");
  }
  if (outcome.size() <= predictors.size() + 1) return fit;
  fit.outcome_sd = sd_of(outcome);
  for (std::size_t k = 0; k < predictors.size(); ++k) fit.predictor_sd[k] = sd_of(predictors[k]);
  const Column betas = betas_of(predictors, outcome);
  for (std::size_t k = 0; k < betas.size(); ++k) {
    fit.coefficient[k] = betas[k] * fit.outcome_sd / fit.predictor_sd[k];
  }
  return fit;
}

std::vector<double> within_groups(const std::vector<double>& values,
                                  const std::vector<int>& group) {
  if (values.size() != group.size()) throw std::logic_error("every value needs its group");
  std::map<int, std::pair<double, double>> sums;  // sum and number
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[group[i]].first += values[i];
    sums[group[i]].second += 1;
  }
  std::vector<double> result;
  result.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& [sum, number] = sums[group[i]];
    result.push_back(values[i] - sum / number);
  }
  return result;
}

}  // namespace resettle
