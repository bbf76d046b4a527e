#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "io/study_plan.h"
#include "study_file/existing_study.h"
#include "study_file/progress_file.h"

// What the commands that simulate have in common: run, resume, extend.

namespace resettle {

/// path=value of --set. Errors: InputError.
Override parse_override(const std::string& text);
/// overlay.yaml or name=overlay.yaml of every --arm, with the name=text of every --label (only text
/// if there is one arm). What stands before a "=" is no name if it has a "/", or if only all of it
/// is a file. Errors: InputError.
std::vector<AddedArm> parse_added_arms(const std::vector<std::string>& arms,
                                       const std::vector<std::string>& labels);
/// 3/16 of --part: the replicates. Errors: InputError.
std::vector<int> parse_part(const std::string& text, const std::vector<int>& all);

/// Extends a finished study as long as its `stop_when` asks for more replicates; what came of it,
/// or nothing if it has no stop_when. Its `minutes` count from `start` on, when the first
/// replicates were begun; `seconds_each` is what a replicate takes, 0 if not known. Ends the
/// program with exit code 3 if it was stopped. Errors: InputError.
std::optional<std::string> go_on_until_precise(const std::filesystem::path& output, int threads,
                                               std::chrono::steady_clock::time_point start,
                                               double seconds_each);

/// Carries out the task with a line of progress, and what `stop_when` adds to it, then shows what
/// came out. Ends the program with exit code 3 if it was stopped.
void carry_out_and_show(ProgressFile progress, const std::filesystem::path& output, int threads);

/// Begins the task, or continues it if the same one was interrupted; with `restart` the progress of
/// an earlier one is given up, whatever it is. Errors: InputError if there is the progress of
/// another task, or another process works on it.
ProgressFile begin_or_continue(const std::filesystem::path& output, const Task& task, bool restart);

/// Says on standard output that the file is a part of a study, if it is one.
void tell_if_part(const ExistingStudy& study);

/// Adds --arm, which does as `about` says, and --label.
void add_arm_options(CLI::App& command, std::vector<std::string>& arms,
                     std::vector<std::string>& labels, const std::string& about);

/// Adds --threads.
void add_threads_option(CLI::App& command, int& threads);

}  // namespace resettle
