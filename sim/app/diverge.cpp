#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/number_options.h"
#include "app/standard_output.h"
#include "core/errors.h"
#include "io/study_plan.h"
#include "study/diverge.h"
#include "study/identity.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

struct Options {
  std::filesystem::path one;
  std::filesystem::path other;
  int replicate = 0;
  int draw = 0;
  std::string arm;
  std::string other_arm;
};

/// The arm of that name; the reference if none is named.
std::size_t arm_of(const ExistingStudy& study, const StudyPlan& plan, const std::string& name) {
  if (name.empty()) return plan.reference;
  return study.arm_position(name);
}

std::string named(const std::filesystem::path& file, const History& history) {
  return fmt::format("{} ({}, {})", file.string(), history.plan.arms[history.arm].name,
                     replicate_name(history.replicate));
}

/// Whether all results that both have are the same.
bool agree(const std::map<std::string, Digest>& one, const std::map<std::string, Digest>& other) {
  return std::all_of(one.begin(), one.end(), [&](const auto& result) {
    const auto found = other.find(result.first);
    return found == other.end() || found->second == result.second;
  });
}

/// Where the results that the files hold part, beyond what was compared.
std::optional<std::string> other_differences(const ExistingStudy& one, const ExistingStudy& other) {
  for (const auto& arm : one.arms()) {
    for (const int replicate : one.replicates()) {
      if (!other.has(arm, replicate)) continue;
      if (agree(one.digests(arm, replicate), other.digests(arm, replicate))) continue;
      return fmt::format(
          "But the results in the files are not the same: arm {}, {} is the first that differs "
          "('--arm {} --draw {} --replicate {}' shows where).\n",
          arm, replicate_name(replicate), arm, draw_of(replicate), within_draw(replicate));
    }
  }
  return std::nullopt;
}

void execute(const Options& options) {
  const ExistingStudy one(options.one);
  const ExistingStudy other(options.other);
  const int replicate = replicate_number(options.draw, options.replicate);
  static_cast<void>(one.replicate_position(replicate));  // whether there is one
  static_cast<void>(other.replicate_position(replicate));
  const StudySource source = one.source();
  const StudySource other_source = other.source();
  const StudyPlan plan = one.plan();
  const StudyPlan other_plan = other.plan();
  if (plan.scale != other_plan.scale) {
    print_text(
        "One simulates {:g} % of the arrivals, the other {:g} %: they differ from the start.\n",
        100 * plan.scale, 100 * other_plan.scale);
    throw Ending{kDoesNotHold};
  }
  const std::string& other_arm = options.other_arm.empty() ? options.arm : options.other_arm;
  const History a{plan, arm_of(one, plan, options.arm), replicate};
  const History b{other_plan, arm_of(other, other_plan, other_arm), replicate};
  const auto inputs = differences(identity_of(source, plan), identity_of(other_source, other_plan));
  if (!inputs.empty()) {
    print_text("Not the same in both files: {}.\n", fmt::join(inputs, "; "));
  }
  say_if_it_fails("the comparison was not finished");
  const auto found = first_divergence(
      a, b, [](Month month) { spdlog::debug("the same to {}", to_string(month)); });
  if (!found) {
    print_text(
        "Compared: {} with {}.\nThese two histories are the same in every person, tie, "
        "household, host, officer and organisation, to {}.\n",
        named(options.one, a), named(options.other, b),
        to_string(std::min(plan.end, other_plan.end)));
    if (!options.other_arm.empty()) return;
    if (const auto differences = other_differences(one, other)) {
      print_text("{}", *differences);
      throw Ending{kDoesNotHold};
    }
    print_text("So are the results of all arms and replicates that both files have.\n");
    return;
  }
  const StateDifference& what = found->difference;
  print_text("The histories part in {}, in \"{}\" ({}).\n", to_string(found->month), found->entry,
             found->source);
  print_text("First difference: {} {}, {}{}\n  {}: {}\n  {}: {}\n", what.of, what.index, what.name,
             what.unit.empty() ? std::string() : fmt::format(" ({})", what.unit),
             named(options.one, a), what.one, named(options.other, b), what.other);
  throw Ending{kDoesNotHold};
}

}  // namespace

void add_diverge(CLI::App& app) {
  auto* command = app.add_subcommand(
      "diverge", "Find the first month, process, person and variable in which two runs differ");
  auto options = std::make_shared<Options>();
  command->add_option("one", options->one, "study file (.h5)")->type_name(kStudyFile)->required();
  command->add_option("other", options->other, "study file (.h5); may be the same")
      ->type_name(kStudyFile)
      ->required();
  command
      ->add_option("--draw", options->draw, "draw of the parameters (default: 0, central values)")
      ->transform(whole_number(0, kMostDraws));
  command->add_option("--replicate", options->replicate, "replicate, from 0 (default: 0)")
      ->transform(whole_number(0, kMostReplicates - 1));
  command->add_option("--arm", options->arm, "arm (default: the reference)");
  command->add_option("--other-arm", options->other_arm, "arm of the other file, if another one");
  command->footer(
      "Both are simulated again by this program from the inputs that the files keep. Exit code 4 "
      "if "
      "they differ.\n" +
      examples({"diverge before.h5 after.h5 --replicate 3",
                "diverge study.h5 study.h5 --arm status_quo --other-arm mentoring"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
