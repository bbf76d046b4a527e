#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/paired_interval.h"

// The one rule by which words are chosen for a difference: first how large it is against the
// smallest that matters, then how sure that is. Terminal, report, notebooks, JSON and CSV take
// their words from here.

namespace resettle {

enum class Finding {
  too_few_persons,     ///< suppressed
  too_few_replicates,  ///< they do not tell_of_chance
  nothing,             ///< zero in every replicate
  negligible,          ///< smaller than the smallest that matters
  more,
  less
};

/// The words and their thresholds: more than 90 %, more than 66 %.
enum class Sureness { very_likely, likely, open };
inline constexpr double kVeryLikely = 0.90;
inline constexpr double kLikely = 0.66;
Sureness sureness_of(double probability);

/// What can be said of a difference.
struct Verdict {
  Finding finding = Finding::too_few_persons;
  /// That the true difference is of that size, corrected for the number of claims made at once;
  /// NaN where the finding is no claim. Only what chance does to means over replicates counts:
  /// parameters are taken as they are.
  double probability = kAbsent;

  [[nodiscard]] Sureness sureness() const { return sureness_of(probability); }
  [[nodiscard]] bool is(Finding what, Sureness at_least) const {
    return finding == what && sureness() <= at_least;
  }
};

/// A difference to be judged, and the size below which it does not matter (0 or more).
struct Claim {
  Estimate difference;
  double smallest = 0;
};

/// Judges differences that are shown together. A mean within the smallest size is called
/// negligible, any other one more or less; its probability is that of Student's t around the mean.
/// Source of the correction for several claims: Holm, S. (1979), A simple sequentially rejective
/// multiple test procedure, Scandinavian Journal of Statistics 6(2), 65-70.
std::vector<Verdict> judge(std::span<const Claim> together);
Verdict judge(const Claim& alone);

/// The same seen from the other side: what is more of something bad is less of something good.
Verdict turned(Verdict verdict);

/// Where a finding stands among those of several arms, the best first: what is surely more, then
/// what is negligible, by whatever sureness, nothing or not known, and last what is surely less.
/// Those of one place are in order of their means.
int place_of(const Verdict& verdict);

/// As JSON and CSV write it: more, less, negligible, nothing, too_few_replicates, too_few_persons.
const char* name_of(Finding finding);
/// very_likely, likely, about_as_likely_as_not.
const char* name_of(Sureness sureness);
/// "more, very likely", "negligible, about as likely as not", "no difference" ...
std::string words_of(const Verdict& verdict);
/// A mark beside a number where words have no room: "**" very likely, "*" likely more or less.
const char* mark_of(const Verdict& verdict);
inline constexpr const char* kMarksMean = "** very likely, * likely more or less than negligible";

/// Adjusts p values so that the chance of any false one below a limit is that limit at most.
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace resettle
