#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/number_options.h"
#include "app/standard_output.h"
#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/strict_text.h"
#include "study/run_study.h"

// Options that the commands that simulate have in common.

namespace resettle {

Override parse_override(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError({{"--set"},
                      "",
                      fmt::format("\"{}\" is not of the form path=value", text),
                      "write for example --set policies.mentoring.coverage=0.3"});
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

namespace {

/// Whether the "=" is part of a file's name, not what follows the name of an arm.
bool is_path(const std::string& text, std::size_t equals) {
  if (equals == std::string::npos || text.find('/') < equals) return true;
  const std::string behind = text.substr(equals + 1);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(text, ignored)) return false;
  if (!std::filesystem::exists(behind, ignored)) return true;
  refuse("--arm", fmt::format("\"{}\" may be one file, or an arm and its file {}", text, behind),
         fmt::format("write ./{} for the one file, {}=./{} for the arm", text,
                     text.substr(0, equals), behind));
}

AddedArm parse_added_arm(const std::string& text) {
  const auto equals = text.find('=');
  const bool path = is_path(text, equals);
  const std::filesystem::path overlay = path ? text : text.substr(equals + 1);
  const std::string name = path ? overlay.stem().string() : text.substr(0, equals);
  if (name.empty() || overlay.empty()) {
    refuse("--arm", fmt::format("\"{}\" names no overlay", text),
           "write --arm scenarios/policies/mentoring.yaml, or name=overlay.yaml");
  }
  return {name, overlay, {}};
}

/// The arm that the label begins with the name of, which may have a "=" in it; else none.
AddedArm* labelled(const std::string& label, std::vector<AddedArm>& arms) {
  AddedArm* found = nullptr;
  for (auto& arm : arms) {
    const bool longer = found == nullptr || arm.name.size() > found->name.size();
    if (label.starts_with(arm.name + "=") && longer) found = &arm;
  }
  return found;
}

void add_label(const std::string& text, std::vector<AddedArm>& arms) {
  AddedArm* arm = labelled(text, arms);
  const bool alone = arm == nullptr && arms.size() == 1 && text.find('=') == std::string::npos;
  if (alone) arm = &arms.front();
  if (arm == nullptr) {
    refuse("--label", fmt::format("\"{}\" names no arm that --arm adds", text),
           arms.empty() ? "give it together with --arm overlay.yaml"
                        : "write --label " + shell_word(arms.front().name + "=" + text));
  }
  const std::string label = alone ? text : text.substr(arm->name.size() + 1);
  if (label.empty()) {
    refuse("--label", fmt::format("\"{}\" is a label without text", text),
           fmt::format("write --label \"{}=text\", or leave it out", arm->name));
  }
  if (!arm->label.empty()) {
    refuse("--label",
           fmt::format("the arm '{}' gets two labels, \"{}\" and \"{}\"", arm->name, arm->label,
                       label),
           "give each arm one");
  }
  arm->label = label;
}

}  // namespace

std::vector<AddedArm> parse_added_arms(const std::vector<std::string>& texts,
                                       const std::vector<std::string>& labels) {
  std::vector<AddedArm> arms;
  for (const auto& text : texts) arms.push_back(parse_added_arm(text));
  for (const auto& text : labels) add_label(text, arms);
  return arms;
}

std::vector<int> parse_part(const std::string& text, const std::vector<int>& all) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto part = parse_integer(text.substr(0, slash)).value.value_or(0);
  const auto parts = parse_integer(text.substr(std::min(slash + 1, text.size()))).value.value_or(0);
  if (parts < 1 || part < 1 || part > parts || static_cast<std::size_t>(parts) > all.size()) {
    throw InputError(
        {{"--part"},
         "",
         fmt::format("\"{}\" is not a part of {} replicates", text, all.size()),
         fmt::format("write 3/16 for the third of sixteen parts; at most {} parts", all.size())});
  }
  return replicates_of_part(all, static_cast<int>(part), static_cast<int>(parts));
}

void tell_if_part(const ExistingStudy& study) {
  const std::string part = study.about_part();
  if (!part.empty()) print_text("It is {}; '{} merge' joins the parts.\n", part, called_as());
}

void add_arm_options(CLI::App& command, std::vector<std::string>& arms,
                     std::vector<std::string>& labels, const std::string& about) {
  command.add_option("--arm", arms, about)->type_name(kYamlFile)->allow_extra_args(false);
  command
      .add_option("--label", labels,
                  "[name=]text: how tables call an arm of --arm (default: its intent)")
      ->allow_extra_args(false);  // several words of a label without quotes are a mistake
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "threads (default: all; results are the same)")
      ->transform(whole_number(1, 1024));
}

}  // namespace resettle
