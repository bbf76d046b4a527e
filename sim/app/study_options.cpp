#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
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

AddedArm parse_added_arm(const std::string& text) {
  const auto equals = text.find('=');
  const std::filesystem::path overlay =
      equals == std::string::npos ? text : text.substr(equals + 1);
  const std::string name =
      equals == std::string::npos ? overlay.stem().string() : text.substr(0, equals);
  if (name.empty() || overlay.empty()) {
    throw InputError({{"--arm"},
                      "",
                      fmt::format("\"{}\" names no overlay", text),
                      "write --arm scenarios/policies/mentoring.yaml, or name=overlay.yaml"});
  }
  return {name, overlay, {}};
}

}  // namespace

std::vector<AddedArm> parse_added_arms(const std::vector<std::string>& texts,
                                       const std::vector<std::string>& labels) {
  std::vector<AddedArm> arms;
  std::vector<std::string> names;
  for (const auto& text : texts) {
    arms.push_back(parse_added_arm(text));
    names.push_back(arms.back().name);
  }
  for (const auto& text : labels) {
    const auto equals = text.find('=');
    const bool named = equals != std::string::npos;
    const auto arm = std::find(names.begin(), names.end(), named ? text.substr(0, equals) : "");
    if (!named && arms.size() == 1) {
      arms.front().label = text;
    } else if (arm != names.end()) {
      arms[static_cast<std::size_t>(arm - names.begin())].label = text.substr(equals + 1);
    } else {
      throw InputError({{"--label"},
                        "",
                        fmt::format("\"{}\" names no arm that --arm adds", text),
                        names.empty() ? "give it together with --arm overlay.yaml"
                                      : fmt::format("write --label \"{}=...\"", names.front())});
    }
  }
  return arms;
}

std::filesystem::path behind_link(const std::filesystem::path& study) {
  std::error_code error;  // a link to nothing stays what it is: what is wrong shows later
  if (!std::filesystem::is_symlink(study, error)) return study;
  const auto file = std::filesystem::canonical(study, error);
  return error ? study : file;
}

std::vector<int> parse_part(const std::string& text, int replicates) {
  int part = 0;
  int parts = 0;
  char rest = 0;
  const bool read = std::sscanf(text.c_str(), "%d/%d%c", &part, &parts, &rest) == 2;
  if (!read || parts < 1 || part < 1 || part > parts || parts > replicates) {
    throw InputError(
        {{"--part"},
         "",
         fmt::format("\"{}\" is not a part of {} replicates", text, replicates),
         fmt::format("write 3/16 for the third of sixteen parts; at most {} parts", replicates)});
  }
  return replicates_of_part(replicates, part, parts);
}

void tell_if_part(const ExistingStudy& study) {
  const std::string part = study.about_part();
  if (!part.empty()) fmt::print("It is {}; '{} merge' joins the parts.\n", part, called_as());
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "threads (default: all; results are the same)")
      ->check(CLI::Range(1, 1024));
}

}  // namespace resettle
