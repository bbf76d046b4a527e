#include "io/study_plan.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/crossing.h"
#include "engine/conditions.h"
#include "io/draws_reader.h"
#include "io/file_keys.h"
#include "io/names.h"
#include "io/scenario_reader.h"
#include "io/smallest_effect.h"
#include "io/stop_when_reader.h"
#include "io/strict_text.h"
#include "io/study_arms.h"
#include "io/study_subgroups.h"
#include "io/translated.h"

namespace resettle {
namespace {

/// Reads the keys of a study that are not its arms.
class StudyReader {
 public:
  StudyReader(const YamlNode& root, const StudyVocabulary& vocabulary, ProblemList& problems)
      : root_(root), vocabulary_(vocabulary), problems_(problems) {}

  void read_head(StudyPlan& plan) {
    check_keys(root_, names_of(study_keys()), problems_);
    read_name(plan);
    const auto* intent = value_of(root_, study_keys(), "intent", problems_);
    if (intent != nullptr) {
      plan.intent = read_translated(*intent, problems_).value_or(Translated{}).text;
    }
    plan.replicates = static_cast<int>(whole("replicates"));
    plan.seed = static_cast<std::uint32_t>(whole("seed"));
    plan.scale = scale_of(root_, problems_);
    const auto* outcomes = value_of(root_, study_keys(), "outcomes", problems_);
    if (outcomes != nullptr && outcomes->kind == YamlKind::list && outcomes->items.empty()) {
      problems_.add({outcomes->where, "outcomes", "the list is empty",
                     key_named(study_keys(), "outcomes").remedy});
    }
    plan.outcomes = names(root_, "outcomes", vocabulary_.indicators);
    plan.subgroups = read_subgroups(root_, vocabulary_, problems_);
    read_record(plan);
  }

  /// Conditions of groups that the scenario makes wrong.
  void check_subgroups(const Inputs& inputs, const StudyPlan& plan) {
    for (const auto& asked : plan.subgroups) {
      const auto named = named_condition(asked);
      if (!named) continue;
      const auto wrong = problem_with(condition_written(std::string(named->condition)), inputs);
      if (!wrong) continue;
      const auto* list = root_.find("subgroups");
      problems_.add({list->where, fmt::format("{}.{}", list->path, named->name), wrong->message,
                     wrong->remedy});
    }
  }

  void read_period(const Inputs& inputs, StudyPlan& plan) {
    const auto* period = value_of(root_, study_keys(), "period", problems_);
    if (period == nullptr) return;
    if (!period->is_map()) {
      problems_.add({period->where, "period", "three months are needed here",
                     key_named(study_keys(), "period").remedy});
      return;
    }
    const auto before = problems_.items().size();
    check_keys(*period, names_of(period_keys()), problems_);
    const auto start = month(*period, "start");
    const auto policy = month(*period, "policy_start");
    const auto end = month(*period, "end");
    plan.start = start.month;
    plan.policy_start = policy.month;
    plan.end = end.month;
    if (problems_.items().size() != before) return;
    check_period(start, end, "period", inputs, problems_);
    if (start.month > end.month) return;  // no policy start would be right
    if (policy.month < start.month || policy.month > end.month) {
      problems_.add(
          {policy.where, "period.policy_start",
           fmt::format("the policy start {} is not between the start {} and the end {}",
                       to_string(policy.month), to_string(start.month), to_string(end.month)),
           "the arms can depart from the reference only while the study runs"});
    }
  }

 private:
  void read_name(StudyPlan& plan) {
    const auto* node = value_of(root_, study_keys(), "study", problems_);
    const auto name = node != nullptr ? read_words(*node, problems_) : std::nullopt;
    if (!name) return;
    plan.name = *name;
    const auto wrong = problem_of_name(*name, "the study");
    if (wrong) problems_.add({node->where, "study", wrong->message, wrong->remedy});
  }

  long long whole(const std::string& key) {
    return whole_number_of(root_, study_keys(), key, problems_);
  }

  NamedMonth month(const YamlNode& period, const std::string& key) {
    const auto* node = value_of(period, period_keys(), key, problems_);
    if (node == nullptr) return {};
    return {read_month(*node, problems_).value_or(Month{}), node->where};
  }

