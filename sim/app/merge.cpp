#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "app/stop_signal.h"
#include "app/study_output.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/labelled_file.h"
#include "io/number_text.h"
#include "io/output_file.h"
#include "study/merge.h"
#include "study_file/existing_study.h"
#include "study_file/study_place.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

struct Options {
  std::vector<std::filesystem::path> parts;
  std::filesystem::path output;
};

/// The file that is to be written, judged before the parts are read.
std::filesystem::path output_of(const Options& options) {
  const auto output = study_output(options.output);
  check_no_input({options.output, "-o", ".h5"}, output, options.parts);
  check_study_place(output, kOtherOutput);
  if (std::filesystem::exists(output)) {
    throw InputError({{output.string()},
                      "",
                      "there is a file of that name",
                      "give the name of a new file with -o, or remove that one"});
  }
  return output;
}

void execute(const Options& options) {
  say_if_it_fails("nothing was written");
  const auto output = output_of(options);
  LabelledFile::remove_abandoned(output);
  remove_on_signal(LabelledFile::partial_name(output));
  merge_studies(options.parts, output);
  say_if_it_fails("the joined study was written");
  const ExistingStudy merged(output);
  const std::string name = output.string();
  print_text(
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
