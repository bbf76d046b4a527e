#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "results/acceptability.h"
#include "results/cost_per_gain.h"
#include "results/frontier.h"
#include "results/judged.h"
#include "results/study_series.h"

// Costs, and what they buy, as the reporting standard CHEERS 2022 asks: perspectives, discount
// rates, price year, cost by line and by year, cost per additional unit, frontier, acceptability.
// Money is KRW of the price year. Source: Husereau, D. et al. (2022), CHEERS 2022 statement, Value
// in Health 25(1), 3-9; MODEL 18.

namespace resettle {

/// A payment of the ledger over the horizon, undiscounted.
struct CostOfLine {
  std::string arm;
  LedgerLineText line;
  Judged result;
};

/// Budget impact: the cost of a calendar year, undiscounted.
struct CostOfYear {
  std::string arm;
  int year = 0;
  Perspective perspective = Perspective::programme;
  Judged result;
};

struct TotalCost {
  std::string arm;
  Perspective perspective = Perspective::programme;
  double discount_rate = 0;  ///< per year
  Judged result;
};

/// What an additional unit of an outcome costs; of distress-years: a year less.
struct CostPerOutcome {
  std::string arm;
  HorizonOutcome outcome = HorizonOutcome::integrated;
  Perspective perspective = Perspective::programme;
  double discount_rate = 0;  ///< of cost and outcome, per year
  PairedDifference gain;     ///< arm minus reference, also where less is better
  CostPerGain cost;
};

/// How often the additional programme cost of a year is above a budget.
struct Overrun {
  std::string arm;
  std::vector<int> years;
  std::vector<double> share_above;  ///< by year: share of replicates
  double any_year = 0;              ///< share of replicates with at least one such year
};

/// What frontier and acceptability curves are drawn for.
struct ValueQuestion {
  HorizonOutcome outcome = HorizonOutcome::integrated;
  Perspective perspective = Perspective::programme;
  double discount_rate = 0;  ///< per year
};

struct Economics {
  std::vector<Perspective> perspectives;  ///< without the societal one if the file does not tell
  std::vector<double> discount_rates;     ///< 0, the study's own, 0.03, 0.07; each once
  std::vector<CostOfLine> by_line;        ///< lines that differ in no arm are left out
  std::vector<CostOfYear> by_year;
  std::vector<TotalCost> totals;
  std::vector<CostPerOutcome> per_outcome;
  ValueQuestion question;
  std::vector<FrontierRow> frontier;
  Acceptability acceptability;
  std::optional<double> budget_krw_per_year;
  std::vector<Overrun> overrun;  ///< empty without a budget
};

/// What is said of an outcome over the horizon, by arm (from 0, without the reference).
using GainVerdict = std::function<Verdict(std::size_t arm, HorizonOutcome outcome)>;

/// Throws InputError if the file does not tell the perspective of the question. A cost below
/// `smallest.share` of that of the reference is negligible.
Economics economics_of(const StudySeries& series, double own_discount_rate,
                       const SmallestEffect& smallest, const GainVerdict& gain_verdict,
                       const ValueQuestion& question, std::optional<double> budget_krw_per_year);

/// Cost and effect (turned so that more is better) of every arm, the reference first.
std::vector<CostsAndEffects> costs_and_effects(const StudySeries& series,
                                               const ValueQuestion& question);

}  // namespace resettle
