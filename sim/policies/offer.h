#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/conditions.h"
#include "engine/parameter.h"
#include "engine/world.h"

namespace resettle {

/// What every instrument has: when it is on, who is eligible, to what share of these it is offered,
/// and how many places there are (MODEL 16.2).
struct Offer {
  Month on_from{};
  Month on_to{};
  float coverage = 0;
  float capacity = 0;                       ///< places at the same time; infinity = unlimited
  bool pilot_only = false;                  ///< offered to nobody but the group of the pilot
  const Condition* eligible = &kEverybody;  ///< who may be offered it
  float capacity_per_year = static_cast<float>(kNoLimit);  ///< places that begin in a calendar year
  const Condition* priority = &kEverybody;  ///< who is served first where places are short
  bool first_come = false;                  ///< among these, who left the facility first
  bool while_eligible = false;              ///< a place ends with what makes eligible

  [[nodiscard]] bool is_on(Month now) const { return on_from <= now && now <= on_to; }
  /// Fewer places at one time than there could ever be candidates.
  [[nodiscard]] bool is_limited() const { return capacity < kSoMany; }
  /// Fewer places, at one time or in a year, than there could ever be candidates.
  [[nodiscard]] bool is_rationed() const { return is_limited() || capacity_per_year < kSoMany; }

 private:
  static constexpr float kSoMany = 1e9F;
};

/// An offer that may have lines: terms of their own for those for whom a condition holds. Lines
/// have neither dates nor places of their own.
template <class Parameters>
struct OfferInLines : Offer {
  std::vector<Parameters> lines;  ///< the first whose condition holds counts

