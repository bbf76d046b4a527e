#include "study_file/study_source.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "io/draws_reader.h"
#include "model/month.h"
#include "model/vocabulary.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// The last file of the chain `based_on`: the key under which the source keeps its baseline.
std::string baseline_of(const StudyPlan& plan) {
  return input_name(plan.arms[plan.reference].scenario.files.front());
}

/// The scenario of an overlay, and the files it is made of.
struct Overlay {
  Scenario scenario;
  InputFiles files;
};

Overlay read_overlay(const fs::path& file) {
  Overlay overlay;
  overlay.scenario = read_scenario(file, parameter_catalogue(), {}, {.noted = &overlay.files});
  return overlay;
}

/// Where the study keeps a file that lies at `file` beside the baseline at `baseline`.
std::string kept_name(const fs::path& file, const fs::path& baseline,
                      const std::string& kept_baseline) {
  const fs::path from_baseline = fs::absolute(file).lexically_normal().lexically_relative(
      fs::absolute(baseline).lexically_normal().parent_path());
  return input_name(fs::path(kept_baseline).parent_path() / from_baseline);
}

/// Adds the overlay's files to the inputs of the study. What the study keeps already must be the
/// same text: else the new arm would rest on another baseline than the others.
fs::path add_overlay(const AddedArm& arm, const std::string& kept_baseline, InputFiles& inputs) {
  const Overlay overlay = read_overlay(arm.overlay);
  const fs::path baseline = overlay.scenario.files.front();
  for (const auto& [name, text] : overlay.files) {
    const std::string kept = kept_name(name, baseline, kept_baseline);
    const auto [known, fresh] = inputs.emplace(kept, text);
    if (fresh || known->second == text) continue;
    throw InputError({{name},
                      "",
                      "this file is not the one that the study was run with",
                      "bring it back to what it was (the study keeps it in /provenance/inputs), or "
                      "run a new study"});
  }
  return kept_name(arm.overlay, baseline, kept_baseline);
}

}  // namespace

AskedStudy ask_study(const fs::path& file, const StudySettings& settings) {
  AskedStudy asked{{file, settings, {}}, {}};
  asked.plan = read_study(file, parameter_catalogue(), study_vocabulary(), settings,
                          {.noted = &asked.source.inputs});
  return asked;
}

StudyPlan plan_of(const StudySource& source) {
  return read_study(source.file, parameter_catalogue(), study_vocabulary(), source.settings,
                    {.kept = &source.inputs});
}

AskedStudy extended(const StudySource& source, int replicates, int draws,
                    const std::vector<AddedArm>& arms) {
  AskedStudy asked{source, {}};
  const StudyPlan before = plan_of(source);
  const std::string baseline = baseline_of(before);
  for (AddedArm arm : arms) {
    arm.overlay = add_overlay(arm, baseline, asked.source.inputs);
    asked.source.settings.arms.push_back(std::move(arm));
  }
  StudySettings& settings = asked.source.settings;
  if (before.stop_when) {  // whoever extends a study by hand says how many there shall be
    settings.replicates = before.replicates;
    settings.ignore_stop_when = true;
    settings.extended_to.clear();
  }
  if (replicates > 0) settings.replicates = replicates;
  if (draws > 0) settings.draws = draws;
  asked.plan = plan_of(asked.source);
  return asked;
}

StudySource continued(StudySource source, int replicates) {
  source.settings.extended_to.push_back(replicates);
  return source;
}

namespace {

/// The position of the first replicate of a part, counting parts from 0.
std::size_t first_of_part(std::size_t all, std::size_t part, std::size_t parts) {
  return part * all / parts;
}

}  // namespace

std::vector<int> replicates_of_part(const std::vector<int>& all, int part, int parts) {
  const auto at = [&](int number) {
    return all.begin() +
           static_cast<std::ptrdiff_t>(first_of_part(all.size(), static_cast<std::size_t>(number),
                                                     static_cast<std::size_t>(parts)));
  };
  return {at(part - 1), at(part)};
}

std::string part_text(const std::vector<int>& replicates, const std::vector<int>& all) {
  if (replicates == all) return "";
  const auto found = std::find(all.begin(), all.end(), replicates.front());
  const auto first = static_cast<std::size_t>(found - all.begin());
  for (std::size_t parts = 2; parts <= all.size(); ++parts) {
    // The only part that can begin there: `first_of_part` turned round.
    const std::size_t part = (first * parts + all.size() - 1) / all.size();
    if (part < parts && replicates_of_part(all, static_cast<int>(part) + 1,
                                           static_cast<int>(parts)) == replicates) {
      return fmt::format("{}/{}", part + 1, parts);
    }
  }
  return "";
}

std::string about_part(const std::vector<int>& replicates, const std::vector<int>& all) {
  if (replicates.size() == all.size()) return "";
  const int first = replicates.front();
  const int last = replicates.back();
  const std::string which =
      first == last       ? replicate_name(first)
      : draw_of(last) > 0 ? fmt::format("{} to {}", replicate_name(first), replicate_name(last))
                          : fmt::format("replicates {} to {}", first, last);
  return fmt::format("a part of a study: {} of its {} replicates ({}; the first is 0)",
                     replicates.size(), all.size(), which);
}

