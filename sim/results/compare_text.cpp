#include "results/compare_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/called_as.h"
#include "core/errors.h"
#include "io/number_text.h"
#include "results/tell.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

std::string render_question(const Comparison& comparison) {
  const auto& study = comparison.study;
  const auto item = [](std::string_view name, std::string_view content) {
    return wrapped(content, left_aligned(name, 12), 12, kTextWidth);
  };
  const auto named = [](const std::string& name, const std::string& label) {
    return name == label || label.empty() ? name : fmt::format("{} ({})", name, label);
  };
  std::string arms;
  for (const auto& arm : study.arms) {
    arms += (arms.empty() ? "" : "; ") + named(arm.name, arm.label);
  }
  if (arms.empty()) arms = "none that ever acts";
  auto text = item("Study", study.title);
  if (!study.intent.empty()) text += item("Question", study.intent);
  text += item("Reference", named(study.reference, study.reference_label));
  text += item(study.arms.size() == 1 ? "Arm" : "Arms", arms);
  text += item("Period", fmt::format("{} to {}; policies differ from {} on", to_string(study.start),
                                     to_string(study.end), to_string(study.policy_start)));
  if (study.draws > 0) {
    text += item("Draws", fmt::format("{} of the uncertain parameters, {} in all per arm, each arm "
                                      "paired with the reference by the same values and random "
                                      "numbers",
                                      study.draws, counted(study.replicates, "replicate")));
  } else {
    text += item("Replicates", fmt::format("{} per arm, each arm paired with the reference by the "
                                           "same random numbers",
                                           study.replicates));
  }
  if (!comparison.with.empty()) {
    text +=
        item("Two files", fmt::format("arms of {} are compared with the reference here, whose "
                                      "results are the same in both files, in the {} replicates "
                                      "that both have (here are {})",
                                      comparison.with, study.replicates, study.replicates_stored));
  }
  if (!study.changes.empty()) {
    text += wrapped(fmt::format("{}", fmt::join(study.changes, "; ")),
                    "Changed on the command line: ", 12, kTextWidth);
  }
  if (study.scale < 1) {
    const char* caution =
        study.scale < kSmallestReported
            ? ". Below 10 % cohorts and localities are so small that ties and places come out "
              "wrong, which no interval shows"
            : "";
    text += item("Population",
                 fmt::format("{:.3g} % of arrivals simulated; numbers of persons and money stand "
                             "for all{}",
                             100 * study.scale, caution));
  }
  return text;
}

/// What else can be asked for.
std::string more_text() {
  auto text = heading("More");
  text +=
      fmt::format("  {} compare STUDY.h5 --show TOPICS (several with commas), or --full for all:\n",
                  called_as());
  for (const auto& topic : topics()) {
    text += "  " + left_aligned(topic.name, 14) + topic.what + "\n";
  }
  return text;
}

[[noreturn]] void refuse_name(const std::string& name) {
  std::vector<std::string> allowed;
  for (const auto& topic : topics()) allowed.push_back(topic.name);
  Problem problem;
  problem.where.file = "--show";
  problem.message = fmt::format("\"{}\" is no topic and no table", name);
  problem.remedy = fmt::format("one of the topics {}, or of the tables {}",
                               fmt::join(allowed, ", "), fmt::join(table_names(), ", "));
  throw InputError(std::move(problem));
}

}  // namespace

std::string render_tables(const Comparison& comparison, const std::vector<std::string>& chosen) {
  const auto tables = tables_of(comparison);
  std::string text;
  for (const auto& sentence : sentences_on_arms(comparison)) {
    text += wrapped(sentence, "", 2, kTextWidth);
  }
  for (const auto& name : chosen) {
    bool found = false;
    for (const auto& table : tables) {
      if (table.name != name && table.topic != name) continue;
      found = true;
      if (table.topic == name && (table.rows.empty() || table.name == "outcomes")) continue;
      text += table_text(table);
    }
    if (!found) refuse_name(name);
  }
  return text;
}

