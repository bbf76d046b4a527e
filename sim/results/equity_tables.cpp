#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "outputs/indicators.h"
#include "results/equity_reader.h"

// Tables of equity that come from what every study file has: transitions and subgroups.

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();
constexpr std::size_t kCells = kTypeCount * kTypeCount;
constexpr double kPer = 1000;  // persons
/// A subgroup's mean is shown if at least so many replicates have a value: those without are not a
/// chance choice but the ones in which the group is small.
constexpr double kEnoughReplicates = 0.9;

using MoveCounts = std::array<std::vector<double>, kCells>;

/// Moves from the policy start on, summed over months: [from x to], by replicate.
MoveCounts moves_of(const EquityReader& reader, ArmOrReference which) {
  const auto values = reader.values("transitions", "persons", which);
  MoveCounts counts;
  counts.fill(std::vector<double>(reader.replicates(), 0.0));
  const std::size_t per_replicate = values.size() / reader.replicates();
  if (per_replicate % kCells != 0) {
    reader.refuse("transitions", "has other types than the four of this version");
  }
  for (std::size_t at = 0; at < values.size(); ++at) {
    counts[at % kCells][at / per_replicate] += values[at];
  }
  return counts;
}

/// Of 1,000 persons of the type, by replicate.
std::vector<double> rates(const MoveCounts& counts, std::size_t from, std::size_t to) {
  std::vector<double> result(counts[0].size(), 0.0);
  for (std::size_t r = 0; r < result.size(); ++r) {
    double persons = 0;
    for (std::size_t t = 0; t < kTypeCount; ++t) persons += counts[from * kTypeCount + t][r];
    result[r] = persons > 0 ? kPer * counts[from * kTypeCount + to][r] / persons : kAbsent;
  }
  return result;
}

/// Which cells of a row are not shown. Its rates add up to 1,000, so one that is hidden alone could
/// be worked out from the others: then the next smallest is hidden too.
std::array<bool, kTypeCount> hidden_in_row(const MoveCounts& before, const MoveCounts& after,
                                           std::size_t from) {
  std::array<bool, kTypeCount> hidden{};
  std::array<double, kTypeCount> persons{};
  for (std::size_t to = 0; to < kTypeCount; ++to) {
    const std::size_t cell = from * kTypeCount + to;
    hidden[to] = too_few(before[cell]) || too_few(after[cell]);
    persons[to] = std::min(estimate_mean(before[cell]).mean, estimate_mean(after[cell]).mean);
  }
  if (std::count(hidden.begin(), hidden.end(), true) != 1) return hidden;
  std::size_t second = kTypeCount;
  for (std::size_t to = 0; to < kTypeCount; ++to) {
    if (!hidden[to] && (second == kTypeCount || persons[to] < persons[second])) second = to;
  }
  hidden[second] = true;
  return hidden;
}

/// Values of one subgroup, by replicate.
std::vector<double> of_group(const std::vector<double>& values, std::size_t groups,
                             std::size_t group) {
  std::vector<double> chosen;
  for (std::size_t at = group; at < values.size(); at += groups) chosen.push_back(values[at]);
  return chosen;
}

/// Replicates in which both worlds have a value.
std::size_t with_both(const std::vector<double>& one, const std::vector<double>& other) {
  std::size_t count = 0;
  for (std::size_t r = 0; r < one.size(); ++r) {
    if (!std::isnan(one[r]) && !std::isnan(other[r])) ++count;
  }
  return count;
}

/// What an indicator says of a subgroup that it is not recorded for, or of too few persons.
std::string why_left_out(const std::string& outcome, std::size_t present, std::size_t replicates) {
  if (outcome == "deaths" || outcome == "departures") {
    return "recorded for the whole population only";
  }
  return fmt::format("fewer than {} simulated persons in {} of {} replicates", kSmallestCell,
                     replicates - present, replicates);
}

}  // namespace

void add_transitions(const EquityReader& reader, ArmEquity& arm) {
  if (!reader.has("transitions", "transitions")) return;
  const MoveCounts before = moves_of(reader, ArmOrReference::reference);
  const MoveCounts after = moves_of(reader, ArmOrReference::arm);
  for (std::size_t from = 0; from < kTypeCount; ++from) {
    const auto hidden = hidden_in_row(before, after, from);
    for (std::size_t to = 0; to < kTypeCount; ++to) {
      TypeMove move;
      move.from = kTypeNames[from];
      move.to = kTypeNames[to];
      if (hidden[to]) {
        reader.suppress("transitions", fmt::format("{}, {} to {}", arm.arm, move.from, move.to),
                        too_few_text());
      } else {
        const auto reference = rates(before, from, to);
        const auto there = rates(after, from, to);
        move.result = Judged(reader.sampling().difference(reference, there));
        move.arm_per_1000 = move.result.reference + move.result.difference.mean;
      }
      arm.transitions.push_back(std::move(move));
    }
  }
}

void add_subgroups(const EquityReader& reader, const std::vector<std::string>& outcomes,
                   ArmEquity& arm) {
  const auto names = reader.labels("aggregates", "subgroup");
  for (const auto& outcome : outcomes) {
    const auto before = reader.at_end(outcome, ArmOrReference::reference);
    const auto after = reader.at_end(outcome, ArmOrReference::arm);
    if (before.size() != reader.replicates() * names.size()) {
      reader.refuse("aggregates", outcome + " has other subgroups than are named");
    }
    for (std::size_t g = 0; g < names.size(); ++g) {
      const auto reference = of_group(before, names.size(), g);
      const auto there = of_group(after, names.size(), g);
      const std::size_t present = with_both(reference, there);
      SubgroupDifference one{names[g],
                             outcome,
                             reader.indicator_text(outcome, "long_name"),
                             reader.indicator_text(outcome, "units"),
                             {}};
      one.result.difference.replicates = static_cast<int>(present);
      if (static_cast<double>(present) <
          kEnoughReplicates * static_cast<double>(reader.replicates())) {
        reader.suppress("subgroups", fmt::format("{}, {}, {}", arm.arm, names[g], outcome),
                        why_left_out(outcome, present, reader.replicates()));
      } else {
        one.result = Judged(in_its_unit(reader.sampling().difference(reference, there), one.unit));
      }
      arm.subgroups.push_back(std::move(one));
    }
  }
}

}  // namespace resettle
