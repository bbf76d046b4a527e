#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/log_sink.h"
#include "app/standard_error.h"
#include "app/typed_words.h"
#include "app/usage_error.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "core/resettle_version.h"
#include "core/version.h"
#include "io/characters.h"
#include "io/problem_report.h"

namespace {

/// "Exit codes: 0 done, 2 ..."
std::string exit_codes() {
  std::string text;
  for (const auto& [code, meaning] : resettle::kExitCodes) {
    text += fmt::format("{}{} {}", text.empty() ? "Exit codes: " : ", ", code, meaning);
  }
  return text + ".";
}

/// Study files keep names and values of the command line, as UTF-8.
void check_readable(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const auto odd = resettle::first_unreadable(argv[i]);
    if (!odd) continue;
    if (odd->is_text) {
      throw resettle::InputError(
          {{},
           "",
           fmt::format("the {}. word of the command, '{}', holds {}", i, argv[i], odd->name),
           "leave it out; rename a file or folder whose name holds it"});
    }
    throw resettle::InputError(
        {{},
         "",
         fmt::format("the {}. word of the command, '{}', is not text in UTF-8", i, argv[i]),
         "set the terminal to UTF-8 (a locale like ko_KR.UTF-8 or C.UTF-8), and rename a file or "
         "folder whose name is written otherwise"});
  }
}

int run(int argc, char** argv) {
  check_readable(argc, argv);
  CLI::App app{
      "resettle compares policies for the settlement of North Korean defectors in South Korea, on "
      "simulated lives of everybody who arrived.\n"};
  app.name(resettle::called_as());
  const auto& build = resettle::build_info();
  app.set_version_flag("--version",
                       fmt::format("resettle {} ({}, {}, {})", build.version, build.git_commit,
                                   build.compiler, build.build_type));
  app.require_subcommand(1);
  app.footer(resettle::examples({"run scenarios/studies/settlement_subsidies.yaml",
                                 "check my_study.yaml", "params wage_subsidy"}) +
             "\n\n" + exit_codes());
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
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    auto meant = resettle::typed_words(app, words);
    std::reverse(meant.begin(), meant.end());  // as CLI11 takes them
    app.parse(std::move(meant));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // asked for help or version
    resettle::tell(resettle::usage_error(app, error, words));
    return resettle::kToMend;
  }
  return resettle::kDone;
}

/// A stream that was closed when the program began: else the first file that is opened would take
/// its place, and what is printed would be written into that file.
void fill_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // Results that nobody can read must not pass for written.
    ::open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_RDWR);
  }
}

/// Says that standard output could not be written, for the system's reason if it is known.
int report_lost_output(int error_number) {
  if (error_number == EPIPE) return 128 + SIGPIPE;  // as the shell has it: its reader has enough
  const auto reason = error_number == 0
                          ? std::string()
                          : " (" + std::generic_category().message(error_number) + ")";
  resettle::tell(fmt::format(
      "The output could not be written{}: what was printed is not complete.\n  To do: free space "
      "where it goes, or send it to another file, and give the command again. A study file that "
      "was written is complete: '{} compare STUDY.h5' shows it.\n",
      reason, resettle::called_as()));
  return resettle::kToMend;
}

/// Writes out what was printed; the exit code, 2 if it could not be written.
int finish_output(int code) {
  errno = 0;
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written) return code;
  const int lost = report_lost_output(errno);
  return code == resettle::kDone ? lost : code;
}

/// Says what ended the program; its exit code.
int report(const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const resettle::Ending& ending) {
    return ending.code;
  } catch (const resettle::InputError& error) {
    resettle::tell(resettle::problem_report(error, resettle::consequence()) + "\n");
    return resettle::kToMend;
  } catch (const std::filesystem::filesystem_error& error) {
    const resettle::InputError refused({{error.path1().string()},
                                        "",
                                        "the system refuses this path: " + error.code().message(),
                                        "check the path, or give another"});
    resettle::tell(resettle::problem_report(refused, resettle::consequence()) + "\n");
    return resettle::kToMend;
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) != 0) return report_lost_output(error.code().value());
    resettle::tell(fmt::format(
        "The machine refuses what the program needs: {}.\n  To do: close other programs, or raise "
        "the limit it names (ulimit -a shows limits); with --threads 1 less is needed. What a run "
        "has saved is safe: '{} resume STUDY.h5' goes on.\n",
        error.what(), resettle::called_as()));
    return resettle::kToMend;
  } catch (const std::bad_alloc&) {
    resettle::tell(fmt::format(
        "The machine has not enough memory for this.\n  To do: close other programs, use fewer "
        "threads (--threads 1), or simulate a share of the arrivals (--scale 0.1). What a run has "
        "saved is safe: '{} resume STUDY.h5' goes on.\n",
        resettle::called_as()));
    return resettle::kToMend;
  } catch (const std::exception& error) {
    resettle::tell(fmt::format(
        "resettle: internal error: {}\nThis is a mistake in the program, not in your input. Please "
        "report it with the command you used.\n",
        error.what()));
    return resettle::kOurMistake;
  }
}

}  // namespace

int main(int argc, char** argv) {
  fill_closed_streams();
  // A limit on the size of files (ulimit -f) is reported like a full disk, not by a sudden end.
  std::signal(SIGXFSZ, SIG_IGN);
  // Whoever read the messages may have gone ('2>&1 | tee log' ends with the same Ctrl-C).
  std::signal(SIGPIPE, SIG_IGN);
  // Standard output is for results.
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("", std::make_shared<resettle::LogSink>()));
  if (!resettle::is_built_with(resettle::kHeaders)) {
    resettle::tell(fmt::format(
        "resettle: the program and its library are of different builds: is a build under way? Wait "
        "until it is done, or build again with {} --version.\n",
        resettle::called_as()));
    return resettle::kToMend;
  }
  try {
    return finish_output(run(argc, argv));
  } catch (...) {
    const bool output_failed = std::ferror(stdout) != 0;  // then this is what was thrown
    const int code = report(std::current_exception());
    return output_failed ? code : finish_output(code);
  }
}
