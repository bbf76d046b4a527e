#include "outputs/gains.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace resettle {

namespace {

/// What one world says of a person.
struct Stay {
  std::vector<std::int16_t> integrated;  ///< months
  std::vector<std::uint8_t> counted;     ///< in any month

  explicit Stay(std::size_t persons) : integrated(persons, 0), counted(persons, 0) {}
};

Stay stay_of(const TypeRecorder& types, std::size_t from, std::size_t persons) {
  constexpr auto kIntegration = static_cast<std::uint8_t>(AdjustmentType::integration);
  Stay stay(persons);
  for (std::size_t m = from; m < types.months(); ++m) {
    const auto& now = types.month(m);
    const std::size_t there = std::min(now.size(), persons);
    for (std::size_t i = 0; i < there; ++i) {
      stay.integrated[i] =
          static_cast<std::int16_t>(stay.integrated[i] + (now[i] == kIntegration ? 1 : 0));
      stay.counted[i] = now[i] != 0 ? std::uint8_t{1} : stay.counted[i];
    }
  }
  return stay;
}

void add(Gains& gains, std::size_t group, int difference) {
  ++gains.persons[group];
  gains.gaining[group] += difference > 0 ? 1 : 0;
  gains.losing[group] += difference < 0 ? 1 : 0;
  gains.months_gained[group] += std::max(difference, 0);
  gains.months_lost[group] += std::max(-difference, 0);
}

}  // namespace

std::vector<std::string> gain_groups(const std::vector<std::string>& subgroups) {
  std::vector<std::string> groups = subgroups;
  for (std::size_t p = 1; p <= kPositions; ++p) groups.push_back(fmt::format("position={}", p));
  return groups;
}

std::vector<std::uint8_t> positions_of(const StandingRecorder& standing) {
  std::vector<std::pair<float, std::size_t>> order;
  for (std::size_t i = 0; i < standing.persons(); ++i) {
    if (standing.counted(i)) order.emplace_back(standing.income(i), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint8_t> positions(standing.persons(), kPositions);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    positions[order[rank].second] = static_cast<std::uint8_t>(rank * kPositions / order.size());
  }
  return positions;
}

Gains gains_of(const StandingRecorder& standing, const TypeRecorder& reference,
               const TypeRecorder& arm, std::size_t from) {
  const Subgroups& subgroups = standing.subgroups();
  const std::size_t persons = standing.persons();
  const auto positions = positions_of(standing);
  const Stay before = stay_of(reference, from, persons);
  const Stay after = stay_of(arm, from, persons);
  const std::size_t first_position = subgroups.labels().size();
  Gains gains(first_position + kPositions);
  for (std::size_t i = 0; i < persons; ++i) {
    if ((before.counted[i] & after.counted[i]) == 0) continue;
    const int difference = after.integrated[i] - before.integrated[i];
    add(gains, 0, difference);
    for (const auto& split : subgroups.splits()) {
      const auto group_of = [&](std::size_t a) -> std::size_t { return standing.group(a, i); };
      add(gains, subgroups.label_of(split, group_of), difference);
    }
    add(gains, first_position + positions[i], difference);
  }
  return gains;
}

}  // namespace resettle
