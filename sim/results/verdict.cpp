#include "results/verdict.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/math/distributions/students_t.hpp>

namespace resettle {

namespace {

/// That the true difference is at most `limit`.
double probability_up_to(const Estimate& difference, double limit) {
  if (!difference.points.empty()) {
    const auto up_to = std::count_if(difference.points.begin(), difference.points.end(),
                                     [&](double point) { return point <= limit; });
    return static_cast<double>(up_to) / static_cast<double>(difference.points.size());
  }
  if (difference.standard_error == 0) return difference.mean <= limit ? 1 : 0;
  const boost::math::students_t_distribution<double> student(difference.replicates - 1);
  return boost::math::cdf(student, (limit - difference.mean) / difference.standard_error);
}

Verdict judge_before_correction(const Claim& claim) {
  const Estimate& difference = claim.difference;
  if (std::isnan(difference.mean)) return {Finding::too_few_persons};
  if (difference.is_always_zero()) return {Finding::nothing};
  if (!difference.has_interval()) return {Finding::too_few_replicates};
  const double below = probability_up_to(difference, -claim.smallest);
  const double up_to = probability_up_to(difference, claim.smallest);
  if (difference.mean > claim.smallest) return {Finding::more, 1 - up_to};
  if (difference.mean < -claim.smallest) return {Finding::less, below};
  return {Finding::negligible, up_to - below};
}

}  // namespace

Sureness sureness_of(double probability) {
  if (probability > kVeryLikely) return Sureness::very_likely;
  return probability > kLikely ? Sureness::likely : Sureness::open;
}

std::vector<Verdict> judge(std::span<const Claim> together) {
  std::vector<Verdict> verdicts;
  std::vector<std::size_t> claims;
  std::vector<double> p_values;
  for (const Claim& claim : together) {
    verdicts.push_back(judge_before_correction(claim));
    // Of draws it is a share of what may be the case, not of what chance may feign.
    if (std::isnan(verdicts.back().probability) || claim.difference.draws > 0) continue;
    claims.push_back(verdicts.size() - 1);
    p_values.push_back(1 - verdicts.back().probability);
  }
  const auto adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    verdicts[claims[i]].probability = 1 - adjusted[i];
  }
  return verdicts;
}

Verdict judge(const Claim& alone) { return judge_before_correction(alone); }

Verdict turned(Verdict verdict) {
  if (verdict.finding == Finding::more) {
    verdict.finding = Finding::less;
  } else if (verdict.finding == Finding::less) {
    verdict.finding = Finding::more;
  }
  return verdict;
}

int place_of(const Verdict& verdict) {
  const int sureness = static_cast<int>(verdict.sureness());
  const int least_sure = static_cast<int>(Sureness::open);
  switch (verdict.finding) {
    case Finding::more:
      return sureness;
    case Finding::negligible:
      return least_sure + 1;
    case Finding::nothing:
    case Finding::too_few_replicates:
      return least_sure + 2;
    case Finding::less:
      return least_sure + 3 + (least_sure - sureness);
    case Finding::too_few_persons:
      break;
  }
  return 2 * least_sure + 4;
}

const char* name_of(Finding finding) {
  switch (finding) {
    case Finding::too_few_persons:
      return "too_few_persons";
    case Finding::too_few_replicates:
      return "too_few_replicates";
    case Finding::nothing:
      return "nothing";
    case Finding::negligible:
      return "negligible";
    case Finding::more:
      return "more";
    case Finding::less:
      return "less";
  }
  return "";
}

const char* name_of(Sureness sureness) {
  switch (sureness) {
    case Sureness::very_likely:
      return "very_likely";
    case Sureness::likely:
      return "likely";
    case Sureness::open:
      return "about_as_likely_as_not";
  }
  return "";
}

std::string words_of(const Verdict& verdict) {
  switch (verdict.finding) {
    case Finding::too_few_persons:
      return "too few persons";
    case Finding::too_few_replicates:
      return "too few replicates";
    case Finding::nothing:
      return "no difference";
    default:
      break;
  }
  std::string sure = name_of(verdict.sureness());
  std::replace(sure.begin(), sure.end(), '_', ' ');
  return std::string(name_of(verdict.finding)) + ", " + sure;
}

const char* mark_of(const Verdict& verdict) {
  const bool differs = verdict.finding == Finding::more || verdict.finding == Finding::less;
  if (!differs || verdict.sureness() == Sureness::open) return "";
  return verdict.sureness() == Sureness::very_likely ? "**" : "*";
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

}  // namespace resettle