  /// The largest value that any line has of a term, or the instrument where it has no lines.
  template <class Term>
  [[nodiscard]] Term largest(Term Parameters::*term) const {
    const auto& own = static_cast<const Parameters&>(*this);
    if (lines.empty()) return own.*term;
    const auto most = std::max_element(
        lines.begin(), lines.end(),
        [term](const auto& one, const auto& other) { return one.*term < other.*term; });
    return (*most).*term;
  }
};

/// To whom an instrument is offered, which decides what a scenario may say of it.
enum class OfferedTo {
  nobody,      ///< not to persons one by one
  clients,     ///< whom others look after as they have time
  recipients,  ///< who are given something once, each in turn
  holders      ///< who hold a place for some time, each in turn
};

/// The instrument's own rows with those of its offer. Its effects are those of the instrument, and
/// all rows that begin with its path act only where it is or was offered; a test changes them while
/// it is not.
template <class Parameters>
ParameterTable<Parameters> with_offer(const std::string& policy, ParameterTable<Parameters> rows,
                                      OfferedTo offered_to) {
  using P = Parameters;
  const std::string path = "policies." + policy + ".";
  for (auto& row : rows) {
    const bool its_effect = row.spec.path.starts_with(path) && row.spec.neutral.has_value();
    if (its_effect) row.spec.instrument = policy;
  }
  rows.push_back({{path + "on_from", "month", "first month in which it is offered", -400, kNoEnd,
                   ParameterKind::month},
                  level(&P::on_from)});
  rows.push_back({{path + "on_to", "month", "last month in which it is offered", -400, kNoEnd,
                   ParameterKind::month},
                  level(&P::on_to)});
  const bool in_lines = offered_to != OfferedTo::nobody;
  rows.push_back({{path + "coverage", "share", "eligible persons to whom it is offered", 0, 1},
                  in_lines ? effect(&P::coverage).by_line() : effect(&P::coverage)});
  rows.push_back(
      {{path + "capacity", "places", "places held at one time", 0, 1e9, ParameterKind::capacity},
       effect(&P::capacity, kNoLimit)});
  rows.push_back({{path + "pilot_only", "switch", "offered to the group of the pilot only", 0, 1,
                   ParameterKind::flag},
                  effect(&P::pilot_only)});
  if (in_lines) {
    rows.push_back({{path + "eligible", "condition", "who may be offered it, when a place begins",
                     0, kNoLimit, ParameterKind::condition},
                    effect(&P::eligible).by_line()});
  }
  if (offered_to == OfferedTo::recipients || offered_to == OfferedTo::holders) {
    rows.push_back({{path + "capacity_per_year", "places", "places that begin in a calendar year",
                     0, 1e9, ParameterKind::capacity},
                    effect(&P::capacity_per_year, kNoLimit)});
    rows.push_back(
        {{path + "priority", "condition", "who is served first where places or money are short", 0,
          kNoLimit, ParameterKind::condition},
         effect(&P::priority)});
    rows.push_back({{path + "first_come", "switch",
                     "who left the facility first is served first, not who is drawn", 0, 1,
                     ParameterKind::flag},
                    effect(&P::first_come)});
  }
  if (offered_to == OfferedTo::holders) {
    rows.push_back({{path + "while_eligible", "switch",
                     "a place ends when its condition no longer holds", 0, 1, ParameterKind::flag},
                    effect(&P::while_eligible)});
  }
  for (auto& row : rows) {
    if (row.spec.path.starts_with(path)) row.spec.acts = ActsWhen::offered;
  }
  return rows;
}

/// Whether the person may be offered it at all: who is eligible, of the group of the pilot where it
/// is for this only. It is asked when a place begins, and the place then runs out, so that the
/// money set aside for it is what it costs.
inline bool in_audience(const World& world, const Offer& offer, std::size_t person) {
  return (!offer.pilot_only || world.persons.pilot_group[person] != 0) &&
         holds(*offer.eligible, world, person);
}

/// The terms that a line of that number has; those of the instrument, where it has no such line.
template <class Parameters>
const Parameters& terms_of_line(const Parameters& p, std::size_t line) {
  return line == 0 || line > p.lines.size() ? p : p.lines[line - 1];
}

/// The line on whose terms the person may be offered it, from 1 on; 0 for an instrument without
/// lines; nothing for those who are not eligible.
template <class Parameters>
std::optional<std::size_t> line_for(const World& world, const Parameters& p, std::size_t person) {
  if (!in_audience(world, p, person)) return std::nullopt;
  if (p.lines.empty()) return 0;
  for (std::size_t line = 1; line <= p.lines.size(); ++line) {
    if (holds(*p.lines[line - 1].eligible, world, person)) return line;
  }
  return std::nullopt;
}

/// Whether the place that the person holds ends because the person is not eligible any more. What
/// was set aside for it is free again.
template <class Parameters>
bool has_run_out(const World& world, const Parameters& p, std::size_t person) {
  return p.while_eligible && !line_for(world, p, person).has_value();
}

/// Whether the instrument is offered to the person: one keyed draw in a life.
inline bool is_offered(const World& world, const Offer& offer, const Decision& decision,
                       std::size_t person) {
  const Month arrival{world.persons.arrival_month[person]};
  if (offer.coverage <= 0.0F || !in_audience(world, offer, person)) return false;
  return offer.coverage >= 1.0F ||  // every draw is below 1
         world.random.uniform(decision, world.persons.ticket[person], arrival) < offer.coverage;
}

/// The terms on which it is offered to the person, or null: `meets(terms)` may ask for more before
/// the draw is made.
template <class Parameters, class Meets>
const Parameters* offered_terms(const World& world, const Parameters& p, const Decision& decision,
                                std::size_t person, const Meets& meets) {
  const auto line = line_for(world, p, person);
  if (!line.has_value()) return nullptr;
  const Parameters& terms = terms_of_line(p, *line);
  return meets(terms) && is_offered(world, terms, decision, person) ? &terms : nullptr;
}
template <class Parameters>
const Parameters* offered_terms(const World& world, const Parameters& p, const Decision& decision,
                                std::size_t person) {
  return offered_terms(world, p, decision, person, [](const Parameters&) { return true; });
}

/// Coverage where the organisations of the locality carry the instrument: times their effect over
/// the reference, at most 1.5 times and never above 1 (MODEL 16.2).
inline float local_coverage(const World& world, float coverage, float reference_effect,
                            std::size_t locality) {
  const float effect = world.organisations[locality].effect;
  return std::min(1.0F, coverage * std::min(1.5F, effect / reference_effect));
}

/// Whether an instrument that organisations carry is offered to the person: one keyed draw in a
/// life, against the coverage that the locality has this month.
inline bool is_offered_locally(const World& world, const Offer& offer, float reference_effect,
                               const Decision& decision, std::size_t person) {
  const Persons& people = world.persons;
  const Month arrival{people.arrival_month[person]};
  return in_audience(world, offer, person) &&
         world.random.uniform(decision, people.ticket[person], arrival) <
             local_coverage(world, offer.coverage, reference_effect, people.locality[person]);
}

/// Probability of taking up an offer in a month, for a share `coverage` of people with the yearly
/// take-up `yearly` (MODEL 16.2): 1 - (1 - coverage q)^(1/12).
inline float monthly_take_up(float coverage, float yearly) {
  return 1.0F - power(1.0F - coverage * yearly, 1.0F / 12.0F);
}

/// How many new places a purse of the split budget pays for; all of `wanted` without such a budget.
/// Unit costs in KRW of this month.
inline std::size_t affordable(const World& world, Purse purse, double unit_cost_krw,
                              std::size_t wanted) {
  if (!world.purses.in_force || unit_cost_krw <= 0.0) return wanted;
  const double places = std::floor(std::max(0.0, world.purses.left(purse)) / unit_cost_krw);
  return places < static_cast<double>(wanted) ? static_cast<std::size_t>(places) : wanted;
}

/// The persons whom `gather(rows, list)` adds to the list, in order of index; blocks may run in
/// parallel.
template <class Gather>
std::vector<PersonIndex> gather_persons(const World& world, Gather&& gather) {
  std::vector<std::vector<PersonIndex>> by_block(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    gather(Rows{begin, end}, by_block[begin / kBlockSize]);
  });
  std::vector<PersonIndex> all;
  for (const auto& list : by_block) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// The persons for whom both conditions hold, in order of index. Everybody is asked the first: like
/// all bodies of work_out it reads the columns at its row and combines what it finds by `&` and
/// `|`. Only those for whom it holds are asked the second, which may draw.
template <class Condition, class Choice>
std::vector<PersonIndex> persons_with(const World& world, const Condition& condition,
                                      const Choice& choice) {
  return gather_persons(world, [&](Rows rows, std::vector<PersonIndex>& list) {
    RowFlags flags;
    work_out(rows, flags, [&](std::size_t i) -> std::uint8_t { return condition(i) ? 1 : 0; });
    for_each_flagged(rows, flags, [&](std::size_t i) {
      if (choice(i)) list.push_back(static_cast<PersonIndex>(i));
    });
  });
}

template <class Condition>
std::vector<PersonIndex> persons_with(const World& world, const Condition& condition) {
  return persons_with(world, condition, [](std::size_t) { return true; });
}

/// The persons who are eligible and for whom, on the terms of their line, both conditions hold, in
/// order of index. Everybody is asked `open(terms, person)`, as above; only those for whom it holds
/// are asked `asks(line, person)`, which may draw; the line is its number as in line_for. The terms
/// are the function's own, so that they may be read for every row.
template <class Parameters, class Open, class Asks>
std::vector<PersonIndex> persons_in_lines(const World& world, const Parameters p, const Open& open,
                                          const Asks& asks) {
  const auto is_chosen = [&](std::size_t i) {
    const auto line = line_for(world, p, i);
    return line.has_value() && open(terms_of_line(p, *line), i) && asks(*line, i);
  };
  if (p.lines.empty()) {
    return persons_with(
        world, [&](std::size_t i) { return open(p, i); }, is_chosen);
  }
  const auto open_in_any = [&](std::size_t i) {
    return std::any_of(p.lines.begin(), p.lines.end(),
                       [&](const Parameters& line) { return open(line, i); });
  };
  return persons_with(world, open_in_any, is_chosen);
}

/// How many of the rows are flagged.
inline std::size_t count_flagged(Rows rows, const RowFlags& flags) {
  std::uint32_t count = 0;
  for (std::size_t n = 0; n < rows.count(); ++n) count += flags[n];
  return count;
}

/// For how many persons the condition holds.
template <class Condition>
std::size_t count_persons(const World& world, const Condition& condition) {
  std::size_t count = 0;
  for_blocks(false, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    RowFlags flags;
    const Rows rows{begin, end};
    work_out(rows, flags, [&](std::size_t i) -> std::uint8_t { return condition(i) ? 1 : 0; });
    count += count_flagged(rows, flags);
  });
  return count;
}

}  // namespace resettle
