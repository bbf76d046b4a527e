#include "study/life.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.h"
#include "core/parallel.h"
#include "study/replicate.h"
#include "study/study_results.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& key, std::string message,
                         std::string remedy) {
  throw InputError({{file.string()}, key, std::move(message), std::move(remedy)});
}

/// A scenario file that exists only while it is read.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& text)
      : path_(fs::temp_directory_path() / fmt::format("resettle-{}-{}.yaml", getpid(), name)) {
    std::ofstream(path_) << text;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// The resolved scenario names its tables as its baseline did, `  name: "file"` below `tables:`;
/// here they get their full paths.
std::string with_tables_of(const std::string& yaml, const fs::path& folder, const fs::path& study) {
  std::istringstream lines(yaml);
  std::string text;
  bool in_tables = false;
  for (std::string line; std::getline(lines, line);) {
    const auto open = line.find('"');
    in_tables = line == "tables:" || (in_tables && line.rfind("  ", 0) == 0);
    if (in_tables && open != std::string::npos) {
      const std::string file = line.substr(open + 1, line.rfind('"') - open - 1);
      const fs::path table = fs::absolute(folder / file);
      if (!fs::exists(table)) {
        refuse(study, "provenance", fmt::format("its table {} is not in {}", file, folder.string()),
               "run the command in the folder of the checkout that made the file, or set "
               "RESETTLE_HOME to it");
      }
      line = line.substr(0, open + 1) + table.string() + '"';
    }
    text += line + '\n';
  }
  return text;
}

Scenario read_resolved(const std::string& arm, const std::string& yaml,
                       const ParameterCatalogue& catalogue, const fs::path& folder,
                       const fs::path& study) {
  const TemporaryFile file("scenario", with_tables_of(yaml, folder, study));
  try {
    return read_scenario(file.path(), catalogue);
  } catch (const InputError& error) {
    const Problem& first = error.problems().front();
    refuse(study, "provenance",
           fmt::format("the scenario of arm {} is not one of this version: {}: {}", arm, first.key,
                       first.message),
           "use the version named in /provenance, or run the study again");
  }
}

std::size_t position(const std::vector<std::string>& names, const std::string& wanted,
                     const fs::path& study) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) {
    refuse(study, "--arm", fmt::format("there is no arm \"{}\"", wanted),
           fmt::format("arms: {}", fmt::join(names, ", ")));
  }
  return static_cast<std::size_t>(found - names.begin());
}

/// The plan of the study, with the reference and, if wanted, one arm.
struct StudyAgain {
  StudyPlan plan;
  std::vector<std::size_t> position_in_file;  ///< of the arms of the plan
};

StudyAgain plan_again(const LabelledFile& file, const std::vector<Month>& months,
                      const LifeQuestion& question, const ParameterCatalogue& catalogue,
                      const fs::path& scenarios) {
  const auto arms = file.group("aggregates").text("arm");
  const auto names = arms.read();
  const auto provenance = file.group("provenance");
  const auto resolved = provenance.text("resolved_scenario").read();
  StudyAgain again;
  StudyPlan& plan = again.plan;
  plan.name = file.root().text_attribute("title");
  plan.start = months.front();
  plan.end = months.back();
  plan.policy_start =
      parse_month(provenance.text_attribute("policy_start")).value_or(months.front());
  plan.seed = static_cast<std::uint32_t>(provenance.number_attribute("seed"));
  plan.scale = provenance.number_attribute("scale");
  plan.replicates = static_cast<int>(provenance.number_attribute("replicates"));
  const std::string reference = arms.text_attribute("reference");
  std::vector<std::string> wanted{reference};
  if (!question.arm.empty() && question.arm != reference) wanted.push_back(question.arm);
  for (const auto& name : wanted) {
    const std::size_t at = position(names, name, question.study);
    again.position_in_file.push_back(at);
    plan.arms.push_back(
        {name, name, read_resolved(name, resolved.at(at), catalogue, scenarios, question.study)});
  }
  return again;
}

