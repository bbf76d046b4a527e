#include "outputs/hires.h"

#include "core/errors.h"
#include "core/rows.h"

namespace resettle {

namespace {

constexpr std::int32_t kNotBegun = kNever.index - 1;  // before any month, "never" among them

bool is_at_work(const Persons& people, std::size_t i) {
  return (people.active[i] != 0) & people.works(i);
}

/// As the subsidy's start leaves it (policies/wage_subsidy.cpp); the first subsidised month is the
/// next one.
bool is_subsidised_hire(const Persons& people, std::size_t i) {
  return (people.active[i] != 0) & (people.job_offer[i] != JobOffer::none) &
         (people.subsidised_months_left[i] > 0) & (people.subsidised_months[i] == 0);
}

/// Calls visit(i) for the persons of whom `holds`, in order.
template <class Holds, class Visit>
void for_each_of_whom(const Persons& people, const Holds& holds, const Visit& visit) {
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags flags;
    work_out(rows, flags, [&](std::size_t i) -> std::uint8_t { return holds(i) ? 1 : 0; });
    for_each_flagged(rows, flags, visit);
  });
}

}  // namespace

HireRecorder::HireRecorder(const World* before) : keeps_work_(before != nullptr) {
  if (before == nullptr) return;
  const Persons& people = before->persons;
  for (std::size_t i = 0; i < people.size(); ++i) before_.push_back(is_at_work(people, i) ? 1 : 0);
  now_ = before_;
}

void HireRecorder::record(World& world) {
  const Persons& people = world.persons;
  months_.push_back(world.month);
  auto& hires = hires_.emplace_back();
  for_each_of_whom(
      people, [&](std::size_t i) { return is_subsidised_hire(people, i); },
      [&](std::size_t i) {
        hires.push_back({static_cast<PersonIndex>(i), world.month.index, people.idle_since[i]});
      });
  if (!keeps_work_) return;
  now_.resize(people.size(), 0);
  auto& changes = changes_.emplace_back();
  for_each_of_whom(
      people, [&](std::size_t i) { return is_at_work(people, i) != (now_[i] != 0); },
      [&](std::size_t i) {
        now_[i] ^= 1U;
        changes.push_back(static_cast<PersonIndex>(i));
      });
}

HireCounts compare_hires(const HireRecorder& reference, const HireRecorder& arm) {
  require(reference.changes().size() == arm.hires().size(), "both worlds record the same months");
  std::vector<std::uint8_t> works = reference.at_work_before();
  std::vector<std::int32_t> began(works.size(), kNotBegun);
  HireCounts counts;
  for (std::size_t m = 0; m < arm.hires().size(); ++m) {
    for (const PersonIndex i : reference.changes()[m]) {
      if (i >= works.size()) {
        works.resize(i + std::size_t{1}, 0);
        began.resize(i + std::size_t{1}, kNotBegun);
      }
      works[i] ^= 1U;
      if (works[i] != 0) began[i] = reference.months()[m].index;
    }
    std::int32_t anyway = 0;
    for (const auto& hire : arm.hires()[m]) {
      const std::size_t i = hire.person;
      if (i < works.size() && (works[i] != 0 || began[i] >= hire.idle_since)) ++anyway;
    }
    counts.subsidised.push_back(static_cast<std::int32_t>(arm.hires()[m].size()));
    counts.anyway.push_back(anyway);
  }
  return counts;
}

}  // namespace resettle
