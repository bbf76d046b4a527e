#include "study/life.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.h"
#include "core/parallel.h"
#include "model/replicate.h"
#include "study/life_offers.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& key, std::string message,
                         std::string remedy) {
  throw InputError({{file.string()}, key, std::move(message), std::move(remedy)});
}

/// The plan of the study, with the reference first and, if wanted, one arm.
StudyPlan plan_again(const ExistingStudy& study, const LifeQuestion& question) {
  StudyPlan plan = study.plan();
  const ArmPlan reference = plan.arms[plan.reference];
  std::vector<ArmPlan> wanted{reference};
  if (!question.arm.empty() && question.arm != reference.name) {
    wanted.push_back(plan.arms[study.arm_position(question.arm)]);
  }
  plan.arms = std::move(wanted);
  plan.reference = 0;
  return plan;
}

struct ArmAgain {
  ArmAgain(PersonIndex person, ParameterValues of_arm)
      : values(std::move(of_arm)), life(person), offers(person, values) {}
  ParameterValues values;
  TypeRecorder types;
  LifeRecorder life;
  OfferRecorder offers;
  std::size_t persons = 0;
};

void check_person(const LifeQuestion& question, std::size_t persons) {
  if (question.person < persons) return;
  refuse(question.study, "--person",
         fmt::format("there is no person {} in {}", question.person,
                     replicate_name(question.replicate)),
         fmt::format("persons count from 0 in order of arrival; the last one is {}", persons - 1));
}

[[noreturn]] void refuse_other_lives(const LifeQuestion& question, const std::string& arm) {
  refuse(question.study, "provenance",
         fmt::format("the lives simulated now for arm {} are not those of the file", arm),
         "the file was made by another version: use the one named in /provenance, or run the study "
         "again");
}

/// Everybody's changes of type by month must be those of the file, and the person's own types
/// where they are recorded. Returns whether they are.
bool check_same(const ExistingStudy& study, const LifeQuestion& question, const ArmAgain& again,
                const std::string& arm) {
  const LabelledFile& file = study.file();
  const std::size_t arm_in_file = study.arm_position(arm);
  const std::size_t replicate = study.replicate_position(question.replicate);
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

LifeStory live_again(const LifeQuestion& question) {
  const ExistingStudy study(question.study);
  static_cast<void>(study.replicate_position(question.replicate));  // whether there is one
  const StudyPlan plan = plan_again(study, question);
  std::deque<ArmAgain> arms;
  for (std::size_t a = 0; a < plan.arms.size(); ++a) {
    arms.emplace_back(question.person, values_of_arm(plan, a, draw_of(question.replicate)));
  }
  parallel_tasks(arms.size(), [&](std::size_t a) {
    auto simulation = begin_simulation(plan, static_cast<std::uint32_t>(question.replicate),
                                       arms[a].values, true);
    const std::array<Recorder*, 3> recorders{&arms[a].types, &arms[a].life, &arms[a].offers};
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
    story.person_checked = check_same(study, question, arms[a], plan.arms[a].name);
  }
  story.reference_name = plan.arms.front().name;
  story.reference = arms.front().life.life();
  story.reference_offers = arms.front().offers.events();
  if (arms.size() > 1) {
    story.arm_name = plan.arms.back().name;
    story.arm = arms.back().life.life();
    story.arm_offers = arms.back().offers.events();
  }
  return story;
}

}  // namespace resettle
