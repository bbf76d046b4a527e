#include <cstdint>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "study/life.h"
#include "study/month.h"

namespace resettle {

namespace {

struct Options {
  std::string study;
  std::uint32_t person = 0;
  std::string arm;
  int replicate = 0;
  bool months = false;
};

void execute(const Options& options) {
  const LifeQuestion question{options.study, options.person, options.arm, options.replicate};
  const LifeStory story =
      live_again(question, parameter_catalogue(), baseline_file().parent_path());
  fmt::print("{}", life_text(story, options.months));
}

}  // namespace

void add_life(CLI::App& app) {
  auto* command = app.add_subcommand("life", "Tell the months of one simulated person of a study");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file (HDF5)")->required();
  command
      ->add_option("--person", options->person,
                   "number in order of arrival, from 0, as in /persons")
      ->required();
  command->add_option("--arm", options->arm, "tell this arm beside the reference");
  command->add_option("--replicate", options->replicate, "replicate, from 0 (default: 0)");
  command->add_flag("--months", options->months, "also a table of every month");
  command->footer(
      "The replicate is simulated again and compared with the file, which takes some seconds.\n"
      "Example:\n  resettle life settlement_subsidies.h5 --person 20000 --arm mentoring");
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
