#include "io/study_arms.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/file_keys.h"
#include "io/names.h"
#include "io/number_text.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

/// Who arrives, and in what economy, follows from these; both must be the same in every arm.
bool decides_who_arrives(const std::string& path) {
  return path.starts_with("arrivals.") || path.starts_with("projection.") ||
         path == "household.join_previous";
}

bool contains(const std::vector<const Layer*>& layers, const Layer* layer) {
  return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

/// The intent of an arm that was given no label, without the full stop; its name if that is too
/// long for a table.
std::string short_label(const ArmPlan& arm) {
  constexpr int kLongestLabel = 60;  // characters
  std::string intent = arm.scenario.intent;
  if (intent.ends_with('.')) intent.pop_back();
  return intent.empty() || count_characters(intent) > kLongestLabel ? arm.name : intent;
}

}  // namespace

void StudyArms::read(StudyPlan& plan) {
  read_baseline();
  const auto* reference = value_of(root_, study_keys(), "reference", problems_);
  const auto name =
      reference != nullptr ? read_text(*reference, problems_).value_or("") : std::string();
  const auto* arms = value_of(root_, study_keys(), "arms", problems_);
  if (arms == nullptr) return;
  if (!arms->is_map()) {
    problems_.add({arms->where, "arms", "a block of arms is needed here",
                   "write 'name: {overlay: file.yaml, label: ...}' for each arm"});
    return;
  }
  const auto count = arms->entries.size();
  if (count < kFewestArms || count > kMostArms) {
    problems_.add({arms->where, "arms", "the study has " + counted(count, "arm"),
                   count < kFewestArms
                       ? "a study compares at least two; to run one scenario, give its file"
                       : fmt::format("at most {}: split the study", kMostArms)});
    if (count > kMostArms) return;
  }
  find_reference(name, *arms, plan);
  for (const auto& entry : arms->entries) read_arm(entry, name, plan);
  check_different(plan, *arms);
}

void StudyArms::read_baseline() {
  const auto* node = value_of(root_, study_keys(), "baseline", problems_);
  const auto name = node != nullptr ? read_text(*node, problems_) : std::nullopt;
  if (!name) return;
  base_ = reader_.chain(folder_ / *name, {node->where, "baseline"});
  if (!base_.empty()) baseline_ = reader_.assemble(base_, overrides_);
}

void StudyArms::find_reference(const std::string& reference, const YamlNode& arms,
                               StudyPlan& plan) {
  std::vector<std::string> names;
  for (const auto& entry : arms.entries) names.push_back(entry.key);
  const auto found = std::find(names.begin(), names.end(), reference);
  plan.reference = found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
  if (reference.empty() || found != names.end()) return;
  problems_.add({root_.find("reference")->where, "reference",
                 fmt::format("there is no arm '{}'", reference), suggest(reference, names)});
}

void StudyArms::check_name(const YamlEntry& entry) {
  const auto& path = entry.value.path;
  if (const auto wrong = problem_of_name(entry.key, "the arm")) {
    problems_.add({entry.where, path, wrong->message, wrong->remedy});
    return;
  }
  const auto [other, fresh] = names_.emplace(folded_name(entry.key), entry.key);
  if (fresh) return;
  problems_.add(
      {entry.where, path,
       fmt::format("the arms '{}' and '{}' are hardly told apart", other->second, entry.key),
       "give names that differ in more than capitals or letters that look alike"});
}

void StudyArms::check_label(const ArmPlan& arm, const NamedAt& named_at,
                            const std::string& language) {
  // What is wrong with a name has been told of the name.
  const auto wrong = arm.label == arm.name ? std::nullopt : problem_of_label(arm.label);
  if (wrong) {
    problems_.add({named_at.where, named_at.key, wrong->message, wrong->remedy});
  } else if (!labels_.insert({language, plain_looks(arm.label)}).second) {
    problems_.add(
        {named_at.where, named_at.key,
         fmt::format("two arms have the label '{}', or one that looks like it", arm.label),
         "give each arm a label of its own; tables and figures show it"});
  }
}

