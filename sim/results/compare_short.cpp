// The comparison in short: what every arm gains and costs, and how far that can be trusted.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/called_as.h"
#include "io/number_text.h"
#include "results/compare_text.h"
#include "results/result_table.h"
#include "results/same_arms.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kLabelWidth = 26;
constexpr auto kCount = QuantityKind::count;
constexpr auto kNumber = QuantityKind::number;

/// A number and, below it, its interval.
struct Cell {
  std::string value;
  std::string interval;
};

Cell cell_of(const Estimate& difference, QuantityKind kind, double factor = 1) {
  const double mean = difference.mean * factor;
  const double low = difference.low * factor;
  const double high = difference.high * factor;
  const int decimals = decimals_of(kind, std::array{mean, low, high});
  Cell cell{number_text(mean, decimals, true), ""};
  if (difference.has_interval()) {
    cell.interval = "(" + interval_text(low, high, decimals, true) + ")";
  }
  return cell;
}

Cell cell_of(const CostPerGain& price) {
  const auto interval = price_interval(price.ratio);
  return {short_price(price), interval.empty() ? "" : "(" + interval + ")"};
}

std::string line_of(std::string_view arm, const std::array<std::string, 3>& cells) {
  auto line = "  " + left_aligned(arm, kLabelWidth) + number_cell(cells[0], 22) +
              number_cell(cells[1], 24) + number_cell(cells[2], 26);
  return text_line(std::move(line));
}

/// A long label goes on in the line of the intervals.
std::string lines_of(std::string_view label, const std::array<Cell, 3>& cells) {
  const auto lines = wrapped(label, "", 0, kLabelWidth - 1);
  const auto end = lines.find('\n');
  auto rest = lines.substr(end + 1);
  std::replace(rest.begin(), rest.end(), '\n', ' ');
  auto text = line_of(lines.substr(0, end), {cells[0].value, cells[1].value, cells[2].value});
  const std::array intervals{cells[0].interval, cells[1].interval, cells[2].interval};
  if (rest.empty() && intervals[0].empty() && intervals[1].empty() && intervals[2].empty()) {
    return text;
  }
  return text + line_of(rest, intervals);
}

std::string definition_word(const Comparison& study) {
  return study.definition == "a" ? "" : fmt::format(" by definition {}", study.definition);
}

std::string besides(const Comparison& study) {
  auto text =
      "\n" + line_of("And besides", {"person-months", "person-months out", "distress-years"});
  text += line_of("", {"employed, net", "of marginality", "(less is better)"});
  for (const auto& arm : study.arms) {
    const auto& horizon = arm.horizon;
    text += lines_of(arm.label, {cell_of(horizon.employed_months_net.difference, kCount),
                                 cell_of(horizon.out_of_marginality.difference, kCount),
                                 cell_of(horizon.distress_years.difference, kNumber)});
  }
  return text;
}

/// Whether the gain has the same sign under all definitions, and who is not worth considering.
std::string judged(const Comparison& study) {
  std::vector<std::string> everywhere;
  std::vector<std::string> somewhere;
  for (const auto& table : study.definitions) {
    if (table.holds_under.size() == table.rows.size()) {
      everywhere.push_back(table.arm);
    } else if (!table.holds_under.empty()) {
      somewhere.push_back(
          fmt::format("{} ({} only)", table.arm, fmt::join(table.holds_under, ", ")));
    }
  }
  const auto line = [](const std::string& first, const std::string& list) {
    return wrapped(list.empty() ? "none" : list, first + " ", 4, kTextWidth);
  };
  std::string text = "\n";
  text += line("Clear difference in integration under every definition of mental success:",
               fmt::format("{}", fmt::join(everywhere, ", ")));
  if (!somewhere.empty()) {
    text += line("Under some definitions only:", fmt::format("{}", fmt::join(somewhere, ", ")));
  }
  std::vector<std::string> kept;
  std::vector<std::string> dominated;
  for (const auto& row : study.economics.frontier) {
    auto& list = row.status == FrontierStatus::on_frontier ? kept : dominated;
    list.push_back(row.values.arm);
  }
  if (kept.empty() || study.replicates < kFewestForInterval) return text;
  text += line("Worth considering by cost and gain, in order of gain:",
               fmt::format("{}", fmt::join(kept, ", ")));
  if (!dominated.empty()) {
    text += line("Dominated (another, or two mixed, gives no less for no more money):",
                 fmt::format("{}", fmt::join(dominated, ", ")));
  }
  return text + wrapped(
                    "Both lines are of means, undiscounted: arms that lie close may change "
                    "places by chance.",
                    "", 4, kTextWidth);
}

}  // namespace

std::string render_short(const Comparison& study) {
  auto text = heading("In short, " + to_string(study.policy_start) + " to " + to_string(study.end) +
                      ", against " + study.reference_label);
  for (const auto& sentence : same_arms_sentences(study)) {
    text += wrapped(sentence, "", 2, kTextWidth);
  }
  if (study.arms.empty()) return text + "There is nothing to compare.\n";
  if (!same_arms_sentences(study).empty()) text += "\n";
  text += line_of("", {"person-months", "programme cost,", "KRW per integrated"});
  text += line_of("", {"in integration" + definition_word(study),
                       fmt::format("million KRW of {}", study.price_year), "person-month gained"});
  for (const auto& arm : study.arms) {
    const auto& horizon = arm.horizon;
    text += lines_of(arm.label, {cell_of(horizon.person_months.difference, kCount),
                                 cell_of(horizon.cost.difference, kNumber, 1 / kMillion),
                                 cell_of(horizon.cost_per_gain)});
  }
  text += besides(study);
  text += "\n" + wrapped(
                     "In brackets: 95 % intervals. A difference is called clear if its interval "
                     "leaves out zero: that says it is not zero, not that it is large, and is not "
                     "corrected for the number of comparisons (the report corrects for it). Prices "
                     "leave out the unpaid time of mentors and hold what more work triggers, such "
                     "as incentives.",
                     "", 0, kTextWidth);
  text += judged(study);
  if (study.replicates_stored < study.replicates_of_study) {
    text += wrapped(fmt::format("This file is a PART of the study: {} of its {} replicates. Join "
                                "the parts with '{} merge' before you report anything.",
                                study.replicates_stored, study.replicates_of_study, called_as()),
                    "", 0, kTextWidth);
  }
  if (study.scale < 1 || study.replicates < 10) {
    text += wrapped(fmt::format("{} of {:.3g} % of the arrivals: a first look, not "
                                "for reporting.",
                                counted(study.replicates, "replicate"), 100 * study.scale),
                    "", 0, kTextWidth);
  }
  return text;
}

}  // namespace resettle
