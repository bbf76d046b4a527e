#pragma once

#include <string>

#include "results/paired_interval.h"
#include "results/study_series.h"

// How many replicates a question needs: half widths and detectable effects from the spread of the
// differences between an arm and the reference over replicates.

namespace resettle {

/// Standard deviation over replicates, from the standard error; NaN without an interval.
double deviation_of(const Estimate& estimate);

/// Half the width of the 95 % Student-t interval of a mean over `replicates` (at least 2).
double half_width_at(double deviation, int replicates);

/// The fewest replicates, kFewestForInterval at least and `most` at most, with which half_width_at
/// is at or below the target; 0 if there are none.
int replicates_for(double deviation, double half_width, int most);

/// The difference that a two-sided test at 5 % finds with probability `power` (0.5 to 1):
/// (t(0.975) + t(power)) x deviation / sqrt(n), quantiles of Student's t with n - 1 degrees of
/// freedom, which for few replicates is close to the solution with the noncentral t and needs no
/// search. `replicates` at least 2.
/// Source: Bloom, H. S. (1995), Minimum detectable effects, Evaluation Review 19(5), 547-556.
double detectable_effect(double deviation, int replicates, double power);

struct DeviationRange {
  double low = kAbsent;
  double high = kAbsent;
};
/// The 95 % interval of a standard deviation that was estimated from normal values, by the
/// chi-square distribution; NaN with fewer than two.
DeviationRange deviation_range(double deviation, int replicates);

/// How many draws of the parameters, and replicates of each.
struct Split {
  int draws = 0;
  int replicates = 0;
};

/// How so many runs (at least 2 kFewestDraws) tell best how far what is not known reaches, the ends
/// of the total interval: 1 + (chance / not_known)^2 replicates of a draw, where the variance below
/// is least; at least 2, without which chance cannot be told apart, and kFewestDraws draws.
/// Both are standard deviations, of an Estimate with draws; `not_known` above 0.
Split best_split(double not_known, double chance, int runs);

/// Standard error of the standard deviation of what is not known as such a study estimates it, by
/// the variance of the estimator of a one-way layout of normal values; NaN where nothing is not
/// known. Source: Searle, Casella and McCulloch (1992), Variance Components, chapter 3.
double not_known_error(double not_known, double chance, const Split& split);

}  // namespace resettle
