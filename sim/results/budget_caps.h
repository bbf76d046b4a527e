#pragma once

#include <string>
#include <vector>

#include "core/series.h"
#include "results/arm_source.h"
#include "results/paired_interval.h"
#include "results/resolved_scenarios.h"

// How instruments with a budget for the year used it.

namespace resettle {

/// Spending of at least this share of the cap counts as having reached it: places are granted
/// whole, at their full cost, so the last won is hardly ever spent.
inline constexpr double kAtCap = 0.98;

/// A calendar year of which every capped month is in the file.
struct CapYear {
  int year = 0;
  double cap_krw = 0;  ///< nominal, of the nation: a twelfth of the yearly cap per capped month
  Estimate spent;      ///< in the capped months; nominal KRW, of the nation
  double share_of_replicates_at_cap = 0;
};

/// An instrument of an arm that is capped in at least one of these years.
struct CapUse {
  std::string arm;
  std::string instrument;  ///< its section below `policies.`
  std::string label;
  Series cap_krw_per_year;  ///< infinity = no cap
  std::vector<CapYear> years;
};

/// Reads the caps of an arm from the resolved scenarios of its file and the spending from the
/// ledger there, which has the months from `start` to `end`. An arm has its own caps from the
/// policy start on, those of the reference before. A file without scenarios says nothing about
/// caps. `name` is that of the arm in the comparison. Errors: InputError (scenarios that do not fit
/// the arms).
std::vector<CapUse> budget_caps_of(const ArmSource& source, const std::string& name, Month start,
                                   Month end, ResolvedScenarios& scenarios);

}  // namespace resettle
