#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "io/number_text.h"
#include "results/table.h"
#include "results/text_layout.h"
#include "study/report_card.h"

// The report card as text for people and as JSON.

namespace resettle {

namespace {

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
  return found == kTitles.end() ? "" : std::string(found->second);
}

std::string word_of(CardVerdict verdict) {
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

/// Whom, or which category of the answer: "woman, 19+", "3 years or more".
std::string whom(const Target& target) {
  const bool category =
      target.subgroup != "all" && target.subgroup != "man" && target.subgroup != "woman";
  const auto text = spelt(target.subgroup == "all" ? target.population : target.subgroup);
  if (category) return text;
  if (target.age_to < kOldestAge) {
    return fmt::format("{}, {}-{}", text, target.age_from, target.age_to);
  }
  return target.age_from == 0 ? text : fmt::format("{}, {}+", text, target.age_from);
}

Cell text_or_nothing(const std::string& text) {
  return text.empty() ? Cell(Nothing{kNotDefined}) : Cell(text);
}

/// Published figures with the model's beside them.
Table figures_of(const ReportCard& card) {
  Table table{
      "figures",
      "report_card",
      "Published figures and the model",
      "Whom the figure is about, when; what was published (of some only the direction); the "
      "model's mean over replicates; how far it may be off and is.",
      {key("question"),
       key("whom"),
       key("month"),
       {"pattern"},
       {"id"},
       {"indicator"},
       {"population"},
       {"subgroup"},
       {"age_from", "years"},
       {"age_to", "years"},
       {"unit"},
       {"direction", kWord},
       {"published", kUnitOfRow},
       {"standard_error", kUnitOfRow},
       estimates("simulated", kUnitOfRow),
       {"tolerance", kUnitOfRow},
       {"off_by", kUnitOfRow, ColumnKind::value, Holds::plain, true},
       {"verdict", kWord},
       {"why"},
       {"source"},
       {"note"}},
      {.blocks = "question",
       .columns = {"direction", "published", "simulated", "tolerance", "off_by", "verdict"}}};
  for (const auto& row : card.rows) {
    const Target& target = row.target;
    const bool is_sign = target.unit == kSignUnit;
    const auto unless_sign = [&](double value) {
      return number_or_nothing(is_sign ? kAbsent : value);
    };
    const bool measured = row.verdict != CardVerdict::not_measured;
    table.add({fmt::format("{} {}: {}", target.pattern, title_of(target.pattern),
                           spelt(target.indicator)),
               whom(target),
               to_string(target.month),
               target.pattern,
               target.id,
               target.indicator,
               target.population,
               target.subgroup,
               static_cast<double>(target.age_from),
               number_or_nothing(target.age_to < kOldestAge ? target.age_to : kAbsent),
               is_sign ? "1" : target.unit,
               text_or_nothing(!is_sign           ? ""
                               : target.value > 0 ? "up"
                                                  : "down"),
               unless_sign(target.value),
               number_or_nothing(target.standard_error),
               measured ? Cell(row.simulated) : Cell(Nothing{"not_measured"}),
               unless_sign(target.tolerance),
               unless_sign(row.difference()),
               word_of(row.verdict),
               text_or_nothing(row.why),
               target.source,
               text_or_nothing(target.note)});
  }
  return table;
}

Table patterns_of(const ReportCard& card) {
  Table table{"patterns",
              "report_card",
              "Hits by pattern",
              "A pattern is fully hit if every figure of it that can be measured is a hit.",
              {key("pattern"),
               {"about"},
               {"figures", "figures"},
               {"measured", "figures"},
               {"hits", "figures"},
               {"fully_hit"}}};
  for (const auto& count : counts_by_pattern(card)) {
    table.add({count.pattern, title_of(count.pattern), static_cast<double>(count.rows),
               static_cast<double>(count.measured), static_cast<double>(count.hits),
               count.fully_hit()});
  }
  return table;
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
  for (const auto& row : card.rows) {
    if (row.verdict != CardVerdict::not_measured) continue;
    notes.push_back(fmt::format("{} {}, {}, {}: not measured, as {}.", row.target.pattern,
                                spelt(row.target.indicator), whom(row.target),
                                to_string(row.target.month), row.why));
  }
  return notes;
}

std::string sentence_of(const ReportCard& card) {
  const auto summary = summary_of(card);
  auto text = fmt::format(
      "{} of {} rows hit; patterns fully hit: {}.", summary.hits, summary.measured,
      summary.fully_hit.empty() ? "none" : fmt::format("{}", fmt::join(summary.fully_hit, ", ")));
  const auto left_out = static_cast<int>(card.rows.size()) - summary.measured;
  if (left_out > 0) text += fmt::format(" {} not measured.", left_out);
  if (summary.with_error > 0) {
    text += fmt::format(
        " Of the {} whose survey error is known, {} are hit; a perfect model would hit about "
        "{:.0f}, as surveys err too.",
        summary.with_error, summary.hits_with_error, summary.hits_of_perfect);
  }
  return text;
}

}  // namespace

std::string render_text(const ReportCard& card) {
  auto text = heading(fmt::format("Report card of {}: {}, seed {}", card.scenario,
                                  counted(card.replicates, "replicate"), card.seed));
  text += wrapped(sentence_of(card), "", 0, kTextWidth);
  text += table_text(figures_of(card)) + table_text(patterns_of(card)) + heading("Notes");
  for (const auto& note : notes_of(card)) text += wrapped(note, "- ", 2, kTextWidth);
  return text;
}

std::string render_json(const ReportCard& card) {
  using Json = nlohmann::ordered_json;
  const auto summary = summary_of(card);
  const Json json = {{"format", "resettle-report-card"},
                     {"format_version", 2},
                     {"scenario", card.scenario},
                     {"replicates", card.replicates},
                     {"scale", card.scale},
                     {"seed", card.seed},
                     {"confidence", 0.95},
                     {"measured", summary.measured},
                     {"hits", summary.hits},
                     {"with_survey_error", summary.with_error},
                     {"hits_with_survey_error", summary.hits_with_error},
                     {"hits_of_a_perfect_model", summary.hits_of_perfect},
                     {"tables", tables_json({figures_of(card), patterns_of(card)})},
                     {"notes", notes_of(card)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