std::string command_of(const StudySource& source, const std::string& part) {
  const StudySettings& settings = source.settings;
  std::string text = "resettle run " + source.file.string();
  if (settings.replicates > 0) text += fmt::format(" --replicates {}", settings.replicates);
  if (settings.ignore_stop_when) text += " --ignore-stop-when";
  if (settings.draws != 0) text += fmt::format(" --draws {}", std::max(0, settings.draws));
  if (!settings.draws_from.empty()) text += fmt::format(" --draws-from {}", settings.draws_from);
  if (settings.scale > 0) text += fmt::format(" --scale {}", settings.scale);
  if (settings.has_seed) text += fmt::format(" --seed {}", settings.seed);
  for (const auto& arm : settings.arms) {
    text += fmt::format(" --arm {}={}", arm.name, arm.overlay.string());
    if (!arm.label.empty()) text += fmt::format(" --label \"{}={}\"", arm.name, arm.label);
  }
  for (const auto& set : settings.overrides)
    text += fmt::format(" --set {}={}", set.path, set.value);
  if (!part.empty()) text += " --part " + part;
  return text;
}

std::string to_json(const StudySource& source) {
  const StudySettings& settings = source.settings;
  nlohmann::ordered_json json{{"file", source.file.string()},
                              {"replicates", settings.replicates},
                              {"scale", settings.scale},
                              {"arms", nlohmann::json::array()},
                              {"set", nlohmann::json::array()}};
  if (settings.has_seed) json["seed"] = settings.seed;
  if (settings.ignore_stop_when) json["ignore_stop_when"] = true;
  if (settings.draws != 0) json["draws"] = settings.draws;
  if (!settings.draws_from.empty()) json["draws_from"] = settings.draws_from;
  if (!settings.extended_to.empty()) json["extended_to"] = settings.extended_to;
  for (const auto& arm : settings.arms) {
    auto& entry = json["arms"].emplace_back(nlohmann::json{arm.name, arm.overlay.string()});
    if (!arm.label.empty()) entry.push_back(arm.label);
  }
  for (const auto& set : settings.overrides) json["set"].push_back({set.path, set.value});
  return json.dump();
}

namespace {

/// A number of replicates; `least` may be 0, which stands for that of the study.
int replicates_from(const nlohmann::json& json, int least) {
  const auto number = json.is_number_integer() ? json.get<std::int64_t>() : -1;
  if (number < least || number > kMostReplicates) {
    throw std::out_of_range(fmt::format("{} is no number of replicates from {} to {}", json.dump(),
                                        least, kMostReplicates));
  }
  return static_cast<int>(number);
}

StudySource parse_source(const std::string& text, InputFiles inputs) {
  const auto json = nlohmann::json::parse(text);
  StudySource source{json.at("file").get<std::string>(), {}, std::move(inputs)};
  StudySettings& settings = source.settings;
  settings.replicates = replicates_from(json.at("replicates"), 0);
  settings.scale = json.at("scale").get<double>();
  settings.draws = json.value("draws", 0);
  if (settings.draws < kNoDraws || settings.draws > kMostDraws) {
    throw std::out_of_range(fmt::format("{} is no number of draws", settings.draws));
  }
  settings.draws_from = json.value("draws_from", "");
  settings.has_seed = json.contains("seed");
  if (settings.has_seed) settings.seed = json.at("seed").get<std::uint32_t>();
  settings.ignore_stop_when = json.value("ignore_stop_when", false);
  for (const auto& number : json.value("extended_to", nlohmann::json::array())) {
    settings.extended_to.push_back(replicates_from(number, 1));
  }
  for (const auto& arm : json.at("arms")) {
    settings.arms.push_back({arm.at(0).get<std::string>(), arm.at(1).get<std::string>(),
                             arm.size() > 2 ? arm.at(2).get<std::string>() : std::string()});
  }
  for (const auto& set : json.at("set")) {
    settings.overrides.push_back({set.at(0).get<std::string>(), set.at(1).get<std::string>()});
  }
  return source;
}

}  // namespace

StudySource source_from_json(const std::string& text, InputFiles inputs, const fs::path& kept_in) {
  try {
    return parse_source(text, std::move(inputs));
  } catch (const std::exception& error) {  // of the reader of JSON, or out of range
    throw InputError({{kept_in.string()},
                      "settings",
                      fmt::format("the settings of the study cannot be read ({})", error.what()),
                      "check that the file was written by this version"});
  }
}

std::vector<std::string> arm_names(const StudyPlan& plan) {
  std::vector<std::string> names;
  for (const auto& arm : plan.arms) names.push_back(arm.name);
  return names;
}

StudyPlan with_arms(const StudyPlan& plan, const std::vector<std::string>& names) {
  StudyPlan part = plan;
  std::erase_if(part.arms, [&](const ArmPlan& arm) {
    return std::find(names.begin(), names.end(), arm.name) == names.end();
  });
  const auto& reference = plan.arms[plan.reference].name;
  const auto found = std::find_if(part.arms.begin(), part.arms.end(),
                                  [&](const ArmPlan& arm) { return arm.name == reference; });
  require(found != part.arms.end(), "a study is run with its reference");
  part.reference = static_cast<std::size_t>(found - part.arms.begin());
  return part;
}

}  // namespace resettle
