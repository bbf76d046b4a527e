#include "reference_model.h"

#include <algorithm>
#include <utility>

#include "core/parallel.h"

namespace resettle::bench {

namespace {

constexpr Decision kAge{"reference start", 0, "age"};
constexpr Decision kSkill{"reference start", 1, "skill"};
constexpr Decision kHealth{"reference start", 2, "health"};
constexpr Decision kHostContact{"reference start", 3, "host contact"};
constexpr Decision kBelonging{"reference start 2", 0, "belonging"};
constexpr Decision kWellbeing{"reference start 2", 1, "wellbeing"};
constexpr Decision kSubgroup{"reference start 2", 2, "subgroup"};

constexpr Month kBeforeStart{-1};

/// What a block of persons adds to the counts of the month.
struct Tally {
  TypeCounts types{};
  std::array<std::int64_t, 6> events{};
};

void count_types(const Strip& strip, TypeCounts& counts) {
  std::array<std::array<std::uint32_t, 16>, 2> cells{};  // two, as neighbours often share a cell
  for (std::size_t i = 0; i < strip.persons; ++i) {
    ++cells[i & 1][static_cast<std::size_t>(4 * strip.type[i] + strip.subgroup[i])];
  }
  for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += cells[0][k] + cells[1][k];
}

/// Before the state moves on: whether a job is found matters to those without one only.
void count_events(const Strip& strip, const Scratch& decided, std::array<std::int64_t, 6>& events) {
  for (std::size_t i = 0; i < strip.persons; ++i) {
    events[0] += strip.employed[i] == 0 && decided.finds_job[i] != 0.0F;
    events[1] += strip.employed[i] != 0 && decided.loses_job[i] != 0.0F;
    events[2] += decided.gains_skill[i] != 0.0F;
    events[3] += decided.health_flips[i] != 0.0F;
    events[4] += decided.contact[i] != 0.0F;
    events[5] += decided.adverse[i] != 0.0F;
  }
}

template <class T>
double mean(const std::vector<T>& column) {
  double sum = 0;
  for (const T value : column) sum += static_cast<double>(value);
  return sum / static_cast<double>(column.size());
}

}  // namespace

ReferenceModel::ReferenceModel(const NeighbourRuns& ties, std::uint32_t replicate,
                               ReferenceKernels kernels, bool parallel)
    : ties_(&ties),
      random_(1, replicate),
      kernels_(kernels),
      parallel_(parallel),
      age_at_start_(ties.persons()),
      subgroup_(ties.persons()),
      employed_(ties.persons()),
      healthy_(ties.persons()),
      tenure_(ties.persons()),
      skill_(ties.persons()),
      wage_(ties.persons()),
      contact_(ties.persons()),
      belonging_(ties.persons()),
      belonging_next_(ties.persons()),
      wellbeing_(ties.persons()),
      type_(ties.persons()) {}

void ReferenceModel::set_initial_state() {
  for_blocks(parallel_, ties_->persons(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t ticket = ties_->tickets()[i];
      const Draws first = random_.draws(kAge, ticket, kBeforeStart);
      const Draws second = random_.draws(kBelonging, ticket, kBeforeStart);
      age_at_start_[i] = 18.0F + 42.0F * first.uniform(kAge);
      skill_[i] = 0.1F + 0.5F * first.uniform(kSkill);
      healthy_[i] = first.uniform(kHealth) < 0.85F ? 1 : 0;
      contact_[i] = 0.1F * first.uniform(kHostContact);
      belonging_[i] = 0.2F + 0.4F * second.uniform(kBelonging);
      wellbeing_[i] = 0.3F + 0.4F * second.uniform(kWellbeing);
      subgroup_[i] = static_cast<std::uint8_t>(4.0F * second.uniform(kSubgroup));
    }
  });
}

Strip ReferenceModel::strip_at(std::size_t begin, std::size_t persons) {
  return {&ties_->tickets()[begin],
          &age_at_start_[begin],
          &subgroup_[begin],
          &employed_[begin],
          &healthy_[begin],
          &tenure_[begin],
          &skill_[begin],
          &wage_[begin],
          &contact_[begin],
          &belonging_[begin],
          &belonging_next_[begin],
          &wellbeing_[begin],
          &type_[begin],
          persons};
}

void ReferenceModel::step(Month month, bool with_events) {
  std::vector<Tally> tallies(ties_->persons() / kBlockSize + 1);
  for_blocks(parallel_, ties_->persons(), [&](std::size_t begin, std::size_t end) {
    std::array<float, kBlockSize> met;
    Scratch scratch;
    Tally tally;
    ties_->means(belonging_.data(), begin, met.data());
    for (std::size_t i = begin; i < end; i += kStrip) {
      const Strip strip = strip_at(i, std::min(kStrip, end - i));
      kernels_.decide(strip, random_, month, &met[i - begin], scratch);
      if (with_events) count_events(strip, scratch, tally.events);
      kernels_.move_on(strip, &met[i - begin], scratch);
      count_types(strip, tally.types);
    }
    tallies[begin / kBlockSize] = tally;
  });
  std::swap(belonging_, belonging_next_);
  TypeCounts types{};
  for (const Tally& tally : tallies) {
    for (std::size_t k = 0; k < types.size(); ++k) types[k] += tally.types[k];
    for (std::size_t k = 0; k < events_.size(); ++k) events_[k] += tally.events[k];
  }
  counts_.push_back(types);
}

void ReferenceModel::run(bool with_events) {
  set_initial_state();
  for (int t = 0; t < kReferenceMonths; ++t) step(Month{t}, with_events);
}

ReferenceOutcome ReferenceModel::outcome() const {
  ReferenceOutcome outcome;
  outcome.counts = counts_.back();
  outcome.means = {mean(employed_), mean(healthy_),   mean(skill_),     mean(wage_),
                   mean(contact_),  mean(belonging_), mean(wellbeing_), mean(tenure_)};
  const double agent_steps = static_cast<double>(ties_->persons()) * kReferenceMonths;
  for (std::size_t k = 0; k < events_.size(); ++k) {
    outcome.events[k] = static_cast<double>(events_[k]) / agent_steps;
  }
  return outcome;
}

}  // namespace resettle::bench
