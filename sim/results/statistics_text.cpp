#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/result_table.h"
#include "results/sample_size.h"
#include "results/sections_text.h"
#include "results/text_layout.h"

// Effects by year, definitions, ranking, precision.

namespace resettle {

namespace {

/// How the years of an outcome are shown.
struct YearTitle {
  std::string title;
  double factor = 1;  ///< from the unit of the file to that of the table
  QuantityKind kind = QuantityKind::number;
};

YearTitle year_title(const Comparison& study, const std::string& outcome) {
  for (const auto& info : kHorizonOutcomes) {
    if (outcome == info.name) return {info.label, 1, kind_of(info)};
  }
  for (const auto& shown : study.arms.front().outcomes) {
    if (shown.outcome != outcome) continue;
    if (shown.kind == QuantityKind::share) return {shown.label + ", percentage points", 100};
    return {shown.label, 1, shown.kind};
  }
  return {outcome};
}

/// By arm, the years of an outcome.
std::string year_grid(const Comparison& study, const std::string& outcome) {
  std::vector<std::vector<const YearResult*>> columns(study.arms.size());
  const auto shown = year_title(study, outcome);
  std::vector<double> sizes;
  for (const auto& row : study.by_year) {
    if (row.outcome != outcome) continue;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
      if (row.arm == study.arms[a].name) columns[a].push_back(&row);
    }
    sizes.push_back(row.result.difference.mean * shown.factor);
  }
  ArmGrid grid{"", names_of(study, false), {}, {}};
  for (const auto* row : columns.front()) grid.rows.push_back(fmt::format("{}", row->year));
  const int decimals = decimals_of(shown.kind, sizes);
  grid.cell = [&](std::size_t row, std::size_t arm) {
    return starred(columns[arm][row]->result.difference, shown.factor, decimals);
  };
  return "\n" + wrapped(shown.title, "", 0, kTextWidth) + grid_text(grid);
}

}  // namespace

std::string years_text(const Comparison& study) {
  auto text = heading("Difference to the reference by year");
  text += wrapped(fmt::format("Indicators: mean over the year's months. Person-months and "
                              "distress-years: sum. From {} on. {}.",
                              to_string(study.policy_start), kStarMeans),
                  "", 0, kTextWidth);
  for (const auto& info : kHorizonOutcomes) text += year_grid(study, info.name);
  for (const auto& outcome : study.arms.front().outcomes) text += year_grid(study, outcome.outcome);
  return text;
}

std::string definitions_text(const Comparison& study) {
  auto text = heading("Does it hold under other definitions of mental success?");
  text += wrapped(fmt::format("Difference in integrated person-months; definition {} is that of "
                              "the headline. {}.",
                              study.definition, kStarMeans),
                  "", 0, kTextWidth);
  ArmGrid grid{"mental success is", names_of(study, false), {}, {}};
  for (const auto& row : study.definitions.front().rows) {
    grid.rows.push_back(
        fmt::format("{}: {}", row.definition, definition_named(row.definition).label));
  }
  grid.rows.emplace_back("clear, same sign under");
  grid.cell = [&](std::size_t row, std::size_t arm) {
    const auto& table = study.definitions[arm];
    if (row < table.rows.size()) {
      return starred(table.rows[row].person_months.difference, 1, 0);
    }
    return fmt::format("{} of {}", table.holds_under.size(), table.rows.size());
  };
  text += "\n" + grid_text(grid);
  if (study.missing_definitions.empty()) return text;
  return text + wrapped(fmt::format("The file has no indicators of {}: run the study again with "
                                    "this version of the program to have them.",
                                    fmt::join(study.missing_definitions, ", ")),
                        "", 0, kTextWidth);
}

std::string ranking_text(const Comparison& study) {
  auto text = heading("Which arm is best?");
  text += wrapped(
      "Share of replicates (simulated worlds, with the same parameters) in which the arm is best, "
      "and by how much it falls short of the best one on average (expected regret against "
      "hindsight). More replicates make these more exact; they do not drive the share to 0 or 1.",
      "", 0, kTextWidth);
  for (const auto& ranking : study.ranking) {
    if (ranking.arms.empty()) continue;
    const auto& info = info_of(ranking.outcome);
    text += fmt::format("\n{}, {}\n", info.label,
                        info.higher_is_better ? "more is better" : "less is better");
    ArmGrid grid{"", names_of(study, true), {"mean difference", "best in", "expected regret"}, {}};
    grid.cell = [&](std::size_t row, std::size_t arm) {
      const auto& ranked = ranking.arms[arm];
      if (row == 1) return fmt::format("{:.0f} %", 100 * ranked.share_best);
      if (row == 2) return number_text(ranked.expected_regret, 0);
      return number_text(ranked.mean - ranking.arms.front().mean, 0, true);
    };
    text += grid_text(grid);
  }
  return text;
}

