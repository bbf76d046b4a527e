#include "study/outlook_text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/table.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

RatioEstimate with_range(double value, const DeviationRange& range) {
  RatioEstimate ratio;
  ratio.value = value;
  ratio.low = range.low;
  ratio.high = range.high;
  return ratio;
}

Table outlook_of(const StudyOutlook& outlook) {
  Table table{
      "outlook",
      "plan",
      "What so many replicates would show",
      fmt::format(
          "Smallest effect that is found with a probability of {:.0f} %, and what it may be, "
          "as the spread is known only roughly; half the width of the 95 % interval.",
          100 * outlook.power),
      {key("outcome"),
       key("arm"),
       key("replicates", "replicates"),
       {"label"},
       {"unit"},
       ratios("detectable_effect", kUnitOfRow),
       {"half_width", kUnitOfRow},
       {"unpaired_replicates", "replicates"},
       ratios("deviation", kUnitOfRow),
       {"pilot_replicates", "replicates"}},
      {.blocks = "outcome", .columns = {"detectable_effect", "half_width"}}};
  for (const auto& one : outlook.outcomes) {
    for (const auto& at : one.at) {
      table.add({one.outcome, one.arm, static_cast<double>(at.replicates), one.outcome_label,
                 one.unit, with_range(at.detectable, at.detectable_range),
                 number_or_nothing(at.half_width), number_or_nothing(at.unpaired_replicates),
                 with_range(one.deviation, one.range), static_cast<double>(one.pilot_replicates)});
    }
  }
  return table;
}

Table splits_of(const StudyOutlook& outlook) {
  Table table{"splits",
              "plan",
              "Draws of the parameters, and replicates of each",
              "How so many runs of every arm tell best how far what is not known reaches: half the "
              "width of the total 95 % interval, and what such a study may find in its place. "
              "Chance is the spread of the replicates of one draw, at the scale of the study.",
              {key("outcome"),
               key("arm"),
               key("runs", "runs"),
               {"label"},
               {"unit"},
               {"draws", "draws"},
               {"replicates", "replicates"},
               ratios("half_width", kUnitOfRow),
               {"not_known", kUnitOfRow},
               {"chance", kUnitOfRow}},
              {.blocks = "outcome", .columns = {"draws", "replicates", "half_width"}}};
  for (const auto& one : outlook.outcomes) {
    for (const auto& at : one.splits) {
      table.add({one.outcome, one.arm, static_cast<double>(at.runs), one.outcome_label, one.unit,
                 static_cast<double>(at.split.draws), static_cast<double>(at.split.replicates),
                 with_range(at.half_width, at.found), number_or_nothing(one.not_known),
                 number_or_nothing(one.chance)});
    }
  }
  return table;
}

/// What is asked of a study: how many replicates, or how many draws.
Table question_of(const StudyOutlook& outlook) {
  return outlook.pilot_draws > 0 ? splits_of(outlook) : outlook_of(outlook);
}

Table whole_study_of(const StudyOutlook& outlook) {
  Table table{"whole_study",
              "plan",
              "What the whole study takes on this machine",
              "",
              {outlook.pilot_draws > 0 ? key("runs", "runs") : key("replicates", "replicates"),
               {"seconds", "s"},
               {"memory_bytes_at_most", "bytes"},
               {"disk_bytes_at_most", "bytes"}}};
  for (const auto& whole : outlook.whole) {
    table.add({static_cast<double>(whole.runs), number_or_nothing(whole.seconds),
               static_cast<double>(whole.needs.memory_bytes),
               static_cast<double>(whole.needs.disk_bytes)});
  }
  return table;
}

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

/// Of a study with draws: how the largest number of runs is best split.
std::string sentence_on_split(const OutcomeOutlook& one) {
  if (one.splits.empty()) {
    return fmt::format("{}: the draws of the pilot differ by chance alone.", one.label);
  }
  const SplitAt& at = one.splits.back();
  return fmt::format(
      "{}: {} runs are best split into {} draws with {} replicates each. They would find a total "
      "interval of about +-{} {}, or anything from +-{} to +-{}.",
      one.label, at.runs, at.split.draws, at.split.replicates, value_text(at.half_width, one),
      unit_text(one), value_text(at.found.low, one), value_text(at.found.high, one));
}

std::string time_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", std::max(1.0, seconds));
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string notes_text(const StudyOutlook& outlook) {
  std::string text;
  for (const auto& whole : outlook.whole) {
    text += wrapped(fmt::format("{} {} take about {} on this machine, and at most {}.", whole.runs,
                                outlook.pilot_draws > 0 ? "runs of every arm" : "replicates",
                                time_text(whole.seconds), describe(whole.needs)),
                    "- ", 2, kTextWidth);
  }
  if (outlook.pilot_draws == 0 && outlook.pilot_scale < outlook.study_scale) {
    text += wrapped(
        fmt::format(
            "The effects are those of a study with {:.3g} % of the arrivals. With {:.3g} %, "
            "as the study says, they are smaller: about {:.2g} times as large if persons "
            "did not influence one another. Time and disk are those of the study.",
            100 * outlook.pilot_scale, 100 * outlook.study_scale,
            std::sqrt(outlook.pilot_scale / outlook.study_scale)),
        "- ", 2, kTextWidth);
  }
  if (outlook.pilot_draws > 0) {
    return text + wrapped(
                      "More draws tell better how far what is not known reaches; they do not "
                      "make it smaller. Only knowledge of the parameters does.",
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

}  // namespace

std::string outlook_text(const StudyOutlook& outlook) {
  const std::string source =
      outlook.from.empty() ? fmt::format("a pilot of {} replicates", outlook.pilot_replicates)
                           : fmt::format("{} ({} replicates)",
                                         std::filesystem::path(outlook.from).filename().string(),
                                         outlook.pilot_replicates);
  std::string text = heading(outlook.study + ": what its replicates would show, after " + source);
  for (const auto& same : outlook.same) text += wrapped(same, "- ", 2, kTextWidth);
  for (const auto& one : outlook.outcomes) {
    if (one.outcome != outlook.outcomes.front().outcome) continue;
    const bool known = !one.at.empty();
    const std::string said = !known                    ? one.arm + ": no spread known."
                             : outlook.pilot_draws > 0 ? sentence_on_split(one)
                                                       : sentence(outlook, one);
    text += wrapped(said, "- ", 2, kTextWidth);
  }
  return text + notes_text(outlook) + table_text(question_of(outlook));
}

std::string outlook_json(const StudyOutlook& outlook) {
  using Json = nlohmann::ordered_json;
  const Json json = {{"format", "resettle-plan"},
                     {"format_version", 2},
                     {"study", outlook.study},
                     {"from", outlook.from.empty() ? Json(nullptr) : Json(outlook.from)},
                     {"pilot_draws", outlook.pilot_draws},
                     {"pilot_replicates", outlook.pilot_replicates},
                     {"pilot_scale", outlook.pilot_scale},
                     {"study_scale", outlook.study_scale},
                     {"power", outlook.power},
                     {"same", outlook.same},
                     {"tables", tables_json({question_of(outlook), whole_study_of(outlook)})}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
