#pragma once

#include <filesystem>

#include <CLI/CLI.hpp>

namespace resettle {

// One command, one file. Each adds itself to the command line and does its work in a callback;
// errors are exceptions, which main turns into exit codes: InputError, what the system refuses and
// memory that is not enough must be mended by the user; all others are our mistakes.

// What an option takes, as help shows it; completion goes by the ending.
inline constexpr const char* kStudyFile = "FILE.h5";
inline constexpr const char* kYamlFile = "FILE.yaml";
inline constexpr const char* kJsonFile = "FILE.json";

/// Ends the program with an exit code, all having been said.
struct Ending {
  int code;
};
inline constexpr int kDone = 0;
inline constexpr int kOurMistake = 1;
inline constexpr int kToMend = 2;
inline constexpr int kStopped = 3;
inline constexpr int kDoesNotHold = 4;

struct ExitCode {
  int code;
  const char* meaning;
};
/// As help and the manual page say them.
inline constexpr ExitCode kExitCodes[] = {
    {kDone, "done"},
    {kToMend, "something in your input or on your machine must be mended"},
    {kStopped, "stopped and can be resumed"},
    {kDoesNotHold, "what was checked does not hold"},
    {kOurMistake, "our mistake"}};

void add_run(CLI::App& app);
void add_resume(CLI::App& app);
void add_extend(CLI::App& app);
void add_merge(CLI::App& app);
void add_verify(CLI::App& app);
void add_diverge(CLI::App& app);
void add_check(CLI::App& app);
void add_diff(CLI::App& app);
void add_params(CLI::App& app);
void add_schema(CLI::App& app);
void add_explain(CLI::App& app);
void add_compare(CLI::App& app);
void add_plan(CLI::App& app);
void add_completion(CLI::App& app);
void add_man(CLI::App& app);
void add_life(CLI::App& app);
void add_report_card(CLI::App& app);
void add_trial(CLI::App& app);

/// scenarios/baseline.yaml: of the checkout the launcher belongs to, else of the current folder.
std::filesystem::path baseline_file();

}  // namespace resettle
