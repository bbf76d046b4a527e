#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "core/version.h"
#include "io/seal.h"
#include "io/strict_text.h"
#include "study/verify.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

struct Options {
  std::filesystem::path study;
  std::string rerun = "2";
};

constexpr long long kMostToRerun = 999'999'999;

std::size_t cells_to_run(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(parse_integer(text).value.value_or(0));
}

/// What was changed since the file was written; nothing if nothing was. The first line says what
/// that means.
std::vector<std::string> damage_report(const std::filesystem::path& study) {
  const Seal seal = check_seal(study);
  if (seal == Seal::intact) open_study_file(study);  // another version is no damage: refused
  const auto [findings, unread] = find_damage(study);
  if (seal == Seal::intact && findings.empty() && !unread.empty()) {
    throw InputError({{study.string()},
                      "",
                      unread + ": nothing can be said yet, but its seal is intact",
                      "give the command again, with other programs closed"});
  }
  if (seal == Seal::intact && findings.empty()) return {};
  const bool as_written = findings.empty() && unread.empty();
  std::vector<std::string> lines{
      fmt::format("NOT in order: {} was CHANGED since it was written{} Copy it again from where it "
                  "came, or run the study again.",
                  study.string(), as_written ? "." : ", or is no study file. Do not use it.")};
  lines.emplace_back(seal == Seal::intact   ? "  Its seal is intact."
                     : seal == Seal::broken ? "  Its seal (a checksum of all bytes) is broken or "
                                              "missing."
                                            : "  It has no seal (a checksum of all bytes).");
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i) {
    lines.push_back(fmt::format("  {}: {}", findings[i].place, findings[i].what));
  }
  if (findings.size() > kShown) {
    lines.push_back(fmt::format("  ... and {} more", findings.size() - kShown));
  }
  if (!unread.empty()) {
    lines.push_back(fmt::format("  Not all of it was looked at: {}.", unread));
  } else if (findings.empty()) {
    lines.emplace_back(
        "  All values and labels are nevertheless as they were written: what changed is the seal "
        "itself, or bytes that hold no value.");
  }
  return lines;
}

/// A sample of the runs (one arm of one replicate each), simulated again.
struct RunAgain {
  std::vector<std::string> lines;  ///< one for each
  int different = 0;
};

RunAgain run_again(const ExistingStudy& study, std::size_t count) {
  RunAgain result;
  for (const auto& cell : sample_of_cells(study, count)) {
    spdlog::info("simulating {}, replicate {}, again", cell.arm, cell.replicate);
    const auto different = differences_of(study, cell);
    result.lines.push_back(fmt::format(
        "  {}, replicate {}: {}", cell.arm, cell.replicate,
        different.empty()
            ? std::string("the same in every bit")
            : fmt::format("DIFFERENT in {} results: {}", different.size(), different.front())));
    result.different += different.empty() ? 0 : 1;
  }
  return result;
}

/// What holds, in plain words, and what to do where something does not.
std::string verdict(const ExistingStudy& study, const RunAgain& again) {
  const auto all = study.arms().size() * study.replicates().size();
  if (again.different > 0) {
    return fmt::format(
        "NOT in order: the file is unchanged, but {} of the {} runs that were simulated again come "
        "out otherwise with this program. Use the program that wrote it (below), or run the study "
        "again with this one; '{} diverge' shows where two study files part.",
        again.different, again.lines.size(), called_as());
  }
  if (again.lines.empty()) {
    return "In order: the file is unchanged since it was written. None of its runs was simulated "
           "again (--rerun 2 does).";
  }
  return fmt::format(
      "In order: the file is unchanged since it was written, and {} of its {} runs (one arm of one "
      "replicate each), simulated again by this program, came out the same.",
      again.lines.size(), all);
}

std::string without_extension(std::filesystem::path file) {
  return file.replace_extension().string();
}

void execute(const Options& options) {
  check_finished(options.study);
  if (options.study.extension() == ".progress") {
    throw InputError({{options.study.string()},
                      "",
                      "this is the progress of a run, not a study file",
                      fmt::format("'{}' checks it and finishes the run",
                                  command_on("resume", without_extension(options.study)))});
  }
  if (!std::filesystem::is_regular_file(options.study)) {
    const bool folder = std::filesystem::is_directory(options.study);
    throw InputError({{options.study.string()},
                      "",
                      folder ? "this is a folder, not a study file" : "this is no ordinary file",
                      "give the .h5 file that a study has written"});
  }
  const auto changes = damage_report(options.study);
  if (!changes.empty()) {
    print_text("{}\n", fmt::join(changes, "\n"));
    throw Ending{kDoesNotHold};
  }
  const ExistingStudy study(options.study);
  say_if_it_fails("the check was not finished");
  const RunAgain again = run_again(study, cells_to_run(options.rerun));
  print_text("{}\n", verdict(study, again));
  for (const auto& line : again.lines) print_text("{}\n", line);
  tell_if_part(study);
  print_text(
      "Seal        {} (of the file)\nFingerprint {} (of all results: the same however they were "
      "run)\n"
      "Written by {}, read by {} ({}).\n",
      seal_text(options.study), results_fingerprint(study.file()), study.written_by(),
      build_info().version, build_info().git_commit);
  if (again.different > 0) throw Ending{kDoesNotHold};
}

}  // namespace

void add_verify(CLI::App& app) {
  auto* command = app.add_subcommand(
      "verify", "Check that a study file is unchanged and comes from its inputs and this version");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file (.h5)")
      ->type_name(kStudyFile)
      ->required();
  command
      ->add_option("--rerun", options->rerun,
                   "how many arms and replicates to simulate again: a number, or all")
      ->check([](const std::string& text) {
        const auto number = parse_integer(text).value;
        const bool whole = number && *number >= 0 && *number <= kMostToRerun;
        return whole || text == "all"
                   ? std::string()
                   : fmt::format("'{}' is neither a whole number from 0 to {} nor all", text,
                                 kMostToRerun);
      })
      ->capture_default_str();
  command->footer("Exit code 4 if anything is not as it was written or does not come out again.\n" +
                  examples({"verify settlement_subsidies.h5 --rerun 10"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