struct ArmAgain {
  explicit ArmAgain(PersonIndex person) : life(person) {}
  TypeRecorder types;
  LifeRecorder life;
  std::size_t persons = 0;
};

void check_person(const LifeQuestion& question, std::size_t persons) {
  if (question.person < persons) return;
  refuse(question.study, "--person",
         fmt::format("there is no person {} in replicate {}", question.person, question.replicate),
         fmt::format("persons count from 0 in order of arrival; the last one is {}", persons - 1));
}

[[noreturn]] void refuse_other_lives(const LifeQuestion& question, const std::string& arm) {
  refuse(question.study, "provenance",
         fmt::format("the lives simulated now for arm {} are not those of the file", arm),
         "the file was made by another version or from other tables: use the version named in "
         "/provenance, or run the study again");
}

/// Everybody's changes of type by month must be those of the file, and the person's own types
/// where they are recorded. Returns whether they are.
bool check_same(const LabelledFile& file, const LifeQuestion& question, const ArmAgain& again,
                const std::string& arm, std::size_t arm_in_file) {
  const auto replicate = static_cast<std::size_t>(question.replicate);
  const auto moved = file.group("transitions").variable("persons");
  const auto stored = moved.read<std::int32_t>({arm_in_file, replicate, 0, 0, 0},
                                               {1, 1, again.types.months(), kTypes, kTypes});
  if (stored != again.types.transitions()) refuse_other_lives(question, arm);
  if (!file.has_group("persons")) return false;
  const auto group = file.group("persons");
  if (!group.has("adjustment_type")) return false;
  const auto types = group.variable("adjustment_type");
  if (replicate >= types.shape().at(1)) return false;
  const auto own = types.read<std::uint8_t>({arm_in_file, replicate, question.person, 0},
                                            {1, 1, 1, again.types.months()});
  for (std::size_t m = 0; m < own.size(); ++m) {
    const auto& now = again.types.month(m);
    const std::uint8_t type = question.person < now.size() ? now[question.person] : 0;
    if (type != own[m]) refuse_other_lives(question, arm);
  }
  return true;
}

}  // namespace

LifeStory live_again(const LifeQuestion& question, const ParameterCatalogue& catalogue,
                     const std::filesystem::path& scenarios) {
  const auto months = StudyResults(question.study).months();  // also checks that it is a study
  const auto file = LabelledFile::open(question.study);
  const StudyAgain again = plan_again(file, months, question, catalogue, scenarios);
  const StudyPlan& plan = again.plan;
  if (question.replicate < 0 || question.replicate >= plan.replicates) {
    refuse(question.study, "--replicate",
           fmt::format("there is no replicate {}", question.replicate),
           fmt::format("replicates count from 0; the last one is {}", plan.replicates - 1));
  }
  std::vector<ArmAgain> arms(plan.arms.size(), ArmAgain(question.person));
  parallel_tasks(arms.size(), [&](std::size_t a) {
    auto simulation = begin_simulation(plan, static_cast<std::uint32_t>(question.replicate),
                                       values_of_arm(plan, a), true);
    const std::array<Recorder*, 2> recorders{&arms[a].types, &arms[a].life};
    simulation.advance(plan.end, plan.start, recorders);
    arms[a].persons = simulation.world().persons.size();
  });
  check_person(question, arms.front().persons);

  LifeStory story;
  story.title = plan.name;
  story.person = question.person;
  story.replicate = question.replicate;
  story.policy_start = plan.policy_start;
  for (std::size_t a = 0; a < arms.size(); ++a) {
    story.person_checked =
        check_same(file, question, arms[a], plan.arms[a].name, again.position_in_file[a]);
  }
  story.reference_name = plan.arms.front().name;
  story.reference = arms.front().life.life();
  if (arms.size() > 1) {
    story.arm_name = plan.arms.back().name;
    story.arm = arms.back().life.life();
  }
  return story;
}

}  // namespace resettle
