#pragma once

#include <filesystem>

#include <CLI/CLI.hpp>

namespace resettle {

// One command, one file. Each adds itself to the command line and does its work in a callback;
// errors are exceptions (InputError: the user's, exit code 2; others: ours, exit code 1).

void add_run(CLI::App& app);
void add_check(CLI::App& app);
void add_diff(CLI::App& app);
void add_params(CLI::App& app);
void add_explain(CLI::App& app);
void add_compare(CLI::App& app);
void add_life(CLI::App& app);
void add_report_card(CLI::App& app);
void add_trial(CLI::App& app);

/// scenarios/baseline.yaml: of the checkout the launcher belongs to, else of the current folder.
std::filesystem::path baseline_file();

}  // namespace resettle
