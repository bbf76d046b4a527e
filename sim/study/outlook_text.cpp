#include "study/outlook_text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/estimate_json.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kArmWidth = 20;
constexpr std::size_t kColumnWidth = 19;
constexpr std::size_t kColumns = (kTextWidth - 2 - kArmWidth) / kColumnWidth;

/// A share is shown in percentage points.
double shown(double value, const OutcomeOutlook& outlook) {
  return outlook.unit == "share" ? 100 * value : value;
}

std::string unit_text(const OutcomeOutlook& outlook) {
  return outlook.unit == "share" ? "percentage points" : outlook.unit;
}

std::string value_text(double value, const OutcomeOutlook& outlook) {
  constexpr int kMostDecimals = 3;  // of a percentage point: finer is of no use to anybody
  const double values[] = {shown(value, outlook)};
  return number_text(values[0], std::min(decimals_for(values), kMostDecimals));
}

std::string line(std::string_view arm, const std::vector<std::string>& columns) {
  std::string text = "  " + left_aligned(arm, kArmWidth);
  for (const auto& column : columns) text += right_aligned(column, kColumnWidth);
  return text + "\n";
}

std::string head_of_table(const StudyOutlook& outlook, const OutcomeOutlook& first) {
  return "\n" + wrapped(fmt::format(
                            "{}, {}: smallest effect found with a probability of {:.0f} %, and (±) "
                            "half the width of the 95 % interval",
                            first.outcome_label, unit_text(first), 100 * outlook.power),
                        "", 0, kTextWidth);
}

/// The numbers of replicates from position `from` on, as many as there is room for.
std::string head_of_columns(const StudyOutlook& outlook, std::size_t from) {
  std::vector<std::string> columns;
  for (std::size_t i = from; i < std::min(outlook.whole.size(), from + kColumns); ++i) {
    columns.push_back(fmt::format("{} replicates", outlook.whole[i].replicates));
  }
  return line("", columns);
}

std::string table_lines(const OutcomeOutlook& outlook, std::size_t from) {
  if (outlook.at.empty()) return line(outlook.arm, {"no spread known"});
  std::vector<std::string> effects;
  std::vector<std::string> ranges;
  for (std::size_t i = from; i < std::min(outlook.at.size(), from + kColumns); ++i) {
    const OutlookAt& at = outlook.at[i];
    effects.push_back(fmt::format("{} (±{})", value_text(at.detectable, outlook),
                                  value_text(at.half_width, outlook)));
    ranges.push_back(fmt::format("{} to {}", value_text(at.detectable_range.low, outlook),
                                 value_text(at.detectable_range.high, outlook)));
  }
  return line(outlook.arm, effects) + line("  effect between", ranges);
}

/// All arms of one outcome; `first` is the first of them.
std::string table(const StudyOutlook& outlook, const OutcomeOutlook& first) {
  std::string text = head_of_table(outlook, first);
  for (std::size_t from = 0; from < outlook.whole.size(); from += kColumns) {
    text += head_of_columns(outlook, from);
    for (const auto& one : outlook.outcomes) {
      if (one.outcome == first.outcome) text += table_lines(one, from);
    }
  }
  return text;
}

/// What a study of the last number of replicates would see of the first headline.
std::string sentence(const StudyOutlook& outlook, const OutcomeOutlook& one) {
  const OutlookAt& at = one.at.back();
  std::string text = fmt::format(
      "{}: with {} replicates, a true effect of {} {} would be found in {:.0f} of 100 studies. "
      "This "
      "number may be anything from {} to {}, as {} replicates tell the spread only roughly.",
      one.label, at.replicates, value_text(at.detectable, one), unit_text(one), 100 * outlook.power,
      value_text(at.detectable_range.low, one), value_text(at.detectable_range.high, one),
      one.pilot_replicates);
  if (std::isfinite(at.unpaired_replicates)) {
    text +=
        fmt::format(" If the arms did not share their random numbers, it would take {} replicates.",
                    number_text(at.unpaired_replicates, 0));
  }
  return text;
}