void StudyArms::read_arm(const YamlEntry& entry, const std::string& reference, StudyPlan& plan) {
  // While the reference is not known, any arm without overlay may be it.
  const bool is_reference =
      entry.key == reference || root_.find("arms")->find(reference) == nullptr;
  const auto& node = entry.value;
  check_name(entry);
  if (!node.is_map()) {
    problems_.add({entry.where, node.path, fmt::format("an arm is not just {}", kind_name(node)),
                   fmt::format("write {}: {{overlay: file.yaml, label: ...}}", entry.key)});
    return;
  }
  const auto before = problems_.items().size();
  check_keys(node, names_of(arm_keys()), problems_);
  ArmPlan arm;
  arm.name = entry.key;
  const auto* label = node.find("label");
  const auto labels = (label != nullptr ? read_translated(*label, problems_) : std::nullopt)
                          .value_or(Translated{entry.key});
  arm.label = labels.text;
  if (labels.by_language.empty()) {
    const NamedAt named_at =
        label != nullptr ? NamedAt{label->where, label->path} : NamedAt{entry.where, node.path};
    check_label(arm, named_at);
  }
  for (const auto& [language, text] : labels.by_language) {
    const YamlNode& written = *label->find(language);
    check_label({entry.key, text, {}}, {written.where, written.path}, language);
  }
  const auto overlays = overlays_of(entry, is_reference);
  if (problems_.items().size() != before) return;
  const auto layers = layers_of(entry.key, overlays);
  if (!layers.empty()) add_arm(std::move(arm), layers, plan);
}

void StudyArms::add_arm(ArmPlan arm, const Layers& layers, StudyPlan& plan) {
  for (const auto* layer : layers) {
    if (!layer->sound && !contains(base_, layer)) unsound_.insert(arm.name);
  }
  arm.scenario = reader_.assemble(layers, overrides_);
  layers_[arm.name] = layers;
  check_arrivals(arm);
  plan.arms.push_back(std::move(arm));
}

void StudyArms::read_added(const std::vector<AddedArm>& arms, StudyPlan& plan) {
  for (const auto& added : arms) {
    const NamedAt named_at{{"--arm"}, ""};
    if (const auto wrong = problem_of_name(added.name, "the arm")) {
      problems_.add({named_at.where, "", wrong->message,
                     wrong->remedy + "; give it one with --arm name=overlay.yaml"});
      continue;
    }
    const auto [other, fresh] = names_.emplace(folded_name(added.name), added.name);
    if (!fresh) {
      problems_.add({named_at.where, "", fmt::format("there is an arm '{}' already", other->second),
                     "give the new one another name: --arm name=overlay.yaml"});
      continue;
    }
    const auto layers = layers_of(added.name, {{added.overlay.lexically_normal(), named_at}});
    if (layers.empty()) continue;
    add_arm({added.name, "", {}}, layers, plan);
    ArmPlan& arm = plan.arms.back();
    arm.label = added.label.empty() ? short_label(arm) : added.label;
    if (added.label.empty() && labels_.contains({"en", plain_looks(arm.label)}))
      arm.label = arm.name;
    check_label(arm, {{added.label.empty() ? "--arm" : "--label"}, ""});
    check_different(plan, added.name, named_at);
  }
}

std::vector<NamedFile> StudyArms::overlays_of(const YamlEntry& entry, bool is_reference) {
  std::vector<NamedFile> files;
  std::set<std::string> named;
  const auto* overlay = entry.value.find("overlay");
  if (overlay == nullptr) {
    if (!is_reference) {
      required(
          entry.value, "overlay",
          "name the overlay file, for the law of the day ../policies/status_quo.yaml (only the "
          "reference may do without)",
          problems_);
    }
    return files;
  }
  const bool list = overlay->kind == YamlKind::list;
  if (list && overlay->items.empty()) {
    problems_.add({overlay->where, overlay->path, "the list is empty", "name overlay files"});
  }
  const auto& nodes = list ? overlay->items : std::vector<YamlNode>{*overlay};
  for (const auto& node : nodes) {
    const auto name = read_text(node, problems_);
    if (!name) continue;
    const NamedFile file{(folder_ / *name).lexically_normal(), {node.where, node.path}};
    if (!named.insert(file.file.string()).second) {
      problems_.add({node.where, node.path, fmt::format("the overlay '{}' is listed twice", *name),
                     "list it once"});
      continue;
    }
    files.push_back(file);
  }
  return files;
}