  /// A list of names out of `allowed`, each once; an absent list is empty.
  std::vector<std::string> names(const YamlNode& map, const std::string& key,
                                 const std::vector<std::string>& allowed) {
    std::vector<std::string> found;
    const auto* list = map.find(key);
    if (list == nullptr || list->kind == YamlKind::empty) return found;
    if (list->kind != YamlKind::list) {
      problems_.add({list->where, list->path,
                     fmt::format("a list is needed here, not {}", kind_name(*list)),
                     "write names between [ and ]"});
      return found;
    }
    for (const auto& item : list->items) {
      const auto name = read_text(item, problems_);
      if (!name) continue;
      if (std::find(allowed.begin(), allowed.end(), *name) == allowed.end()) {
        problems_.add({item.where, item.path, fmt::format("unknown name '{}'", *name),
                       &allowed == &vocabulary_.indicators ? suggest_indicator(*name, allowed)
                                                           : suggest(*name, allowed)});
      } else if (std::find(found.begin(), found.end(), *name) != found.end()) {
        problems_.add({item.where, item.path, fmt::format("'{}' stands twice", *name),
                       "keep one of the two"});
      } else {
        found.push_back(*name);
      }
    }
    return found;
  }

  void read_record(StudyPlan& plan) {
    const auto* record = root_.find("record");
    if (record == nullptr) return;
    if (!record->is_map()) {
      problems_.add({record->where, "record", "two settings are needed here",
                     key_named(record_keys(), "persons").remedy});
      return;
    }
    check_keys(*record, names_of(record_keys()), problems_);
    value_of(*record, record_keys(), "persons", problems_);
    plan.record_persons = names(*record, "persons", vocabulary_.person_columns);
    const auto before = problems_.items().size();
    plan.record_replicates =
        static_cast<int>(whole_number_of(*record, record_keys(), "replicates", problems_));
    if (problems_.items().size() != before) return;
    const auto* count = record->find("replicates");
    if (count == nullptr) return;  // misspelt, as has been said
    const auto* all = root_.find("replicates");
    const bool known = all != nullptr && parse_integer(all->text).value == plan.replicates;
    if (known && plan.record_replicates > plan.replicates) {
      problems_.add({count->where, "record.replicates",
                     fmt::format("{} replicates are to be recorded, but only {} are run",
                                 plan.record_replicates, plan.replicates),
                     fmt::format("write {} or fewer", plan.replicates)});
    }
  }