std::string time_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", std::max(1.0, seconds));
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string notes_text(const StudyOutlook& outlook) {
  std::string text;
  for (const auto& whole : outlook.whole) {
    text += wrapped(fmt::format("{} replicates take about {} on this machine, and at most {}.",
                                whole.replicates, time_text(whole.seconds), describe(whole.needs)),
                    "- ", 2, kTextWidth);
  }
  if (outlook.pilot_scale < outlook.study_scale) {
    text += wrapped(
        fmt::format(
            "The effects are those of a study with {:.3g} % of the arrivals. With {:.3g} %, "
            "as the study says, they are smaller: about {:.2g} times as large if persons "
            "did not influence one another. Time and disk are those of the study.",
            100 * outlook.pilot_scale, 100 * outlook.study_scale,
            std::sqrt(outlook.pilot_scale / outlook.study_scale)),
        "- ", 2, kTextWidth);
  }
  text += wrapped(
      "Two-sided test at 5 %. More replicates reduce only the chance of the simulation; whether "
      "the "
      "parameters are right is another question.",
      "- ", 2, kTextWidth);
  text += wrapped(
      "A study can look for the number by itself: stop_when: {outcome: "
      "integrated_person_months, half_width: 500, at_most: 200}.",
      "- ", 2, kTextWidth);
  return text;
}

Json range_json(double value, const DeviationRange& range) {
  return {{"value", number_or_null(value)},
          {"low", number_or_null(range.low)},
          {"high", number_or_null(range.high)}};
}

Json to_json(const OutcomeOutlook& outlook) {
  Json at = Json::array();
  for (const auto& one : outlook.at) {
    at.push_back({{"replicates", one.replicates},
                  {"half_width", number_or_null(one.half_width)},
                  {"detectable_effect", range_json(one.detectable, one.detectable_range)},
                  {"unpaired_replicates", number_or_null(one.unpaired_replicates)}});
  }
  return {{"arm", outlook.arm},
          {"label", outlook.label},
          {"outcome", outlook.outcome},
          {"unit", outlook.unit},
          {"pilot_replicates", outlook.pilot_replicates},
          {"deviation", range_json(outlook.deviation, outlook.range)},
          {"at", std::move(at)}};
}

}  // namespace

std::string outlook_text(const StudyOutlook& outlook) {
  const std::string source =
      outlook.from.empty() ? fmt::format("a pilot of {} replicates", outlook.pilot_replicates)
                           : fmt::format("{} ({} replicates)",
                                         std::filesystem::path(outlook.from).filename().string(),
                                         outlook.pilot_replicates);
  std::string text = heading(outlook.study + ": what its replicates would show, after " + source);
  std::string outcome;
  for (const auto& one : outlook.outcomes) {
    if (one.outcome != outcome) text += table(outlook, one);
    outcome = one.outcome;
  }
  text += heading("In words");
  for (const auto& one : outlook.outcomes) {
    if (one.outcome == outlook.outcomes.front().outcome && !one.at.empty()) {
      text += wrapped(sentence(outlook, one), "- ", 2, kTextWidth);
    }
  }
  for (const auto& same : outlook.same) text += wrapped(same, "- ", 2, kTextWidth);
  return text + notes_text(outlook);
}

std::string outlook_json(const StudyOutlook& outlook) {
  Json outcomes = Json::array();
  for (const auto& one : outlook.outcomes) outcomes.push_back(to_json(one));
  Json whole = Json::array();
  for (const auto& one : outlook.whole) {
    whole.push_back({{"replicates", one.replicates},
                     {"seconds", number_or_null(one.seconds)},
                     {"memory_bytes_at_most", number_or_null(one.needs.memory_bytes)},
                     {"disk_bytes_at_most", number_or_null(one.needs.disk_bytes)}});
  }
  const Json json = {{"format", "resettle-plan"},
                     {"format_version", 1},
                     {"study", outlook.study},
                     {"from", outlook.from.empty() ? Json(nullptr) : Json(outlook.from)},
                     {"pilot_replicates", outlook.pilot_replicates},
                     {"pilot_scale", outlook.pilot_scale},
                     {"study_scale", outlook.study_scale},
                     {"power", outlook.power},
                     {"same", outlook.same},
                     {"outcomes", std::move(outcomes)},
                     {"whole_study", std::move(whole)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
