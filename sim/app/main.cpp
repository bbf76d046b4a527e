#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "app/command_tree.h"
#include "app/commands.h"
#include "core/errors.h"
#include "core/version.h"
#include "io/problem_report.h"

namespace {

constexpr int kDone = 0;
constexpr int kOurMistake = 1;
constexpr int kUsersMistake = 2;

/// "Exit codes: 0 done, 2 ..."
std::string exit_codes() {
  std::string text;
  for (const auto& [code, meaning] : resettle::kExitCodes) {
    text += fmt::format("{}{} {}", text.empty() ? "Exit codes: " : ", ", code, meaning);
  }
  return text + ".";
}

/// CLI11 says only that a command is required; say which ones there are, and the nearest.
void report_unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  for (const auto& own : resettle::launcher_commands()) names.push_back(own.name);
  const std::string wanted = argv[1];
  if (std::find(names.begin(), names.end(), wanted) != names.end()) return;
  const std::string near = resettle::nearest(wanted, names);
  fmt::print(stderr, "There is no command '{}'. {}Commands: {}.\n", wanted,
             near.empty() ? "" : "Did you mean '" + near + "'? ", fmt::join(names, ", "));
}

int run(int argc, char** argv) {
  CLI::App app{
      "resettle compares policies for the settlement of North Korean defectors in South Korea, on "
      "simulated lives of everybody who arrived.\n"};
  app.name("resettle");
  const auto& build = resettle::build_info();
  app.set_version_flag("--version",
                       fmt::format("resettle {} ({}, {}, {})", build.version, build.git_commit,
                                   build.compiler, build.build_type));
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  resettle run scenarios/studies/settlement_subsidies.yaml\n"
      "  resettle check my_study.yaml\n"
      "  resettle params wage_subsidy\n\n" +
      exit_codes());
  resettle::add_run(app);
  resettle::add_resume(app);
  resettle::add_extend(app);
  resettle::add_merge(app);
  resettle::add_verify(app);
  resettle::add_diverge(app);
  resettle::add_check(app);
  resettle::add_diff(app);
  resettle::add_params(app);
  resettle::add_schema(app);
  resettle::add_explain(app);
  resettle::add_compare(app);
  resettle::add_plan(app);
  resettle::add_life(app);
  resettle::add_report_card(app);
  resettle::add_trial(app);
  resettle::add_completion(app);
  resettle::add_man(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    report_unknown_command(app, argc, argv);
    return app.exit(error) == 0 ? kDone : kUsersMistake;
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  // A limit on the size of files (ulimit -f) is reported like a full disk, not by a sudden end.
  std::signal(SIGXFSZ, SIG_IGN);
  // Standard output is for results.
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "", std::make_shared<spdlog::sinks::stderr_color_sink_mt>()));
  try {
    return run(argc, argv);
  } catch (const resettle::Ending& ending) {
    return ending.code;
  } catch (const resettle::InputError& error) {
    fmt::print(stderr, "{}\n", resettle::problem_report(error));
    return kUsersMistake;
  } catch (const std::filesystem::filesystem_error& error) {
    const resettle::InputError refused({{error.path1().string()},
                                        "",
                                        "the system refuses this path: " + error.code().message(),
                                        "check the path, or give another"});
    fmt::print(stderr, "{}\n", resettle::problem_report(refused));
    return kUsersMistake;
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "resettle: internal error: {}\nThis is a mistake in the program, not in your input. "
               "Please report it with the command you used.\n",
               error.what());
    return kOurMistake;
  }
}
