#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/number_text.h"
#include "results/compare_text.h"
#include "results/text_layout.h"

// What a reader must know to use the numbers.

namespace resettle {

namespace {

bool any_left_out(const Comparison& comparison) {
  for (const auto& arm : comparison.arms) {
    for (const auto* list : {&arm.horizon, &arm.at_end}) {
      for (const auto& one : *list) {
        if (one.result.difference.replicates < comparison.study.replicates) return true;
      }
    }
  }
  return false;
}

void add_notes_on_scope(const Comparison& comparison, std::vector<std::string>& notes) {
  if (comparison.definition != "a") {
    notes.push_back(fmt::format(
        "Integrated person-months, their price and the frontier follow definition {} of mental "
        "success ({}); types and indicators at the end are always those of definition a.",
        comparison.definition, definition_named(comparison.definition).label));
  }
  if (!comparison.missing_definitions.empty()) {
    notes.push_back(
        fmt::format("The file has no indicators of {}: run the study again with this "
                    "version of the program to have them.",
                    fmt::join(comparison.missing_definitions, ", ")));
  }
  if (comparison.economics.perspectives.size() < kPerspectiveNames.size()) {
    notes.emplace_back(
        "The public budget with mentors' time is left out: the file does not tell that time, or "
        "what an hour is worth. Run the study again with this version of the program to have it.");
  }
}

/// "0.5 % of the reference", and the outcomes that have an amount of their own.
std::string smallest_text(const SmallestEffect& smallest) {
  auto text = fmt::format("{:.3g} % of the reference", 100 * smallest.share);
  for (const auto& [outcome, amount] : smallest.by_outcome) {
    text += fmt::format(", {} {}", number_text(amount, decimals_for({&amount, 1})), outcome);
  }
  return text;
}

}  // namespace

std::vector<std::string> sentences_on_arms(const Comparison& comparison) {
  auto sentences = same_arms_sentences(comparison.same);
  for (auto& one : without_path_sentences(comparison.without_path)) {
    sentences.push_back(std::move(one));
  }
  return sentences;
}

std::string words_note(const Comparison& comparison) {
  if (comparison.study.draws > 0) {
    return fmt::format(
        "In brackets total 95 % intervals: what is not known of the parameters, by {} draws, and "
        "chance. Differences below {} are negligible; very likely: in more than {:.0f} % of the "
        "draws, likely: in more than {:.0f} %. What no parameter stands for is not in it.",
        comparison.study.draws, smallest_text(comparison.study.smallest), 100 * kVeryLikely,
        100 * kLikely);
  }
  return fmt::format(
      "In brackets 95 % intervals. Differences below {} are negligible; very likely: more than "
      "{:.0f} %, likely: more than {:.0f} %, corrected for the {} differences judged "
      "together. This is chance alone: what is not known of the parameters is not in it.",
      smallest_text(comparison.study.smallest), 100 * kVeryLikely, 100 * kLikely,
      comparison.claims);
}

std::vector<std::string> comparison_notes(const Comparison& comparison) {
  const auto& study = comparison.study;
  std::vector<std::string> notes;
  if (study.draws > 0) {
    // The draws decide: see below.
  } else if (study.replicates < kFewestForInterval) {
    notes.push_back(
        fmt::format("There are no intervals, and no words for differences: {} cannot tell how far "
                    "chance reaches. Run the study with more replicates (20 or more).",
                    counted(study.replicates, "replicate")));
  } else if (study.replicates < kFewestEqual) {
    notes.push_back(
        fmt::format("Differences that are equal in all replicates have no interval and no "
                    "words: {} do not show that they never vary. Run the study with more "
                    "replicates (20 or more).",
                    counted(study.replicates, "replicate")));
  }
  if (study.draws > 0) {
    const auto source =
        study.draws_from == kFromPrior
            ? std::string(
                  "what is known of them before any fit, independently of one another, so "
                  "that some sets of values do not fit the surveys")
            : fmt::format("the sets of values of {}, what it does not name from its prior",
                          study.draws_from);
    notes.push_back(
        fmt::format("Intervals are total: parameters are drawn from {}. The central values are run "
                    "beside the draws and are not among them.",
                    source));
    if (study.draws < kFewestDraws) {
      notes.push_back(
          fmt::format("There are no intervals: {} draws are too few for them. Extend the "
                      "study to {} draws or more (extend --draws 128).",
                      study.draws, kFewestDraws));
    }
  } else {
    notes.emplace_back(
        "Intervals are Monte-Carlo only: they show the chance of the simulation, which more "
        "replicates reduce. Uncertainty of the parameters is not included and may be much larger: "
        "run the study with --draws 128.");
  }
  notes.emplace_back(
      "Levels follow the start values of the parameters, which are not calibrated; the command "
      "'report-card' shows where they miss surveys, 'trial' where effects miss published trials. "
      "Judge prices of an instrument with both at hand.");
  notes.emplace_back(
      "Prices leave out the unpaid time of mentors and hold what more work triggers, such as "
      "incentives.");
  notes.emplace_back(
      "Differences at the end of a study may have been larger or smaller before, as effects fade "
      "or grow: the person-months count the whole period.");
  notes.emplace_back(
      "Months out of marginality and distress-years count persons as well: a policy that changes "
      "how many people are there (who leaves, dies or stays longer in the facility) moves them "
      "without helping or harming anybody.");
  add_notes_on_scope(comparison, notes);
  notes.emplace_back(
      "Types are states of the relation between a person and a society at a time, not labels of "
      "persons.");
  std::string small_counts = fmt::format(
      "Counts that rest on fewer than {} simulated persons are not shown", kSmallestCell);
  if (study.scale < 1) {
    small_counts +=
        fmt::format(" (fewer than {}, as each simulated person stands for {})",
                    number_text(kSmallestCell / study.scale, 0), number_text(1 / study.scale, 0));
  }
  notes.push_back(small_counts + ".");
  if (any_left_out(comparison)) {
    notes.push_back(
        fmt::format("Replicates in which an outcome rests on fewer than {} persons in any of its "
                    "months are left out of that outcome, of its ranking and of what it costs to "
                    "gain, so these may be biased.",
                    kSmallestCell));
  }
  return notes;
}

}  // namespace resettle
