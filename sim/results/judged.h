#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/study_plan.h"
#include "results/paired_interval.h"
#include "results/verdict.h"

namespace resettle {

/// An arm against the reference, and what can be said of it.
struct Judged : PairedDifference {
  Judged() = default;
  explicit Judged(const PairedDifference& found) : PairedDifference(found) {}

  double smallest = 0;  ///< unit of the difference; smaller ones do not matter
  Verdict verdict;
};

/// The smallest difference that matters: a share of the level in the reference. Where zero is only
/// the mean of some population or a logarithm (`unit`), the share of one such unit, of `scale` of
/// them for a sum.
double smallest_difference(double share, double reference, std::string_view unit, double scale = 1);
/// The same of an outcome for which the study may name an amount.
double smallest_difference(const SmallestEffect& smallest, const std::string& outcome,
                           double reference, std::string_view unit, double scale = 1);

/// Judges differences that are shown together.
void judge_together(const std::vector<Judged*>& together);

}  // namespace resettle
