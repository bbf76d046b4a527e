#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/number_text.h"
#include "results/estimate_json.h"
#include "results/text_layout.h"
#include "study/report_card.h"

// The report card as text for people and as JSON.

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kShownInMillions = 1e5;  // KRW

/// What a pattern is about (MODEL 21).
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kTitles{{
    {"F1", "participation and unemployment"},
    {"F2", "how long people stay in a job"},
    {"F3", "wages"},
    {"F4", "kinds of employment"},
    {"F5", "livelihood benefit and wage subsidy"},
    {"F6", "satisfaction and discrimination"},
    {"F7", "the first four years after the facility"},
    {"F8", "post-traumatic stress disorder"},
    {"F9", "the survey of 1998"},
    {"F10", "fraud"},
    {"F11", "support"},
    {"F12", "deaths"},
    {"F13", "marriage"},
    {"F14", "co-ethnic network"},
    {"C8", "what goes with distress"},
    {"C13", "remittances"},
    {"C14", "suicidal impulses"},
}};

std::string title_of(const std::string& pattern) {
  const auto* found = std::find_if(kTitles.begin(), kTitles.end(),
                                   [&](const auto& title) { return title.first == pattern; });
  if (found == kTitles.end()) return pattern;
  return fmt::format("{}  {}", pattern, found->second);
}

const char* name_of(CardVerdict verdict) {
  switch (verdict) {
    case CardVerdict::hit:
      return "hit";
    case CardVerdict::miss:
      return "miss";
    case CardVerdict::not_measured:
      return "not_measured";
  }
  return "";
}

/// "labour force participation rate", with the unit where it is not obvious.
std::string indicator_title(const ReportRow& row) {
  std::string text = row.target.indicator;
  std::replace(text.begin(), text.end(), '_', ' ');
  const std::string& unit = row.target.unit;
  if (unit == kSignUnit) return text;
  return fmt::format("{} ({}{})", text, row.target.value >= kShownInMillions ? "million " : "",
                     unit);
}

/// Whom, or which category of the answer: "woman, 19+", "3 years or more".
std::string whom(const Target& target) {
  const bool category =
      target.subgroup != "all" && target.subgroup != "man" && target.subgroup != "woman";
  std::string text = target.subgroup == "all" ? target.population : target.subgroup;
  std::replace(text.begin(), text.end(), '_', ' ');
  if (category) return text;
  if (target.age_to < kOldestAge) {
    return fmt::format("{}, {}-{}", text, target.age_from, target.age_to);
  }
  return target.age_from == 0 ? text : fmt::format("{}, {}+", text, target.age_from);
}

/// Published figures are shown to the last digit.
std::string figure_text(double value, int decimals, bool plus) {
  if (std::abs(value) < 1000) return number_text(value, decimals, plus);
  return fmt::format("{}{:.0f}", plus && value > 0 ? "+" : "", value);
}

std::string line(std::string_view what, std::string_view when, std::string_view survey,
                 std::string_view ours, std::string_view interval, std::string_view tolerance,
                 std::string_view difference, std::string_view word) {
  auto text = std::string("    ") + left_aligned(what, 26) + left_aligned(when, 8) +
              right_aligned(survey, 9) + right_aligned(ours, 10) + "  " +
              right_aligned(interval, 18) + right_aligned(tolerance, 8) +
              right_aligned(difference, 9) + "  " + std::string(word);
  return text_line(std::move(text));
}

std::string row_line(const ReportRow& row) {
  const Target& target = row.target;
  const auto when = to_string(target.month);
  const bool sign = target.unit == kSignUnit;
  const double factor = target.value >= kShownInMillions ? 1e-6 : 1;
  const double value = target.value * factor;
  const double mean = row.simulated.mean * factor;
  const int decimals = std::min(3, decimals_for(std::array{sign ? mean : value, mean}));
  const auto show = [&](double number, bool plus = false) {
    return figure_text(number, decimals, plus);
  };
  const auto survey = sign ? std::string(target.value > 0 ? "up" : "down") : show(value);
  if (row.verdict == CardVerdict::not_measured) {
    return line(whom(target), when, survey, "", "", "", "", "") +
           wrapped("not measured: " + row.why, "        ", 8, kTextWidth);
  }
  const bool has = row.simulated.has_interval();
  const auto interval = has ? fmt::format("{} to {}", show(row.simulated.low * factor),
                                          show(row.simulated.high * factor))
                            : "-";
  return line(whom(target), when, survey, show(mean, sign), interval,
              sign ? "sign" : show(target.tolerance * factor),
              sign ? "" : show(row.difference() * factor, true),
              row.verdict == CardVerdict::hit ? "hit" : "MISS");
}

