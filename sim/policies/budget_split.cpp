#include "policies/budget_split.h"

#include <vector>

namespace resettle::budget_split {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"policies.budget_split.on_from", "month", "first month of the split budget", -400, kNoEnd,
      ParameterKind::month, ActsWhen::offered},
     level(&P::on_from)},
    {{"policies.budget_split.on_to", "month", "last month of the split budget", -400, kNoEnd,
      ParameterKind::month, ActsWhen::offered},
     level(&P::on_to)},
    {{"policies.budget_split.employment_weight", "dimensionless",
      "attention to employment: training and employment incentives", 0, 1e6, ParameterKind::number,
      ActsWhen::offered},
     level(&P::employment_weight)},
    {{"policies.budget_split.mental_weight", "dimensionless",
      "attention to mental health: counselling and trauma therapy", 0, 1e6, ParameterKind::number,
      ActsWhen::offered},
     level(&P::mental_weight)},
    {{"policies.budget_split.community_weight", "dimensionless",
      "attention to the community: mentoring, funds of organisations, media", 0, 1e6,
      ParameterKind::number, ActsWhen::offered},
     level(&P::community_weight)},
    {{"policies.budget_split.total_krw", "KRW/year", "budget to be split; 0 = no such limit", 0,
      1e13, ParameterKind::number, ActsWhen::offered},
     effect(&P::total_krw)},
};

void step(World& world, const P& p) {
  const double total_krw = p.total_krw.at(world.month);
  if (world.month < p.on_from || world.month > p.on_to || total_krw <= 0.0) {
    world.purses = Purses{};
    return;
  }
  world.purses.in_force = true;
  const auto parts = monthly_parts(p, total_krw);
  // A thinned world stands for its share of the nation.
  for (std::size_t purse = 0; purse < kPurses; ++purse) {
    world.purses.krw[purse] += parts[purse] * static_cast<double>(world.scale);
  }
}

}  // namespace

std::array<double, kPurses> monthly_parts(const Parameters& p, double total_krw) {
  using enum Purse;
  struct Group {
    double weight;
    std::vector<Purse> purses;
  };
  const std::array<Group, 3> groups{{{p.employment_weight, {training, incentives}},
                                     {p.mental_weight, {counselling, therapy}},
                                     {p.community_weight, {mentoring, ngo_funds, media}}}};
  double weights = 0;
  for (const auto& group : groups) weights += group.weight;
  std::array<double, kPurses> parts{};
  if (weights <= 0.0) return parts;
  const double month = total_krw / 12.0;
  for (const auto& group : groups) {
    const double part = month * group.weight / weights / static_cast<double>(group.purses.size());
    for (const Purse purse : group.purses) parts[static_cast<std::size_t>(purse)] = part;
  }
  return parts;
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"budget split",
       "A fixed budget is split by attention; an instrument spends no more than its purse.",
       "MODEL 16.2; word counts of a policy brief of 2022",
       {},
       {"budgets"},
       {}},
      kTable, step);
}

}  // namespace resettle::budget_split
