#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/stop_signal.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/labelled_file.h"
#include "io/number_text.h"
#include "study/merge.h"
#include "study_file/existing_study.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

struct Options {
  std::vector<std::filesystem::path> parts;
  std::filesystem::path output;
};

void execute(const Options& options) {
  if (std::filesystem::exists(options.output)) {
    throw InputError({{options.output.string()},
                      "",
                      "there is a file of that name",
                      "give the name of a new file with -o, or remove that one"});
  }
  LabelledFile::remove_abandoned(options.output);
  remove_on_signal(LabelledFile::partial_name(options.output));
  merge_studies(options.parts, options.output);
  const ExistingStudy merged(options.output);
  const std::string name = options.output.string();
  fmt::print(
      "{} joined: {}, {}.\nResults: {}\nFingerprint: {}\n"
      "  (one number for all results; a run of the whole study at once has the same one)\n"
      "Next:\n  {}\n",
      counted(options.parts.size(), "part"), counted(merged.arms().size(), "arm"),
      counted(merged.replicates().size(), "replicate"), name, results_fingerprint(merged.file()),
      command_on("compare", options.output));
}

}  // namespace

void add_merge(CLI::App& app) {
  auto* command = app.add_subcommand("merge", "Join parts of a study that were run separately");
  auto options = std::make_shared<Options>();
  command->add_option("parts", options->parts, "study files of 'run --part'")
      ->type_name(kStudyFile)
      ->required();
  command->add_option("-o,--output", options->output, "study file to write")
      ->type_name(kStudyFile)
      ->required();
  command->footer(examples({"run study.yaml --part 1/2 -o first.h5    # on one machine",
                            "run study.yaml --part 2/2 -o second.h5   # on another",
                            "merge first.h5 second.h5 -o study.h5"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
