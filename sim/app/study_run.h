#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "io/study_file.h"
#include "study_file/existing_study.h"
#include "study_file/progress_file.h"

// What the commands that simulate have in common: run, resume, extend.

namespace resettle {

/// path=value of --set. Errors: InputError.
Override parse_override(const std::string& text);
/// overlay.yaml or name=overlay.yaml of --arm.
AddedArm parse_added_arm(const std::string& text);
/// 3/16 of --part: the replicates. Errors: InputError.
std::vector<int> parse_part(const std::string& text, int replicates);

/// Carries out the task with a line of progress, then shows what came out. Ends the program with
/// exit code 3 if it was stopped.
void carry_out_and_show(ProgressFile progress, const std::filesystem::path& output, int threads);

/// Begins the task, or continues it if the same one was interrupted; with `restart` the progress of
/// an earlier one is given up. Errors: InputError if there is the progress of another task.
ProgressFile begin_or_continue(const std::filesystem::path& output, const Task& task, bool restart);

/// Adds --threads.
void add_threads_option(CLI::App& command, int& threads);

}  // namespace resettle
