#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/table.h"
#include "results/text_layout.h"
#include "study/trial.h"

// A virtual trial as text for people and as JSON.

namespace resettle {

namespace {

const char* name_of(TrialRule rule) {
  switch (rule) {
    case TrialRule::within:
      return "within";
    case TrialRule::below:
      return "below";
    case TrialRule::shrinks:
      return "shrinks";
  }
  return "";
}

/// Of shares employed a difference, or a ratio, which has no unit; attitudes go from 0 to 1.
std::string unit_of(const TrialInfo& info) {
  return info.kind == TrialOutcome::employed ? "share" : "1";
}

/// Differences carry their sign, ratios none.
Column effects(const TrialInfo& info, const std::string& name) {
  const auto unit = unit_of(info);
  return info.kind == TrialOutcome::ever_employed ? estimates(name, unit) : differences(name, unit);
}

Table checks_of(const TrialResult& result) {
  const TrialInfo& info = *result.info;
  Column expected{"expected", unit_of(info)};
  expected.is_signed = effects(info, "").is_signed;
  Table table{"checks",
              "trial",
              "What was published, and the model",
              "Within: no further from what is expected than the tolerance. Below: less than that. "
              "Shrinks: nearer to 0 than before.",
              {key("what"),
               {"rule", kWord},
               {"from_month", "months"},
               {"to_month", "months"},
               expected,
               {"tolerance", unit_of(info)},
               {"published"},
               effects(info, "ours"),
               {"verdict", kWord}},
              {.columns = {"rule", "expected", "tolerance", "ours", "verdict"}}};
  for (const auto& one : result.checks) {
    const bool within = one.check.rule == TrialRule::within;
    const bool shrinks = one.check.rule == TrialRule::shrinks;
    table.add({std::string(one.check.what), std::string(name_of(one.check.rule)),
               static_cast<double>(one.check.from), static_cast<double>(one.check.to),
               number_or_nothing(shrinks ? kAbsent : one.expected),
               number_or_nothing(within ? one.tolerance : kAbsent), one.check.not_published.empty(),
               one.ours, std::string(one.hit ? "hit" : "miss")});
  }
  return table;
}

Table effects_of(const TrialResult& result) {
  const TrialInfo& info = *result.info;
  Table table{"effects",
              "trial",
              "The effect by months",
              info.kind == TrialOutcome::host_attitude ? "Months after the start."
                                                       : "Months after the facility.",
              {key("series"), key("month", "months"), effects(info, "effect")},
              {.blocks = "series"}};
  for (std::size_t s = 0; s < result.paths.size(); ++s) {
    for (std::size_t k = 0; k < info.path.size(); ++k) {
      table.add(
          {std::string(info.series[s]), static_cast<double>(info.path[k]), result.paths[s][k]});
    }
  }
  return table;
}

std::vector<std::string> notes_of(const TrialResult& result) {
  std::vector<std::string> notes;
  for (const auto& one : result.checks) {
    if (one.check.not_published.empty()) continue;
    notes.push_back(fmt::format("Not published, but {}: what is expected of the {}.",
                                one.check.not_published, one.check.what));
  }
  notes.emplace_back(
      "The values of the parameters are start values, not calibrated, and nothing is adjusted to "
      "the trial. The interval is that of the mean over replicates.");
  return notes;
}

}  // namespace

std::string render_list(std::span<const TrialInfo> all) {
  std::string text;
  for (const auto& info : all) text += fmt::format("  {}  {}\n", info.name, info.question);
  return text;
}

std::string render_text(const TrialResult& result) {
  const TrialInfo& info = *result.info;
  const auto item = [](std::string_view name, std::string_view content) {
    return wrapped(content, left_aligned(name, 12), 12, kTextWidth);
  };
  auto text =
      item("Trial", info.name) + item("Question", info.question) +
      item("Treatment", info.treatment) + item("Measured", info.outcome) +
      item("Published", info.source) +
      item("Replicates", fmt::format("{}, both arms on the same random numbers, {:.3g} % of "
                                     "arrivals simulated, seed {}",
                                     result.replicates, 100 * result.scale, result.seed));
  text += table_text(checks_of(result)) + table_text(effects_of(result)) + heading("Notes");
  for (const auto& note : notes_of(result)) text += wrapped(note, "- ", 2, kTextWidth);
  return text;
}

std::string render_json(const TrialResult& result) {
  using Json = nlohmann::ordered_json;
  const TrialInfo& info = *result.info;
  Json arrivals = nullptr;
  if (info.kind != TrialOutcome::host_attitude) {
    arrivals = {to_string(info.first_arrival), to_string(info.last_arrival)};
  }
  const Json json = {{"format", "resettle-trial"},
                     {"format_version", 2},
                     {"trial", info.name},
                     {"question", info.question},
                     {"treatment", info.treatment},
                     {"source", info.source},
                     {"outcome", info.outcome},
                     {"start", to_string(kTrialStart)},
                     {"arrivals", std::move(arrivals)},
                     {"replicates", result.replicates},
                     {"scale", result.scale},
                     {"seed", result.seed},
                     {"confidence", 0.95},
                     {"tables", tables_json({checks_of(result), effects_of(result)})},
                     {"notes", notes_of(result)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
