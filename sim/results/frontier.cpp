#include "results/frontier.h"

#include <algorithm>

namespace resettle {

namespace {

/// Whether `one` leaves no reason for `other`; `earlier`: it was given before it.
bool dominates(const CostAndEffect& one, const CostAndEffect& other, bool earlier) {
  if (one.cost > other.cost || one.effect < other.effect) return false;
  const bool equal = one.cost == other.cost && one.effect == other.effect;
  return !equal || earlier;
}

double ratio(const CostAndEffect& from, const CostAndEffect& to) {
  return (to.cost - from.cost) / (to.effect - from.effect);
}

void find_dominated(std::vector<FrontierRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows.size(); ++j) {
      if (i == j || !dominates(rows[j].values, rows[i].values, j < i)) continue;
      rows[i].status = FrontierStatus::dominated;
      rows[i].by.push_back(rows[j].values.arm);
    }
  }
}

/// The lower convex hull of those that are left, which rise in cost and in effect.
std::vector<FrontierRow*> find_frontier(std::vector<FrontierRow>& rows) {
  std::vector<FrontierRow*> hull;
  for (auto& row : rows) {
    if (row.status == FrontierStatus::dominated) continue;
    while (hull.size() > 1 && ratio(hull[hull.size() - 2]->values, hull.back()->values) >
                                  ratio(hull.back()->values, row.values)) {
      hull.pop_back();
    }
    hull.push_back(&row);
  }
  return hull;
}

}  // namespace

std::vector<FrontierRow> frontier(std::span<const CostAndEffect> arms) {
  std::vector<FrontierRow> rows;
  for (const auto& arm : arms) rows.push_back({.values = arm});
  std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
    if (one.values.effect != other.values.effect) return one.values.effect < other.values.effect;
    return one.values.cost < other.values.cost;
  });
  find_dominated(rows);
  const auto hull = find_frontier(rows);
  for (std::size_t i = 1; i < hull.size(); ++i) {
    hull[i]->against = hull[i - 1]->values.arm;
    hull[i]->icer = ratio(hull[i - 1]->values, hull[i]->values);
    for (auto& row : rows) {  // what lies between two neighbours lies above the line of both
      if (&row <= hull[i - 1] || &row >= hull[i]) continue;
      if (row.status == FrontierStatus::dominated) continue;
      row.status = FrontierStatus::extendedly_dominated;
      row.by = {hull[i - 1]->values.arm, hull[i]->values.arm};
    }
  }
  return rows;
}

const char* name_of(FrontierStatus status) {
  switch (status) {
    case FrontierStatus::on_frontier:
      return "on_frontier";
    case FrontierStatus::dominated:
      return "dominated";
    case FrontierStatus::extendedly_dominated:
      return "extendedly_dominated";
  }
  return "";
}

}  // namespace resettle
