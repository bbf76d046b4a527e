#include <fmt/format.h>

#include "io/number_text.h"
#include "results/compare_text.h"
#include "results/text_layout.h"

// What a reader must know to use the numbers.

namespace resettle {

namespace {

bool any_left_out(const Comparison& study) {
  for (const auto& arm : study.arms) {
    for (const auto& info : kHorizonOutcomes) {
      if (arm.horizon.of(info.outcome).difference.replicates < study.replicates) return true;
    }
    for (const auto& outcome : arm.outcomes) {
      if (outcome.result.difference.replicates < study.replicates) return true;
    }
  }
  return false;
}

std::string multiplicity_note(const Multiplicity& tests) {
  constexpr std::size_t kMany = 20;
  if (tests.rows.size() >= kMany) {
    return fmt::format(
        "{} differences, those of the whole period and of its end, are tested at once: {} are "
        "clear, about {:.0f} would be by chance if no policy changed the mean of any, and {} stay "
        "clear when adjusted for their number (Holm). Stars in further tables (years, groups, "
        "definitions) are not among them: of these too one in twenty may be chance.",
        tests.rows.size(), tests.clear, tests.expected_by_chance(), tests.clear_after_holm);
  }
  return "Several comparisons are made at once: of 95 % intervals about one in twenty misses the "
         "true value, so a single \"clear\" among many lines may be chance.";
}

void add_notes_on_scope(const Comparison& study, std::vector<std::string>& notes) {
  if (study.definition != "a") {
    notes.push_back(fmt::format(
        "Integrated person-months, their price and the frontier follow definition {} of mental "
        "success ({}); types and indicators at the end are always those of definition a.",
        study.definition, definition_named(study.definition).label));
  }
  if (study.economics.perspectives.size() < kPerspectiveNames.size()) {
    notes.emplace_back(
        "The public budget with mentors' time is left out: the file does not tell that time, or "
        "what "
        "an hour is worth. Run the study again with this version of the program to have it.");
  }
}

}  // namespace

std::vector<std::string> comparison_notes(const Comparison& study) {
  std::vector<std::string> notes;
  if (study.replicates < kFewestForInterval) {
    notes.push_back(
        fmt::format("There are no intervals, and nothing is called clear: {} cannot tell how far "
                    "chance reaches. Run the study with more replicates (20 or more).",
                    counted(study.replicates, "replicate")));
  } else if (study.replicates < kFewestEqual) {
    notes.push_back(
        fmt::format("Differences that are equal in all replicates have no interval and are not "
                    "called clear: {} do not show that they never vary. Run the study with more "
                    "replicates (20 or more).",
                    counted(study.replicates, "replicate")));
  }
  notes.emplace_back(
      "Intervals are Monte-Carlo only: they show the chance of the simulation, which more "
      "replicates "
      "reduce. Uncertainty of the parameters is not included and may be much larger.");
  notes.emplace_back(
      "Levels follow the start values of the parameters, which are not calibrated; the command "
      "'report-card' shows where they miss surveys, 'trial' where effects miss published trials. "
      "Judge prices of an instrument with both at hand.");
  notes.push_back(multiplicity_note(study.multiplicity));
  notes.emplace_back(
      "Differences at the end of a study may have been larger or smaller before, as effects fade "
      "or "
      "grow: the person-months count the whole period.");
  notes.emplace_back(
      "Months out of marginality and distress-years count persons as well: a policy that changes "
      "how many people are there (who leaves, dies or stays longer in the facility) moves them "
      "without helping or harming anybody.");
  add_notes_on_scope(study, notes);
  notes.emplace_back(
      "Types are states of the relation between a person and a society at a time, not labels of "
      "persons.");
  std::string small_counts = fmt::format(
      "Counts that rest on fewer than {} simulated persons are not shown", kSmallestCell);
  if (study.scale < 1) {
    small_counts +=
        fmt::format(" (\"<{}\": each simulated person stands for {})",
                    number_text(kSmallestCell / study.scale, 0), number_text(1 / study.scale, 0));
  }
  notes.push_back(small_counts + ".");
  if (any_left_out(study)) {
    notes.push_back(
        fmt::format("Replicates in which an outcome rests on fewer than {} persons in any of its "
                    "months are left out of that outcome, of its ranking and of what it costs to "
                    "gain, so these may be biased.",
                    kSmallestCell));
  }
  return notes;
}

}  // namespace resettle