std::string render_text(const Comparison& comparison) {
  auto text = render_question(comparison);
  text += render_short(comparison);
  if (!comparison.economics.overrun.empty()) text += render_tables(comparison, {"overrun"});
  text += heading("Notes");
  for (const auto& note : comparison_notes(comparison)) text += wrapped(note, "- ", 2, kTextWidth);
  if (!comparison.arms.empty()) text += more_text();
  return text;
}

std::string render_json(const Comparison& comparison) {
  using Json = nlohmann::ordered_json;
  const auto& study = comparison.study;
  const auto best_first = comparison.best_first();
  Json arms = Json::array();
  arms.push_back({{"arm", study.reference},
                  {"label", study.reference_label},
                  {"labels", study.reference_labels},
                  {"role", "reference"}});
  for (const auto& arm : study.arms) {
    Json entry = {
        {"arm", arm.name}, {"label", arm.label}, {"labels", arm.labels}, {"role", "compared"}};
    const auto place = std::find_if(best_first.begin(), best_first.end(),
                                    [&](const auto* one) { return one->name == arm.name; });
    entry["place"] = place - best_first.begin();
    for (const auto& same : comparison.same.as_another) {
      if (same.name == arm.name) entry["same_as"] = same.as;
    }
    for (const auto& without : comparison.without_path) {
      if (without.name != arm.name) continue;
      entry["cannot_work"] = without.whole;
      entry["without_path"] = without.why;
    }
    arms.push_back(std::move(entry));
  }
  for (const auto& arm : comparison.same.as_reference) {
    arms.push_back({{"arm", arm.name},
                    {"label", arm.label},
                    {"labels", arm.labels},
                    {"role", "same_as_reference"}});
  }
  auto notes = sentences_on_arms(comparison);
  for (auto& note : comparison_notes(comparison)) notes.push_back(std::move(note));
  const auto& question = comparison.economics.question;
  const Json json = {
      {"format", "resettle-comparison"},
      {"format_version", 2},
      {"study", study.title},
      {"intent", study.intent},
      {"intents", study.intents},
      {"reference", study.reference},
      {"reference_label", study.reference_label},
      {"reference_labels", study.reference_labels},
      {"start", to_string(study.start)},
      {"policy_start", to_string(study.policy_start)},
      {"end", to_string(study.end)},
      {"replicates", study.replicates},
      {"draws", study.draws},
      {"draws_from", study.draws > 0 ? Json(study.draws_from) : Json(nullptr)},
      {"replicates_stored", study.replicates_stored},
      {"replicates_of_study", study.replicates_of_study},
      {"changed_on_command_line", study.changes},
      {"with", comparison.with.empty() ? Json(nullptr) : Json(comparison.with)},
      {"scale", study.scale},
      {"discount_rate", study.discount_rate},
      {"displacement_share", study.displacement_share},
      {"price_year", study.price_year},
      {"confidence", 0.95},
      {"definition", comparison.definition},
      {"missing_definitions", comparison.missing_definitions},
      {"not_recorded", comparison.equity.not_recorded},
      {"words",
       {{"smallest_share", study.smallest.share},
        {"smallest_by_outcome", study.smallest.by_outcome},
        {"very_likely_above", kVeryLikely},
        {"likely_above", kLikely},
        {"claims", comparison.claims}}},
      {"frontier_question",
       {{"outcome", info_of(question.outcome).name},
        {"perspective", name_of(question.perspective)},
        {"discount_rate", question.discount_rate}}},
      {"arms", std::move(arms)},
      {"tables", comparison.arms.empty() ? Json::object() : tables_json(tables_of(comparison))},
      {"notes", std::move(notes)}};
  // A text that is not UTF-8 shall not stop the report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string render_csv(const Comparison& comparison) {
  Table same{"same_arms", "effects", "", "", {key("arm"), {"same_in_every_result_as"}}};
  for (const auto* list : {&comparison.same.as_reference, &comparison.same.as_another}) {
    for (const auto& arm : *list) same.add({arm.name, arm.as});
  }
  std::vector<Table> tables{std::move(same)};
  if (!comparison.arms.empty()) tables = joined(std::move(tables), tables_of(comparison));
  return tables_csv(tables);
}

}  // namespace resettle