StudyArms::Layers StudyArms::layers_of(const std::string& arm,
                                       const std::vector<NamedFile>& overlays) {
  Layers layers = base_;
  bool sound = !base_.empty();
  std::map<std::string, const ParameterEntry*> set;  // by the overlays before
  for (const auto& overlay : overlays) {
    const auto chain = reader_.chain(overlay.file, overlay.named_at);
    if (chain.empty()) {
      sound = false;
      continue;
    }
    if (base_.empty()) continue;  // reported; the overlay has been checked by itself
    if (chain.front() != base_.front()) {
      sound = false;
      problems_.add({overlay.named_at.where, overlay.named_at.key,
                     fmt::format("{} is based on {}, not on the study's baseline",
                                 overlay.file.filename().string(), chain.front()->file.string()),
                     fmt::format("base it on {}", base_.front()->file.string())});
      continue;
    }
    std::map<std::string, const ParameterEntry*> added;
    for (const auto* layer : chain) {
      if (contains(layers, layer)) continue;
      layers.push_back(layer);
      for (const auto& [key, entry] : layer->entries) added[key] = &entry;
    }
    for (const auto& [key, entry] : added) {
      const auto [other, fresh] = set.emplace(key, entry);
      if (fresh) continue;
      sound = false;
      problems_.add({entry->where, key,
                     fmt::format("two overlays of the arm '{}' set this parameter; the other is "
                                 "{}, line {}",
                                 arm, other->second->where.file, other->second->where.line),
                     "remove it from one of them, or use them in different arms"});
    }
  }
  return sound ? layers : Layers{};
}

void StudyArms::check_arrivals(const ArmPlan& arm) {
  for (const auto& [path, entry] : arm.scenario.parameters) {
    if (!decides_who_arrives(path)) continue;
    const auto known = baseline_.parameters.find(path);
    if (known == baseline_.parameters.end() || known->second.value == entry.value) continue;
    problems_.add({entry.where, path,
                   "an arm may not change who arrives, nor the projected economy",
                   "arms are compared person by person, so the same people must arrive in each; "
                   "change it in the baseline, for all arms"});
  }
}

std::vector<std::string> StudyArms::made_same(const std::string& one,
                                              const std::string& other) const {
  std::vector<std::string> paths;
  for (const auto& change : overrides_) {
    const bool differ = value_of_files(layers_.at(one), change.path) !=
                        value_of_files(layers_.at(other), change.path);
    if (differ) paths.push_back(change.path);
  }
  return paths;
}

void StudyArms::report_same(const std::string& one, const std::string& other, Problem otherwise) {
  const auto paths = made_same(one, other);
  if (paths.empty()) {
    otherwise.message = fmt::format(
        "the arms '{}' and '{}' have the same content: every parameter has the same value in both",
        one, other);
    problems_.add(std::move(otherwise));
    return;
  }
  problems_.add({{"--set"},
                 join(paths),
                 fmt::format("this makes the arms '{}' and '{}' the same: they differ in nothing "
                             "else, and --set changes a parameter in every arm",
                             one, other),
                 "leave this --set out, or change the value in the overlay of the arm that is "
                 "meant"});
}

/// The arm that was added last must differ from those before it.
void StudyArms::check_different(const StudyPlan& plan, const std::string& added,
                                const NamedAt& named_at) {
  const auto content = plan.arms.back().scenario.values();
  for (std::size_t i = 0; i + 1 < plan.arms.size(); ++i) {
    if (plan.arms[i].scenario.values() != content) continue;
    report_same(plan.arms[i].name, added,
                {named_at.where, named_at.key, "", "the study has this policy already"});
  }
}

void StudyArms::check_different(const StudyPlan& plan, const YamlNode& arms) {
  std::vector<std::pair<std::string, std::map<std::string, Series>>> seen;
  for (const auto& arm : plan.arms) {
    if (unsound_.count(arm.name) > 0) continue;  // its content is not what was meant
    auto content = arm.scenario.values().all();
    const auto same = std::find_if(seen.begin(), seen.end(),
                                   [&](const auto& other) { return other.second == content; });
    if (same == seen.end()) {
      seen.emplace_back(arm.name, std::move(content));
      continue;
    }
    const auto entry = std::find_if(arms.entries.begin(), arms.entries.end(),
                                    [&](const YamlEntry& one) { return one.key == arm.name; });
    report_same(
        same->first, arm.name,
        {entry->where, entry->value.path, "", "remove one of them, or correct its overlay"});
  }
}

}  // namespace resettle
