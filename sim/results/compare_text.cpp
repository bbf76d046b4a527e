#include "results/compare_text.h"
#include "core/called_as.h"
#include "results/equity_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.h"
#include "results/sections_text.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

std::string render_question(const Comparison& study) {
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
  text += item("Replicates", fmt::format("{} per arm, each arm paired with the reference by the "
                                         "same random numbers",
                                         study.replicates));
  if (!study.with.empty()) {
    text +=
        item("Two files", fmt::format("arms of {} are compared with the reference here, whose "
                                      "results are the same in both files, in the {} replicates "
                                      "that both have (here are {})",
                                      study.with, study.replicates, study.replicates_stored));
  }
  if (!study.changes.empty()) {
    text += wrapped(fmt::format("{}", fmt::join(study.changes, "; ")),
                    "Changed on the command line: ", 12, kTextWidth);
  }
  if (study.scale < 1) {
    text +=
        item("Population",
             fmt::format("{:.3g} % of arrivals simulated; numbers of persons and money stand for "
                         "all. In a small population ties and mentors are scarcer, so effects "
                         "themselves change (mostly they are too small), which no interval "
                         "shows: for what you report, simulate everybody (scale 1)",
                         100 * study.scale));
  }
  return text;
}

const Section& section_named(const std::string& name) {
  for (const auto& section : sections()) {
    if (name == section.name) return section;
  }
  Problem problem;
  problem.where.file = "--show";
  problem.message = fmt::format("\"{}\" is not a section", name);
  problem.remedy = fmt::format("one of {}", fmt::join(section_names(), ", "));
  throw InputError(std::move(problem));
}

/// What else can be asked for.
std::string more_text() {
  auto text = heading("More");
  text +=
      fmt::format("  {} compare STUDY.h5 --show TABLES (several with commas), or --full for all:\n",
                  called_as());
  for (const auto& section : sections()) {
    text += "  " + left_aligned(section.name, 14) + section.what + "\n";
  }
  return text;
}

}  // namespace

const std::vector<Section>& sections() {
  static const std::vector<Section> kSections{
      {"outcomes", "types, work, wages, distress, belonging at the end", outcomes_text},
      {"horizon", "person-months, costs and prices over the whole period", horizon_text},
      {"types", "how many persons are in another type because of the policy", types_text},
      {"economics", "costs by perspective, discount rate, line and year; prices", economics_text},
      {"frontier", "which policies are dominated; how often each is the best buy", frontier_text},
      {"deadweight", "subsidised hires that the reference has as well", deadweight_text},
      {"equity", "who gains and who loses, by group and income; subgroups", equity_text},
      {"caps", "how budgets for a year were used",
       [](const Comparison& study) { return render_budget_caps(study.budget_caps); }},
      {"years", "effects year by year", years_text},
      {"definitions", "the same under other definitions of mental success", definitions_text},
      {"ranking", "in how many simulated worlds each arm is best, and by how much it falls short",
       ranking_text},
      {"precision", "widths, gain by pairing, how many are clear by chance", precision_text},
  };
  return kSections;
}

std::vector<std::string> section_names() {
  std::vector<std::string> names;
  for (const auto& section : sections()) names.emplace_back(section.name);
  return names;
}

std::string render_text(const Comparison& comparison, const std::vector<std::string>& chosen) {
  auto text = render_question(comparison);
  text += render_short(comparison);
  text += overrun_text(comparison);
  for (const auto& name : chosen) {
    const auto& section = section_named(name);
    if (!comparison.arms.empty()) text += section.render(comparison);
  }
  text += heading("Notes");
  for (const auto& note : comparison_notes(comparison)) text += wrapped(note, "- ", 2, kTextWidth);
  if (chosen.empty() && !comparison.arms.empty()) text += more_text();
  return text;
}

}  // namespace resettle