std::string render_rows(const ReportCard& card, const std::string& pattern) {
  std::string text = "\n" + title_of(pattern) + "\n";
  std::string indicator;
  for (const auto& row : card.rows) {
    if (row.target.pattern != pattern) continue;
    if (row.target.indicator != indicator) {
      indicator = row.target.indicator;
      text += "  " + indicator_title(row) + "\n";
    }
    text += row_line(row);
  }
  return text;
}

std::vector<std::string> notes_of(const ReportCard& card) {
  std::vector<std::string> notes{
      "The values of the parameters are start values, not calibrated. A miss is reported and never "
      "tuned away.",
      "A hit is a mean over replicates within the tolerance of the published figure; the interval "
      "is the 95 % interval of that mean and says nothing about the survey's own error."};
  if (card.scale < 1) {
    notes.push_back(
        fmt::format("{:.3g} % of arrivals were simulated; numbers of persons stand for "
                    "all.",
                    100 * card.scale));
  }
  return notes;
}

std::string summary_of(const ReportCard& card) {
  int hits = 0;
  int measured = 0;
  std::vector<std::string> full;
  for (const auto& count : counts_by_pattern(card)) {
    hits += count.hits;
    measured += count.measured;
    if (count.fully_hit()) full.push_back(count.pattern);
  }
  const auto patterns =
      full.empty() ? std::string("none") : fmt::format("{}", fmt::join(full, ", "));
  auto text = fmt::format("{} of {} rows hit; patterns fully hit: {}.", hits, measured, patterns);
  const auto left_out = static_cast<int>(card.rows.size()) - measured;
  if (left_out > 0) text += fmt::format(" {} not measured.", left_out);
  return text;
}

Json to_json(const ReportRow& row) {
  const Target& target = row.target;
  return {{"pattern", target.pattern},
          {"id", target.id},
          {"indicator", target.indicator},
          {"population", target.population},
          {"subgroup", target.subgroup},
          {"age_from", target.age_from},
          {"age_to", target.age_to < kOldestAge ? Json(target.age_to) : Json(nullptr)},
          {"month", to_string(target.month)},
          {"unit", target.unit},
          {"value", target.value},
          {"standard_error", number_or_null(target.standard_error)},
          {"tolerance", target.unit == kSignUnit ? Json(nullptr) : Json(target.tolerance)},
          {"simulated", estimate_json(row.simulated)},
          {"difference", number_or_null(target.unit == kSignUnit ? kAbsent : row.difference())},
          {"verdict", name_of(row.verdict)},
          {"why", row.why.empty() ? Json(nullptr) : Json(row.why)},
          {"source", target.source},
          {"note", target.note}};
}

}  // namespace

std::string render_text(const ReportCard& card) {
  auto text = fmt::format("Report card of {}: {}, seed {}\n\n", card.scenario,
                          counted(card.replicates, "replicate"), card.seed);
  text += line("", "when", "survey", "simulated", "95 % interval", "within", "off by", "");
  for (const auto& count : counts_by_pattern(card)) text += render_rows(card, count.pattern);
  text += "\n" + wrapped(summary_of(card), "", 0, kTextWidth);
  for (const auto& note : notes_of(card)) text += wrapped(note, "", 0, kTextWidth);
  return text;
}

std::string render_json(const ReportCard& card) {
  Json rows = Json::array();
  for (const auto& row : card.rows) rows.push_back(to_json(row));
  Json patterns = Json::array();
  for (const auto& count : counts_by_pattern(card)) {
    patterns.push_back({{"pattern", count.pattern},
                        {"rows", count.rows},
                        {"measured", count.measured},
                        {"hits", count.hits},
                        {"fully_hit", count.fully_hit()}});
  }
  const Json json = {{"scenario", card.scenario},
                     {"replicates", card.replicates},
                     {"scale", card.scale},
                     {"seed", card.seed},
                     {"confidence", 0.95},
                     {"rows", std::move(rows)},
                     {"patterns", std::move(patterns)},
                     {"notes", notes_of(card)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