namespace {

/// Numbers of replicates beyond this say no more than "very many".
constexpr double kMostReplicates = 1e6;

std::string replicates_text(double replicates) {
  if (std::isnan(replicates)) return "-";
  if (replicates > kMostReplicates) return "over " + number_text(kMostReplicates, 0);
  return number_text(replicates, 0);
}

std::string reached_text(const Comparison& study) {
  std::string text;
  const auto line = [](std::string_view arm, std::string_view outcome, std::string_view half_width,
                       std::string_view replicates, std::string_view unpaired) {
    return "  " + left_aligned(arm, 22) + left_aligned(outcome, 34) + number_cell(half_width, 12) +
           number_cell(replicates, 12) + number_cell(unpaired, 18) + "\n";
  };
  text += line("", "", "half-width", "replicates", "without pairs");
  for (const auto& row : study.precision) {
    const bool money = row.outcome == "programme_cost";
    const double width = money ? row.half_width / 1e6 : row.half_width;
    const auto* info = horizon_outcome(row.outcome);
    const auto kind = info != nullptr ? kind_of(*info) : QuantityKind::number;
    text += line(row.arm, money ? "programme_cost, million KRW" : row.outcome,
                 number_text(width, decimals_of(kind, {&width, 1})),
                 fmt::format("{}", row.replicates), replicates_text(row.unpaired_replicates));
  }
  return text;
}

std::string pairing_text(const Comparison& study) {
  std::string text = "\nCorrelation between arm and reference over replicates\n";
  ArmGrid grid{"", names_of(study, false), {"Integrated person-months"}, {}};
  for (const auto& outcome : study.arms.front().outcomes) grid.rows.push_back(outcome.label);
  grid.cell = [&](std::size_t row, std::size_t arm) {
    const auto& shown = study.arms[arm];
    return number_text(row == 0 ? shown.horizon.person_months.correlation
                                : shown.outcomes[row - 1].result.correlation,
                       2);
  };
  return text + grid_text(grid);
}

std::string multiplicity_text(const Multiplicity& multiplicity) {
  if (multiplicity.rows.empty()) return "\nNo difference could be tested: too few replicates.\n";
  return "\n" +
         wrapped(fmt::format("{} differences were tested, those of the whole period and of its "
                             "end, and {} are clear. If no policy changed the mean of any, about "
                             "{:.0f} would be clear by chance. Adjusted for all of them (Holm), {} "
                             "stay clear:",
                             multiplicity.rows.size(), multiplicity.clear,
                             multiplicity.expected_by_chance(), multiplicity.clear_after_holm),
                 "", 0, kTextWidth);
}

std::string holm_text(const Comparison& study) {
  std::map<std::pair<std::string, std::string>, double> adjusted;
  std::vector<std::string> outcomes;
  for (const auto& row : study.multiplicity.rows) {
    adjusted[{row.outcome, row.arm}] = row.p_holm;
    if (std::find(outcomes.begin(), outcomes.end(), row.outcome) == outcomes.end()) {
      outcomes.push_back(row.outcome);
    }
  }
  ArmGrid grid{"p value, adjusted", names_of(study, false), outcomes, {}};
  grid.cell = [&](std::size_t row, std::size_t arm) -> std::string {
    const auto found = adjusted.find({outcomes[row], study.arms[arm].name});
    if (found == adjusted.end()) return "-";
    return found->second < 0.001 ? "< 0.001" : fmt::format("{:.3f}", found->second);
  };
  return grid_text(grid);
}

}  // namespace

std::string precision_text(const Comparison& study) {
  auto text = heading("How precise it is");
  text += wrapped(
      "Half-width of the 95 % interval of the difference, and the replicates that arms with "
      "independent random numbers would have needed for the same.",
      "", 0, kTextWidth);
  text += "\n" + reached_text(study) + pairing_text(study);
  return text + multiplicity_text(study.multiplicity) + holm_text(study);
}

}  // namespace resettle
