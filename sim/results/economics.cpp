#include "results/economics.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.h"

namespace resettle {

namespace {

using Values = std::vector<double>;

const Values& cost_table(const ArmSeries& arm, Perspective perspective) {
  return arm.costs[static_cast<std::size_t>(perspective)];
}

std::vector<Perspective> perspectives_in(const StudySeries& series) {
  std::vector<Perspective> known;
  for (std::size_t i = 0; i < kPerspectiveNames.size(); ++i) {
    const auto perspective = static_cast<Perspective>(i);
    if (series.has(perspective)) known.push_back(perspective);
  }
  return known;
}

/// The study's own rate and those that are usual elsewhere.
std::vector<double> discount_rates(double own) {
  std::vector<double> rates;
  for (const double rate : {0.0, own, 0.03, 0.07}) {
    if (std::find(rates.begin(), rates.end(), rate) == rates.end()) rates.push_back(rate);
  }
  return rates;
}

Values line_totals(const StudySeries& series, const ArmSeries& arm, std::size_t line) {
  Values totals;
  for (std::size_t r = 0; r < series.replicates; ++r) {
    totals.push_back(arm.lines[r * series.lines.size() + line]);
  }
  return totals;
}

void add_lines(Economics& economics, const StudySeries& series) {
  const auto& reference = series.reference();
  std::vector<bool> differs(series.lines.size());
  for (const auto& arm : series.arms) {
    for (std::size_t i = 0; i < arm.lines.size(); ++i) {
      if (arm.lines[i] != reference.lines[i]) differs[i % differs.size()] = true;
    }
  }
  for (std::size_t a = 1; a < series.arms.size(); ++a) {
    for (std::size_t line = 0; line < series.lines.size(); ++line) {
      if (!differs[line]) continue;
      const auto result = series.sampling.difference(line_totals(series, reference, line),
                                                     line_totals(series, series.arms[a], line));
      economics.by_line.push_back({series.arms[a].name, series.lines[line], Judged(result)});
    }
  }
}

void add_years(Economics& economics, const StudySeries& series, const ArmSeries& arm) {
  for (const auto perspective : economics.perspectives) {
    for (const int year : years_of(series)) {
      const auto result = series.sampling.difference(
          in_year(series, cost_table(series.reference(), perspective), year),
          in_year(series, cost_table(arm, perspective), year));
      economics.by_year.push_back({arm.name, year, perspective, Judged(result)});
    }
  }
}

/// Costs and prices at one discount rate.
void add_prices(Economics& economics, const StudySeries& series, std::size_t number, double rate,
                const GainVerdict& gain_verdict) {
  const auto& arm = series.arms[number + 1];
  const auto& reference = series.reference();
  std::vector<std::pair<Perspective, Values>> costs;
  for (const auto perspective : economics.perspectives) {
    const auto before = over_horizon(series, cost_table(reference, perspective), rate);
    const auto after = over_horizon(series, cost_table(arm, perspective), rate);
    const auto result = series.sampling.difference(before, after);
    economics.totals.push_back({arm.name, perspective, rate, Judged(result)});
    costs.emplace_back(perspective, differences(before, after));
  }
  for (const auto& info : kHorizonOutcomes) {
    const auto at = static_cast<std::size_t>(info.outcome);
    const auto before = over_horizon(series, reference.outcomes[at], rate);
    const auto after = over_horizon(series, arm.outcomes[at], rate);
    const auto gain = in_its_unit(series.sampling.difference(before, after), info.unit);
    const auto said = gain_verdict(number, info.outcome);
    const auto verdict = info.higher_is_better ? said : turned(said);
    const auto better =
        info.higher_is_better ? differences(before, after) : differences(after, before);
    for (const auto& [perspective, cost] : costs) {
      economics.per_outcome.push_back({arm.name, info.outcome, perspective, rate, gain,
                                       cost_per_gain(series.sampling, cost, better, verdict)});
    }
  }
}

/// With draws of the parameters an arm is called dominated from this probability on.
constexpr double kDominatedFrom = 0.95;

double mean_over(const Values& values, const std::vector<std::size_t>& replicates) {
  double sum = 0;
  for (const auto r : replicates) sum += values[r];
  return sum / static_cast<double>(replicates.size());
}

/// The costs of one table are judged together.
template <class Row>
void judge_rows(std::vector<Row>& rows, double share) {
  std::vector<Judged*> together;
  for (auto& row : rows) {
    row.result.smallest = smallest_difference(share, row.result.reference, "KRW");
    together.push_back(&row.result);
  }
  judge_together(together);
}

void judge_costs(Economics& economics, double share) {
  judge_rows(economics.by_line, share);
  judge_rows(economics.by_year, share);
  judge_rows(economics.totals, share);
}

/// In which share of the draws of the parameters `one` costs less than `other` and achieves no less
/// than what is negligible below it.
double share_dominated(const CostsAndEffects& one, const CostsAndEffects& other, double smallest) {
  int both = 0;
  int dominated = 0;
  for (std::size_t d = 0; d < one.costs.size(); ++d) {
    const double saved = other.costs[d] - one.costs[d];
    const double lost = other.effects[d] - one.effects[d];
    if (std::isnan(saved) || std::isnan(lost)) continue;
    ++both;
    if (saved > 0 && lost < smallest) ++dominated;
  }
  return both > 0 ? static_cast<double>(dominated) / both : 0;
}

/// How sure it is that `one` leaves no reason for `other`: that it costs less, and achieves no less
/// than what is negligible below it. Both must hold, so the less sure one counts.
Verdict sure_to_dominate(const CostsAndEffects& one, const CostsAndEffects& other,
                         double smallest) {
  const auto costs = estimate_mean(differences(one.costs, other.costs));
  Estimate effects = estimate_mean(differences(other.effects, one.effects));
  for (double* value : {&effects.mean, &effects.low, &effects.high}) *value += smallest;
  Verdict cheaper = judge({costs});
  const Verdict no_less = judge({effects});
  if (no_less.finding != Finding::more || cheaper.finding != Finding::more) return {};
  cheaper.probability = std::min(cheaper.probability, no_less.probability);
  return cheaper;
}

const CostsAndEffects& values_of(const std::string& name,
                                 const std::vector<CostsAndEffects>& arms) {
  return *std::find_if(arms.begin(), arms.end(),
                       [&](const CostsAndEffects& one) { return one.arm == name; });
}

/// Whether it is likely that `one` achieves more than `other`, and more than is negligible: only
/// then is there something to pay for.
bool is_likely_more(const CostsAndEffects& one, const CostsAndEffects& other, double smallest,
                    bool draws) {
  const auto gains = differences(other.effects, one.effects);
  if (!draws) return judge({estimate_mean(gains), smallest}).is(Finding::more, Sureness::likely);
  const auto known =
      std::count_if(gains.begin(), gains.end(), [](double gain) { return !std::isnan(gain); });
  const auto more =
      std::count_if(gains.begin(), gains.end(), [&](double gain) { return gain > smallest; });
  return static_cast<double>(more) > kLikely * static_cast<double>(known);
}

/// Of an arm that another one dominates by the means, how sure the surest of these is.
void add_sureness(FrontierRow& row, const std::vector<CostsAndEffects>& arms, double smallest,
                  bool draws) {
  if (row.status != FrontierStatus::dominated) return;
  double surest = 0;
  for (const auto& name : row.by) {
    if (draws) {
      const double share =
          share_dominated(values_of(name, arms), values_of(row.values.arm, arms), smallest);
      if (share > kDominatedFrom) surest = std::max(surest, share);
      continue;
    }
    const auto verdict =
        sure_to_dominate(values_of(name, arms), values_of(row.values.arm, arms), smallest);
    if (verdict.finding == Finding::more) surest = std::max(surest, verdict.probability);
  }
  row.sureness = sureness_of(surest);
}

void add_value(Economics& economics, const StudySeries& series, const SmallestEffect& smallest) {
  const auto arms = costs_and_effects(series, economics.question);
  economics.acceptability = acceptability(arms, threshold_grid(arms));
  const auto replicates = complete_replicates(arms);
  if (replicates.empty()) return;
  std::vector<CostAndEffect> means;
  for (const auto& arm : arms) {
    means.push_back(
        {arm.arm, mean_over(arm.costs, replicates), mean_over(arm.effects, replicates)});
  }
  economics.frontier = frontier(means);
  const auto& info = info_of(economics.question.outcome);
  const double level = mean_over(arms.front().effects, replicates);
  const double negligible =
      smallest_difference(smallest, info.name, level, info.unit, std::fabs(level));
  const bool draws = series.sampling.has_draws();
  for (auto& row : economics.frontier) {
    add_sureness(row, arms, negligible, draws);
    // As everywhere, there is a price only where the gain is likely.
    if (!row.icer) continue;
    const auto& before = values_of(row.against, arms);
    if (!is_likely_more(values_of(row.values.arm, arms), before, negligible, draws)) {
      row.icer.reset();
    }
  }
  // Effects were turned so that more is better; they are shown as they are measured.
  if (info.higher_is_better) return;
  for (auto& row : economics.frontier) row.values.effect = -row.values.effect;
}

Overrun overrun_of(const StudySeries& series, const ArmSeries& arm, double budget) {
  Overrun overrun{arm.name, years_of(series), {}, 0};
  std::vector<bool> ever(series.replicates, false);
  const auto replicates = static_cast<double>(series.replicates);
  for (const int year : overrun.years) {
    const auto additional =
        differences(in_year(series, cost_table(series.reference(), Perspective::programme), year),
                    in_year(series, cost_table(arm, Perspective::programme), year));
    double above = 0;
    for (std::size_t r = 0; r < additional.size(); ++r) {
      if (!(additional[r] > budget)) continue;
      ++above;
      ever[r] = true;
    }
    overrun.share_above.push_back(above / replicates);
  }
  overrun.any_year = static_cast<double>(std::count(ever.begin(), ever.end(), true)) / replicates;
  return overrun;
}

void check_question(const StudySeries& series, const ValueQuestion& question) {
  if (series.has(question.perspective)) return;
  Problem problem;
  problem.where.file = "--perspective";
  problem.message = "the file does not tell the time of mentors, or what an hour is worth";
  problem.remedy = "programme or public_budget, or run the study again with this version";
  throw InputError(std::move(problem));
}

}  // namespace

std::vector<CostsAndEffects> costs_and_effects(const StudySeries& series,
                                               const ValueQuestion& question) {
  std::vector<CostsAndEffects> arms;
  const auto values = [&](const ArmSeries& arm, bool costs) {
    const auto outcome = static_cast<std::size_t>(question.outcome);
    const auto table = [&](const ArmSeries& of) -> const Values& {
      return costs ? cost_table(of, question.perspective) : of.outcomes[outcome];
    };
    return comparable_values(series, table(series.reference()), table(arm), question.discount_rate);
  };
  for (const auto& arm : series.arms) {
    if (!arm.is_ranked) continue;
    CostsAndEffects both{arm.name, values(arm, true), values(arm, false)};
    if (!info_of(question.outcome).higher_is_better) {
      for (double& effect : both.effects) effect = -effect;
    }
    arms.push_back(std::move(both));
  }
  return arms;
}

Economics economics_of(const StudySeries& series, double own_discount_rate,
                       const SmallestEffect& smallest, const GainVerdict& gain_verdict,
                       const ValueQuestion& question, std::optional<double> budget_krw_per_year) {
  check_question(series, question);
  Economics economics;
  economics.perspectives = perspectives_in(series);
  economics.discount_rates = discount_rates(own_discount_rate);
  economics.question = question;
  economics.budget_krw_per_year = budget_krw_per_year;
  add_lines(economics, series);
  for (std::size_t a = 1; a < series.arms.size(); ++a) {
    const auto& arm = series.arms[a];
    add_years(economics, series, arm);
    for (const double rate : economics.discount_rates) {
      add_prices(economics, series, a - 1, rate, gain_verdict);
    }
    if (budget_krw_per_year) {
      economics.overrun.push_back(overrun_of(series, arm, *budget_krw_per_year));
    }
  }
  judge_costs(economics, smallest.share);
  add_value(economics, series, smallest);
  return economics;
}

}  // namespace resettle
