#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/number_options.h"
#include "app/standard_error.h"
#include "app/standard_output.h"
#include "core/called_as.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "results/tell.h"
#include "study_file/progress_file.h"

namespace resettle {

namespace {

struct Options {
  std::string file;
  std::string with;
  CompareChoices choices;
  std::string perspective = name_of(Perspective::programme);
  double budget_krw_per_year = 0;
  double smallest_share = -1;  ///< as the study says
  std::vector<std::string> shown;
  bool full = false;
  bool json = false;
  bool csv = false;
  std::string language = "en";
};

constexpr double kLargestBudget = 1e18;  // KRW, far above what any state has

Perspective perspective_named(const std::string& name) {
  const auto found = std::find(kPerspectiveNames.begin(), kPerspectiveNames.end(), name);
  return static_cast<Perspective>(found - kPerspectiveNames.begin());
}

/// The launcher tells a comparison in Korean before it comes here.
void check_language(const std::string& language) {
  if (language == "en") return;
  throw InputError({{"--lang"},
                    "",
                    "the program by itself tells comparisons in English",
                    "call the launcher, which knows the Korean words of the report: ./resettle "
                    "compare STUDY.h5 --lang ko"});
}

void execute(const Options& options) {
  check_language(options.language);
  auto choices = options.choices;
  choices.question.perspective = perspective_named(options.perspective);
  if (options.smallest_share >= 0) choices.smallest_share = options.smallest_share;
  if (!options.with.empty()) choices.with = options.with;
  if (options.budget_krw_per_year > 0) choices.budget_krw_per_year = options.budget_krw_per_year;
  const Comparison comparison = compare(options.file, choices);
  if (std::filesystem::exists(ProgressFile::path_for(options.file))) {
    const bool running = ProgressFile::is_worked_on(options.file);
    tell(fmt::format(
        "note: a run that will extend or replace {0} {1}. What follows is without it.\n",
        options.file,
        running ? "is under way"
                : fmt::format("was interrupted ('{}')", command_on("resume", options.file))));
  }
  if (options.json) {
    print_text("{}", render_json(comparison));
  } else if (options.csv) {
    print_text("{}", render_csv(comparison));
  } else {
    auto shown = options.shown;
    if (options.full) {
      for (const auto& topic : topics()) shown.push_back(topic.name);
    }
    if (shown.empty()) print_text("{}", render_text(comparison));
    // Who asks for an outcome wants to see it.
    if (shown.empty() && !choices.more_outcomes.empty()) shown.emplace_back("at_end");
    print_text("{}\n", render_tables(comparison, shown));
  }
}

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (const auto& topic : topics()) names.push_back(topic.name);
  return names;
}

void add_choices(CLI::App* command, const std::shared_ptr<Options>& options) {
  auto& choices = options->choices;
  command->add_option("--outcome", choices.more_outcomes, "further indicators to compare");
  command->add_option("--definition", choices.definition,
                      "of mental success for integrated person-months: a (default), b, c, d, e or "
                      "plain (MODEL.md says what they are)");
  command
      ->add_option("--perspective", options->perspective,
                   "whose costs the frontier counts: programme (default), public_budget, societal "
                   "(the public budget and the unpaid time of mentors)")
      ->check(CLI::IsMember(
          std::vector<std::string>(kPerspectiveNames.begin(), kPerspectiveNames.end())));
  add_number_option(*command, "--discount-rate", choices.question.discount_rate, 0, 1,
                    "of the frontier, per year, for example 0.045 (default 0)");
  add_number_option(*command, "--smallest", options->smallest_share, 0, 1,
                    "smallest difference that matters, as a share of the reference (default: that "
                    "of the study, 0.005): a smaller one is called negligible");
  add_number_option(*command, "--budget", options->budget_krw_per_year, 1, kLargestBudget,
                    "KRW a year, as 5e9 for five billion: how often the additional programme cost "
                    "of a year is above it");
}

}  // namespace

void add_compare(CLI::App& app) {
  auto* command = app.add_subcommand("compare", "Compare the arms of a study file");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->file, "study file (HDF5)")
      ->type_name(kStudyFile)
      ->required();
  command
      ->add_option("with", options->with,
                   "a second study file: its arms against the reference of the first, if both "
                   "have the same world and the same reference")
      ->type_name(kStudyFile);
  add_choices(command, options);
  command
      ->add_option("--show", options->shown,
                   fmt::format("only these topics or tables: {}; one table by its name in the JSON",
                               fmt::join(topic_names(), ", ")))
      ->delimiter(',');
  command->add_flag("--full", options->full, "all tables");
  command
      ->add_option(
          "--lang", options->language,
          "language of the text: en (default), or ko for Korean, in the words of the report")
      ->check(CLI::IsMember(std::vector<std::string>{"en", "ko"}));
  auto* json = command->add_flag("--json", options->json, "as JSON");
  command->add_flag("--csv", options->csv, "as CSV, one line per number")->excludes(json);
  command->footer(
      examples({"compare settlement_subsidies.h5",
                "compare settlement_subsidies.h5 --show economics --budget 5e9",
                "compare settlement_subsidies.h5 --outcome poverty_rate --csv > results.csv"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
