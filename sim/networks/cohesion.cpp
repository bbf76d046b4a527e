#include "networks/cohesion.h"

#include <algorithm>
#include <vector>

namespace resettle {

namespace {

/// The co-ethnic ties among counted persons, each once: at the person with the lower index.
struct UpwardTies {
  std::vector<std::uint32_t> first;   ///< by person: place of the first tie; one more at the end
  std::vector<std::uint32_t> other;   ///< the persons at the upper ends
  std::vector<std::uint32_t> degree;  ///< by person: ties in both directions

  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t person) const {
    return {other.data() + first[person], other.data() + first[person + 1]};
  }
};

/// Whether a tie is kept is as good as random: every tie is written, and the next one over it if it
/// is not kept.
UpwardTies upward_ties(const TieBook& ties, std::span<const std::uint8_t> counted) {
  std::size_t most = 1;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    most += static_cast<std::size_t>(ties.coethnic_ties(i));
  }
  UpwardTies up{std::vector<std::uint32_t>(counted.size() + 1), std::vector<std::uint32_t>(most),
                std::vector<std::uint32_t>(counted.size())};
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < counted.size(); ++i) {
    up.first[i] = next;
    if (counted[i] == 0 || ties.coethnic_ties(i) == 0) continue;
    for (const Tie& tie : ties.of(i)) {
      const std::uint32_t other = tie.kind == TieKind::coethnic ? tie.other : i;
      const std::uint32_t kept = ((other > i) & (counted[other] != 0)) ? 1 : 0;
      up.other[next] = other;
      next += kept;
      up.degree[i] += kept;
      up.degree[other] += kept;
    }
  }
  up.first.back() = next;
  up.other.resize(next);
  return up;
}

/// Persons in the largest connected group: groups are trees of persons, which grow together.
std::size_t largest_component(const UpwardTies& up) {
  const std::size_t persons = up.degree.size();
  std::vector<std::uint32_t> parent(persons);
  std::vector<std::uint32_t> members(persons, 1);
  for (std::size_t i = 0; i < persons; ++i) parent[i] = static_cast<std::uint32_t>(i);
  const auto root_of = [&parent](std::uint32_t person) {
    while (parent[person] != person) person = parent[person] = parent[parent[person]];
    return person;
  };
  std::size_t largest = 1;
  for (std::size_t i = 0; i < persons; ++i) {
    for (const std::uint32_t other : up.of(i)) {
      std::uint32_t large = root_of(static_cast<std::uint32_t>(i));
      std::uint32_t small = root_of(other);
      if (large == small) continue;
      if (members[large] < members[small]) std::swap(large, small);
      parent[small] = large;
      members[large] += members[small];
      largest = std::max<std::size_t>(largest, members[large]);
    }
  }
  return largest;
}

/// Triangles of each person: pairs of those they know who know one another. A triangle is found
/// once, at its lowest person.
std::vector<std::uint32_t> triangles(const UpwardTies& up) {
  std::vector<std::uint32_t> count(up.degree.size(), 0);
  std::vector<std::uint32_t> known_by(up.degree.size(), 0);  // last person who knows them, plus one
  for (std::uint32_t i = 0; i < count.size(); ++i) {
    for (const std::uint32_t other : up.of(i)) known_by[other] = i + 1;
    for (const std::uint32_t other : up.of(i)) {
      for (const std::uint32_t third : up.of(other)) {
        if (known_by[third] != i + 1) continue;
        ++count[i];
        ++count[other];
        ++count[third];
      }
    }
  }
  return count;
}

/// Mean share of pairs that know one another, among those known to a person with two or more ties.
double mean_clustering(const UpwardTies& up) {
  const std::vector<std::uint32_t> closed = triangles(up);
  double sum = 0;
  std::size_t persons = 0;
  for (std::size_t i = 0; i < closed.size(); ++i) {
    const std::uint32_t degree = up.degree[i];
    if (degree < 2) continue;
    const std::uint32_t pairs = degree * (degree - 1) / 2;
    sum += static_cast<double>(closed[i]) / static_cast<double>(pairs);
    ++persons;
  }
  return persons == 0 ? 0.0 : sum / static_cast<double>(persons);
}

}  // namespace

Cohesion measure_cohesion(const TieBook& ties, std::span<const std::uint8_t> counted) {
  std::size_t persons = 0;
  for (const std::uint8_t one : counted) persons += one != 0 ? 1 : 0;
  if (persons == 0) return {};
  const UpwardTies up = upward_ties(ties, counted);
  std::size_t isolated = 0;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    isolated += counted[i] != 0 && up.degree[i] == 0 ? 1 : 0;
  }
  const auto n = static_cast<double>(persons);
  return {2.0 * static_cast<double>(up.other.size()) / n, static_cast<double>(isolated) / n,
          static_cast<double>(largest_component(up)) / n, mean_clustering(up)};
}

}  // namespace resettle
