#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "core/errors.h"
#include "io/number_text.h"
#include "io/scenario_notes.h"
#include "io/strict_text.h"
#include "model/month.h"
#include "model/vocabulary.h"
#include "study/eligible_count.h"

namespace resettle {

namespace {

/// Of what the plan changes, where it is higher and where lower than in its baseline.
void print_values(const StudyPlan& plan, const ParameterCatalogue& catalogue) {
  const auto values = values_beside_law(plan, catalogue, {});
  if (values.empty()) return;
  print_text("  beside the law of the day ({}), {} to {}:\n",
             plan.arms.front().scenario.files.front().filename().string(),
             to_string(plan.is_study ? plan.policy_start : plan.start), to_string(plan.end));
  for (const auto& value : values) print_text("    {}\n", value);
}

/// For whom the conditions of the plan hold.
void print_eligible(const StudyPlan& plan) {
  const auto counts = count_eligible(plan);
  if (counts.empty()) {
    print_text("  no condition on persons: every instrument is for everybody\n");
    return;
  }
  print_text(
      "  for whom conditions hold, of those aged 15+ in the South and outside the facility\n"
      "  in the mean of the months of a year (one replicate at scale {}, central values; dates,\n"
      "  coverage, places and what the instrument itself asks for come on top):\n{}",
      number_text(plan.scale), text_of(counts));
}

void execute(const std::vector<std::string>& files, bool count) {
  const auto& catalogue = parameter_catalogue();
  const auto vocabulary = study_vocabulary();
  ProblemList problems;
  for (const auto& file : files) {
    try {
      const StudyPlan plan = read_study(file, catalogue, vocabulary);
      if (plan.is_study) {
        print_text("{}: study of {} arms, {}, {} to {}: no problems\n", file, plan.arms.size(),
                   counted(plan.replicates, "replicate"), to_string(plan.start),
                   to_string(plan.end));
        if (plan.draws.draws > 0) {
          print_text("  and as many of each of {} of {} uncertain parameters ({})\n",
                     counted(plan.draws.draws, "draw"), plan.draws.uniform.size(), plan.draws.from);
        }
        if (plan.stop_when) {
          print_text("  then more, until the interval of {} is ±{} or narrower; {} at most\n",
                     plan.stop_when->outcome, number_text(plan.stop_when->half_width),
                     plan.stop_when->at_most);
        }
      } else {
        print_text("{}: scenario of {} parameters: no problems\n", file,
                   plan.arms.front().scenario.parameters.size());
      }
      for (const auto& note : notes_on(plan, catalogue, {})) print_text("  note: {}\n", note);
      print_values(plan, catalogue);
      if (count) print_eligible(plan);
    } catch (const InputError& error) {
      for (const auto& problem : error.problems()) problems.add(problem);
    }
  }
  throw_if_any_once(problems);  // a mistake in the baseline shows up in every file based on it
}

}  // namespace

void add_check(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Check files without running them");
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("files", *files, "studies or scenarios (YAML)")
      ->type_name(kYamlFile)
      ->required();
  auto count = std::make_shared<bool>(false);
  command->add_flag("--count", *count,
                    "simulate once, and say by year for how many persons conditions hold");
  command->footer(examples({"check scenarios/studies/*.yaml scenarios/policies/*.yaml",
                            "check scenarios/studies/mentors_by_region.yaml --count"}));
  command->callback([files, count] { execute(*files, *count); });
}

}  // namespace resettle
