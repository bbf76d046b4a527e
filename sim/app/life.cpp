#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/number_options.h"
#include "app/standard_output.h"
#include "core/errors.h"
#include "io/study_plan.h"
#include "study/life.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

struct Options {
  std::string study;
  std::uint32_t person = 0;
  std::string arm;
  int replicate = 0;
  int draw = 0;
  bool months = false;
  bool json = false;
};

[[noreturn]] void ask_for_person(const std::filesystem::path& study) {
  const auto file = open_study_file(study);  // another kind of file is the greater mistake
  std::string remedy =
      "give --person N; this study recorded nobody, so try a small number: persons are numbered in "
      "order of arrival from 0";
  if (file.has_group("persons")) {
    remedy = fmt::format(
        "give --person N; persons are numbered in order of arrival, 0 to {}; "
        "/persons/arrival_month, "
        "/persons/sex and /persons/age_at_arrival in the file help to choose",
        file.group("persons").variable("person").size() - 1);
  }
  throw InputError({{study.string()}, "--person", "no person is chosen", remedy});
}

void execute(const Options& options, bool has_person) {
  if (!has_person) ask_for_person(options.study);

  const LifeQuestion question{options.study, options.person, options.arm,
                              replicate_number(options.draw, options.replicate)};
  say_if_it_fails("nothing was told");  // it is compared with the file when it is simulated
  const LifeStory story = live_again(question);
  print_text("{}", options.json ? life_json(story) : life_text(story, options.months));
}

}  // namespace

void add_life(CLI::App& app) {
  auto* command = app.add_subcommand("life", "Tell the months of one simulated person of a study");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file (HDF5)")
      ->type_name(kStudyFile)
      ->required();
  auto* person = command
                     ->add_option("--person", options->person,
                                  "number in order of arrival, from 0, as in /persons")
                     ->transform(whole_number(0, std::numeric_limits<std::uint32_t>::max()));
  command->add_option("--arm", options->arm, "tell this arm beside the reference");
  command
      ->add_option("--draw", options->draw, "draw of the parameters (default: 0, central values)")
      ->transform(whole_number(0, kMostDraws));
  command->add_option("--replicate", options->replicate, "replicate, from 0 (default: 0)")
      ->transform(whole_number(0, kMostReplicates - 1));
  auto* months = command->add_flag("--months", options->months, "also a table of every month");
  command->add_flag("--json", options->json, "every month as JSON")->excludes(months);
  command->footer(
      "The replicate is simulated again and compared with the file, which takes some seconds.\n" +
      examples({"life settlement_subsidies.h5 --person 20000 --arm mentoring"}));
  command->callback([options, person] { execute(*options, person->count() > 0); });
}

}  // namespace resettle