  const YamlNode& root_;
  const StudyVocabulary& vocabulary_;
  ProblemList& problems_;
};

void apply(const StudySettings& settings, StudyPlan& plan, ProblemList& problems) {
  if (settings.replicates < 0 || settings.replicates > kMostReplicates) {
    problems.add({{"--replicates", 0, 0},
                  "",
                  fmt::format("{} is outside what is allowed", settings.replicates),
                  fmt::format("write a whole number from 1 to {}", kMostReplicates)});
  } else if (settings.replicates > 0) {
    plan.replicates = settings.replicates;
  }
  if (settings.scale != 0 && !(settings.scale >= kSmallestScale && settings.scale <= 1)) {
    problems.add({{"--scale", 0, 0},
                  "",
                  fmt::format("the scale is {}", number_text(settings.scale)),
                  scale_remedy()});
  } else if (settings.scale > 0) {
    plan.scale = settings.scale;
  }
  if (settings.has_seed) plan.seed = settings.seed;
  if (settings.ignore_stop_when) plan.stop_when.reset();
  if (!settings.extended_to.empty()) plan.replicates = settings.extended_to.back();
  plan.record_replicates = std::min(plan.record_replicates, plan.replicates);
}

StudyPlan plan_of_scenario(const std::filesystem::path& file, ScenarioReader& reader,
                           const StudySettings& settings, ProblemList& problems) {
  StudyPlan plan;
  if (!settings.arms.empty()) {
    problems.add({{"--arm"},
                  "",
                  fmt::format("{} is a scenario, which has no arms", file.string()),
                  "give a study, or write one with two arms"});
  }
  plan.is_study = false;
  const auto layers = reader.chain(file, {});
  if (layers.empty()) return plan;
  auto scenario = reader.assemble(layers, settings.overrides);
  plan.name = name_of_file(scenario.name);
  plan.intent = scenario.intent;
  plan.start = plan.policy_start = scenario.run.start;
  plan.end = scenario.run.end;
  plan.replicates = scenario.run.replicates;
  plan.seed = scenario.run.seed;
  plan.scale = scenario.run.scale;
  const std::string label = scenario.name;
  plan.arms.push_back({plan.name, label, std::move(scenario)});
  return plan;
}

/// A sample of nobody tells nothing, and hardly more if it is of a few.
void check_anybody(const StudyPlan& plan, const YamlNode& root, const StudySettings& settings,
                   ProblemList& problems) {
  constexpr double kFewest = 5;  // persons
  if (plan.arms.empty() || !problems.empty()) return;
  const double all = persons_to(plan.end, plan.arms.front().scenario.inputs);
  if (plan.scale * all >= kFewest) return;
  const auto* block = plan.is_study ? &root : root.find("run");
  const auto* scale = block != nullptr ? block->find("scale") : nullptr;
  const SourceLocation where = settings.scale > 0 ? SourceLocation{"--scale", 0, 0}
                               : scale != nullptr ? scale->where
                                                  : root.where;
  const double needed = std::ceil(1000 * kFewest / std::max(all, kFewest)) / 1000;
  problems.add({where, scale != nullptr ? scale->path : "",
                fmt::format("at a scale of {} there is hardly anybody to simulate: about {:.2g} of "
                            "the {:.0f} persons who come to the end of {}",
                            plan.scale, plan.scale * all, all, to_string(plan.end)),
                all < kFewest ? "let the period end later, or more persons arrive"
                              : fmt::format("write a scale of {} or more, or let the period end "
                                            "later",
                                            needed)});
}

/// More replicates narrow what chance leaves open, not what nobody knows.
void check_draws(const StudyPlan& plan, ProblemList& problems) {
  if (plan.draws.draws == 0 || !plan.stop_when) return;
  problems.add(
      {plan.stop_when->where, "stop_when",
       "with draws of the parameters the interval is mostly what is not known of them, "
       "which further replicates do not narrow",
       "leave stop_when out (or --ignore-stop-when), and say how many draws and replicates "
       "are to be run"});
}

/// The names of the arms that the file and the command line compare with the reference.
std::vector<std::string> compared_arms(const YamlNode& root, const StudySettings& settings) {
  std::vector<std::string> names;
  const auto* reference = root.find("reference");
  const auto* arms = root.find("arms");
  if (arms != nullptr) {
    for (const auto& entry : arms->entries) {
      if (reference == nullptr || entry.key != reference->text) names.push_back(entry.key);
    }
  }
  for (const auto& arm : settings.arms) names.push_back(arm.name);
  return names;
}

StudyPlan plan_of_study(const std::filesystem::path& file, const YamlNode& root,
                        const StudyVocabulary& vocabulary, ScenarioReader& reader,
                        const StudySettings& settings, ProblemList& problems) {
  StudyPlan plan;
  StudyReader head(root, vocabulary, problems);
  head.read_head(plan);
  StudyArms arms(file, root, reader, settings.overrides, problems);
  arms.read(plan);
  arms.read_added(settings.arms, plan);
  head.read_period(arms.inputs(), plan);
  head.check_subgroups(arms.inputs(), plan);
  read_stop_when(root, vocabulary, compared_arms(root, settings), plan, problems);
  read_smallest_effect(root, vocabulary, plan, problems);
  return plan;
}

}  // namespace

StudyPlan read_study(const std::filesystem::path& file, const ParameterCatalogue& catalogue,
                     const StudyVocabulary& vocabulary, const StudySettings& settings,
                     const InputSource& source) {
  ProblemList problems;
  const auto text = read_text_file(file, {}, problems, source);
  const auto root = text ? parse_yaml(*text, file.string(), problems) : std::nullopt;
  if (!root) throw_if_any_once(problems);
  require(root.has_value(), "a file was not read, but no problem was reported");
  // A study that forgot its name is still no scenario.
  const bool study = root->find("study") != nullptr || root->find("arms") != nullptr;
  ScenarioReader reader(catalogue, problems, source);
  auto plan = study ? plan_of_study(file, *root, vocabulary, reader, settings, problems)
                    : plan_of_scenario(file, reader, settings, problems);
  if (!plan.arms.empty()) reader.report_lines_not_found(settings.overrides);
  apply(settings, plan, problems);
  read_parameter_draws(study ? *root : YamlNode{}, file.parent_path(), settings, catalogue, source,
                       plan, problems);
  check_draws(plan, problems);
  check_anybody(plan, *root, settings, problems);
  throw_if_any_once(problems);
  plan.file = file;
  plan.yaml = *text;
  return plan;
}

std::vector<std::string> outcomes_in(const YamlNode& root) {
  const auto* list = root.find("outcomes");
  std::vector<std::string> outcomes;
  if (list == nullptr) return outcomes;
  for (const auto& item : list->items) outcomes.push_back(item.text);
  return outcomes;
}

std::vector<int> replicate_numbers(const StudyPlan& plan) {
  return replicate_numbers(plan.draws.draws, plan.replicates);
}

std::vector<std::string> StudyVocabulary::outcomes() const {
  auto names = horizon_outcomes;
  names.insert(names.end(), indicators.begin(), indicators.end());
  return names;
}

std::string StudyVocabulary::suggest_outcome(std::string_view wanted) const {
  return suggest_indicator(wanted, outcomes()) +
         fmt::format("; of the whole period: {}", join(horizon_outcomes));
}

}  // namespace resettle
