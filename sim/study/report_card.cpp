#include "study/report_card.h"

#include <algorithm>
#include <cmath>

#include "core/errors.h"
#include "io/strict_text.h"
#include "model/replicate.h"

namespace resettle {

namespace {

constexpr Month kAfterFourYears = month_of(2013, 6);  // the newcomers of 2008 have had 48 months
constexpr Month kNetworkMonth = month_of(2016, 12);
constexpr double kNetworkTolerance = 0.03;  // MODEL 21, F14

Target process_target(const char* pattern, const char* indicator, Month month, double value) {
  Target target;
  target.pattern = pattern;
  target.id = pattern;
  target.indicator = indicator;
  target.population = "residents";
  target.age_from = 15;
  target.age_to = kOldestAge;
  target.subgroup = "all";
  target.month = month;
  target.value = value;
  target.standard_error = kAbsent;
  return target;
}

Target direction(const char* indicator, double sign) {
  Target target = process_target("F7", indicator, kAfterFourYears, sign);
  target.unit = kSignUnit;
  target.source = "MODEL 21, F7";
  target.note = "same persons, 6-12 and 42-48 months after the facility, arrivals 2003-2008";
  return target;
}

Target network(const char* indicator, double effect) {
  Target target = process_target("F14", indicator, kNetworkMonth, effect);
  target.id = "G13";
  target.tolerance = kNetworkTolerance;
  target.unit = "share";
  target.source = "Beaman 2012";
  target.note =
      "employment a year after the facility for 1 SD more in the locality, arrivals since 2003";
  return target;
}

SurveyRules rules_of(const Scenario& scenario) {
  const auto value = [&](const char* path) {
    return static_cast<float>(scenario.parameters.at(path).value.at(Month{}));
  };
  return {.impulse_threshold = value("scores.impulse_threshold"),
          .ill_strong = value("support.ill_strong"),
          .ill_ordinary = value("support.ill_ordinary"),
          .money_strong = value("support.money_strong"),
          .money_ordinary = value("support.money_ordinary")};
}

bool is_measured(const Target& target) { return why_not_measured(question_of(target)).empty(); }

std::string remedy_for(const Target& target) {
  const auto known = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!known(survey_indicators(), target.indicator)) {
    return suggest(target.indicator, survey_indicators());
  }
  if (!known(survey_populations(), target.population)) {
    return suggest(target.population, survey_populations());
  }
  return "subgroups are all, man, woman, or the categories of the indicator";
}

void check(const std::vector<Target>& targets) {
  ProblemList problems;
  for (const auto& target : targets) {
    const auto fault = fault_in(question_of(target));
    if (!fault.empty()) {
      problems.add({target.where, target.indicator, fault, remedy_for(target)});
    }
  }
  throw_if_any_once(problems);
}

}  // namespace

std::vector<Target> patterns_of_process() {
  return {direction("employment_change", 1),         direction("ptsd_change", -1),
          direction("loneliness_change", 1),         direction("distress_change", 1),
          direction("life_satisfaction_change", -1), network("network_of_newcomers_effect", -0.05),
          network("network_of_settled_effect", 0.05)};
}

CardVerdict judge(const Target& target, double simulated) {
  if (std::isnan(simulated)) return CardVerdict::not_measured;
  const bool hit = target.unit == kSignUnit
                       ? simulated * target.value > 0
                       : std::abs(simulated - target.value) <= target.tolerance;
  return hit ? CardVerdict::hit : CardVerdict::miss;
}

SurveyQuestion question_of(const Target& target) {
  return {target.indicator, target.population, target.subgroup,
          target.age_from,  target.age_to,     target.month};
}

std::vector<ReportRow> judged_rows(const std::vector<Target>& targets,
                                   const std::vector<std::vector<double>>& answers) {
  std::vector<ReportRow> rows;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    ReportRow row;
    row.target = targets[t];
    row.why = why_not_measured(question_of(row.target));
    std::vector<double> values;
    for (const auto& replicate : answers) values.push_back(replicate.at(t));
    if (row.why.empty()) {
      row.simulated = estimate_mean(values);
      row.verdict = judge(row.target, row.simulated.mean);
      if (row.verdict == CardVerdict::not_measured) row.why = "nobody was there to be asked";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

ReportCard make_report_card(const Scenario& scenario, const std::vector<Target>& targets,
                            const RunChoice& choice) {
  check(targets);
  const StudyPlan plan = plan_of(scenario, choice);
  std::vector<SurveyQuestion> questions;
  Month last = plan.start;
  for (const auto& target : targets) {
    if (!is_measured(target)) continue;
    questions.push_back(question_of(target));
    last = std::max(last, target.month);
  }
  std::vector<std::vector<double>> answers(static_cast<std::size_t>(choice.replicates));
  for_each_replicate(choice, [&](std::size_t replicate, bool parallel) {
    auto simulation =
        begin_simulation(plan, static_cast<std::uint32_t>(replicate), scenario.values(), parallel);
    SurveyRecorder survey(questions, rules_of(scenario));
    Recorder* const recorders[] = {&survey};
    simulation.advance(last, month_of(1990, 1), recorders);
    auto& row = answers[replicate];
    std::size_t next = 0;
    for (const auto& target : targets) {
      row.push_back(is_measured(target) ? survey.answers()[next++] : kAbsent);
    }
  });
  ReportCard card;
  card.scenario = scenario.name;
  card.replicates = choice.replicates;
  card.scale = plan.scale;
  card.seed = plan.seed;
  card.rows = judged_rows(targets, answers);
  return card;
}

std::vector<PatternCount> counts_by_pattern(const ReportCard& card) {
  std::vector<PatternCount> counts;
  for (const auto& row : card.rows) {
    auto found = std::find_if(counts.begin(), counts.end(), [&](const PatternCount& count) {
      return count.pattern == row.target.pattern;
    });
    if (found == counts.end()) {
      counts.push_back({row.target.pattern});
      found = counts.end() - 1;
    }
    ++found->rows;
    if (row.verdict != CardVerdict::not_measured) ++found->measured;
    if (row.verdict == CardVerdict::hit) ++found->hits;
  }
  return counts;
}

CardSummary summary_of(const ReportCard& card) {
  CardSummary summary;
  for (const auto& count : counts_by_pattern(card)) {
    summary.hits += count.hits;
    summary.measured += count.measured;
    if (count.fully_hit()) summary.fully_hit.push_back(count.pattern);
  }
  for (const auto& row : card.rows) {
    const double error = row.target.standard_error;
    if (row.verdict == CardVerdict::not_measured || !(error > 0)) continue;
    // The published figure is as far from the truth as its error lets it be.
    ++summary.with_error;
    summary.hits_of_perfect += std::erf(row.target.tolerance / error / std::sqrt(2.0));
    if (row.verdict == CardVerdict::hit) ++summary.hits_with_error;
  }
  return summary;
}

}  // namespace resettle
