#include "io/condition_bounds.h"

#include <algorithm>
#include <utility>

namespace resettle {

namespace {

using Ranges = std::vector<TraitRange>;

Ranges common(const Ranges& one, const Ranges& other) {
  Ranges found;
  for (const auto& a : one) {
    for (const auto& b : other) {
      const TraitRange both{std::max(a.low, b.low), std::min(a.high, b.high)};
      if (both.low <= both.high) found.push_back(both);
    }
  }
  return found;
}

/// All values that are in none of the ranges.
Ranges others(const Ranges& ranges) {
  Ranges left{TraitRange{}};
  for (const auto& range : ranges) {
    Ranges outside;
    if (range.low > TraitRange{}.low) outside.push_back({TraitRange{}.low, range.low - 1});
    if (range.high < TraitRange{}.high) outside.push_back({range.high + 1, TraitRange{}.high});
    left = common(left, outside);
  }
  return left;
}

/// What a trait can be at all.
Ranges domain_of(const Trait& trait, const Inputs& inputs) {
  switch (trait.form) {
    case TraitForm::number:
      return {{0, trait.maximum}};
    case TraitForm::word:
      return {{0, static_cast<int>(trait.words.size()) - 1}};
    case TraitForm::flag:
      return {{0, 1}};
    case TraitForm::locality:
      return {{0, static_cast<int>(inputs.localities.size()) - 1}};
    case TraitForm::month:
      break;
  }
  return {TraitRange{}};
}

/// Part of a condition, and whether it is to hold or not to hold.
struct Demand {
  const Condition* condition = nullptr;  ///< or, where it is nullptr, the clause
  const Clause* clause = nullptr;
  bool holds = true;
};

/// Looks for values of all traits that meet the demands.
class Search {
 public:
  Search(const Inputs& inputs, TraitBounds bounds) : inputs_(inputs), bounds_(std::move(bounds)) {}

  bool meets(std::vector<Demand> demands) {
    if (demands.empty() || --left_ < 0) return true;  // too much to look through: not excluded
    const Demand next = demands.back();
    demands.pop_back();
    if (next.condition != nullptr) {
      std::vector<Demand> parts;
      for (const auto& clause : next.condition->clauses) {
        parts.push_back({nullptr, &clause, next.holds});
      }
      return next.holds ? meets_all(std::move(demands), parts) : meets_one(demands, parts);
    }
    const Clause& clause = *next.clause;
    if (clause.kind == Clause::Kind::trait)
      return meets_trait(std::move(demands), clause, next.holds);
    const bool inside = clause.kind == Clause::Kind::none ? !next.holds : next.holds;
    std::vector<Demand> parts;
    for (const auto& part : clause.parts) parts.push_back({&part, nullptr, inside});
    const bool one_is_enough = (clause.kind == Clause::Kind::any) == next.holds;
    return clause.kind != Clause::Kind::none && one_is_enough
               ? meets_one(demands, parts)
               : meets_all(std::move(demands), parts);
  }

 private:
  bool meets_all(std::vector<Demand> demands, const std::vector<Demand>& parts) {
    demands.insert(demands.end(), parts.begin(), parts.end());
    return meets(std::move(demands));
  }

  bool meets_one(const std::vector<Demand>& demands, const std::vector<Demand>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const Demand& part) {
      auto with = demands;
      with.push_back(part);
      return meets(std::move(with));
    });
  }

  bool meets_trait(std::vector<Demand> demands, const Clause& clause, bool holds) {
    const auto [trait, asked] = asked_for(clause);
    const auto before = bounds_;
    const auto known = bounds_.find(trait);
    const auto may_be = known == bounds_.end() ? domain_of(*trait, inputs_) : known->second;
    bounds_[trait] = common(may_be, holds ? asked : others(asked));
    const bool met = !bounds_[trait].empty() && meets(std::move(demands));
    bounds_ = before;
    return met;
  }

  /// A region, and names of localities, as numbers of localities.
  [[nodiscard]] std::pair<const Trait*, Ranges> asked_for(const Clause& clause) const {
    const auto* locality = find_trait("locality");
    const bool of_region = clause.trait == find_trait("region");
    if (clause.trait != locality && !of_region) return {clause.trait, clause.ranges};
    Ranges found;
    for (std::size_t i = 0; i < inputs_.localities.size(); ++i) {
      const auto& one = inputs_.localities[i];
      const int region = one.capital_region ? 0 : 1;  // as the words of the trait are
      const bool asked = of_region ? !common(clause.ranges, {{region, region}}).empty()
                                   : std::find(clause.names.begin(), clause.names.end(),
                                               one.name) != clause.names.end();
      const int number = static_cast<int>(i);
      if (asked) found.push_back({number, number});
    }
    return {locality, found};
  }

  const Inputs& inputs_;
  TraitBounds bounds_;
  int left_ = 10'000;
};

}  // namespace

bool can_be_met(const Condition& condition, const Inputs& inputs, const TraitBounds& bounds) {
  return condition.is_everybody() || Search(inputs, bounds).meets({{&condition, nullptr, true}});
}

}  // namespace resettle
