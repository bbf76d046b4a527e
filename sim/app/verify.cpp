#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.h"
#include "core/errors.h"
#include "core/version.h"
#include "io/seal.h"
#include "study/verify.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

struct Options {
  std::filesystem::path study;
  std::string rerun = "2";
};

std::size_t cells_to_run(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(std::stoul(text));
}

/// Whether every byte and every value is as it was written.
bool check_file(const std::filesystem::path& study) {
  const Seal seal = check_seal(study);
  if (seal == Seal::intact) open_study_file(study);  // another version is no damage: refused
  const auto findings = find_damage(study);
  if (seal == Seal::intact && findings.empty()) {
    fmt::print("Every byte is as it was written; seal {}.\n", seal_text(study));
    return true;
  }
  fmt::print("{}: {}\n", study.string(),
             seal == Seal::intact   ? "the seal is intact"
             : seal == Seal::broken ? "CHANGED since it was written: the seal is broken"
                                    : "CHANGED since it was written, or no study file: no seal");
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i) {
    fmt::print("  {}: {}\n", findings[i].place, findings[i].what);
  }
  if (findings.size() > kShown) fmt::print("  ... and {} more\n", findings.size() - kShown);
  if (findings.empty()) {
    fmt::print(
        "  All values and labels are as they were written; what changed is the seal itself, "
        "or bytes that hold no value.\n");
  }
  return false;
}

/// Whether the sampled cells come out the same when they are simulated again.
bool run_again(const ExistingStudy& study, std::size_t count) {
  const auto cells = sample_of_cells(study, count);
  bool same = true;
  for (const auto& cell : cells) {
    const auto different = differences_of(study, cell);
    fmt::print("{}, replicate {}: {}\n", cell.arm, cell.replicate,
               different.empty() ? std::string("simulated again, the same in every bit")
                                 : fmt::format("DIFFERENT in {} results: {}", different.size(),
                                               different.front()));
    same = same && different.empty();
  }
  const auto all = study.arms().size() * study.replicates().size();
  if (same) {
    fmt::print(
        "All in order; {} of {} runs ({} arms x {} replicates) were simulated again, by {} "
        "({}).\n",
        cells.size(), all, study.arms().size(), study.replicates().size(), build_info().version,
        build_info().git_commit);
  }
  return same;
}

void execute(const Options& options) {
  check_finished(options.study);
  if (!check_file(options.study)) throw Ending{kDoesNotHold};
  const ExistingStudy study(options.study);
  fmt::print("Written by {}. Results {}.\n", study.written_by(), results_fingerprint(study.file()));
  if (!run_again(study, cells_to_run(options.rerun))) throw Ending{kDoesNotHold};
}

}  // namespace

void add_verify(CLI::App& app) {
  auto* command = app.add_subcommand(
      "verify", "Check that a study file is unchanged and comes from its inputs and this version");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file (.h5)")->required();
  command
      ->add_option("--rerun", options->rerun,
                   "how many arms and replicates to simulate again: a number, or all")
      ->check([](const std::string& text) {
        const bool number = !text.empty() && text.size() < 10 &&
                            text.find_first_not_of("0123456789") == std::string::npos;
        return number || text == "all" ? std::string() : "write a number, or all";
      })
      ->capture_default_str();
  command->footer(
      "Exit code 4 if anything is not as it was written or does not come out again.\n"
      "Example:\n  resettle verify settlement_subsidies.h5 --rerun 10");
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
