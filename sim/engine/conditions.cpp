#include "engine/conditions.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

namespace resettle {

const Condition kEverybody;

namespace {

bool in_ranges(int value, const std::vector<TraitRange>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [value](const TraitRange& range) {
    return range.low <= value && value <= range.high;
  });
}

bool clause_holds(const Clause& clause, const World& world, std::size_t person) {
  const auto part_holds = [&](const Condition& part) { return holds(part, world, person); };
  switch (clause.kind) {
    case Clause::Kind::all:
      return std::all_of(clause.parts.begin(), clause.parts.end(), part_holds);
    case Clause::Kind::any:
      return std::any_of(clause.parts.begin(), clause.parts.end(), part_holds);
    case Clause::Kind::none:
      return !part_holds(clause.parts.front());
    case Clause::Kind::trait:
      break;
  }
  const int value = clause.trait->of(world, person);
  if (clause.trait->form != TraitForm::locality) return in_ranges(value, clause.ranges);
  // Names, not numbers: a scenario may bring localities of its own, in another order.
  const std::string& name = world.inputs->localities[static_cast<std::size_t>(value)].name;
  return std::find(clause.names.begin(), clause.names.end(), name) != clause.names.end();
}

// --- As text ------------------------------------------------------------------------------------

constexpr int kNoLow = std::numeric_limits<int>::min();
constexpr int kNoHigh = std::numeric_limits<int>::max();

std::string value_text(const Trait& trait, int value) {
  if (trait.form == TraitForm::month) return to_string(Month{value});
  return std::to_string(value);
}

std::string range_text(const Trait& trait, const TraitRange& range) {
  if (trait.form == TraitForm::word) {
    return std::string(trait.words.at(static_cast<std::size_t>(range.low)));
  }
  if (trait.form == TraitForm::flag) return range.low != 0 ? "true" : "false";
  if (range.low == range.high) return value_text(trait, range.low);
  if (range.high == kNoHigh) return value_text(trait, range.low) + "+";
  if (range.low == kNoLow) return "to " + value_text(trait, range.high);
  const char* between = trait.form == TraitForm::month ? " to " : "-";
  return value_text(trait, range.low) + between + value_text(trait, range.high);
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string listed(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return texts.front();
  std::string text;
  for (const auto& one : texts) text += (text.empty() ? "" : ", ") + one;
  return "[" + text + "]";
}

std::string clause_text(const Clause& clause) {
  std::vector<std::string> texts;
  if (clause.kind == Clause::Kind::trait) {
    for (const auto& range : clause.ranges) texts.push_back(range_text(*clause.trait, range));
    for (const auto& name : clause.names) texts.push_back(quoted(name));
    return std::string(clause.trait->name) + ": " + listed(texts);
  }
  if (clause.kind == Clause::Kind::none) return "not: " + text_of(clause.parts.front());
  std::string text;
  for (const auto& part : clause.parts) text += (text.empty() ? "" : ", ") + text_of(part);
  return (clause.kind == Clause::Kind::all ? "all: [" : "any: [") + text + "]";
}

// --- Numbers that stand for conditions ----------------------------------------------------------

/// Several scenarios may be read at once; what is known stays where it is.
struct Known {
  std::mutex mutex;
  std::map<std::string, std::size_t> numbers;
  std::deque<Condition> conditions{kEverybody};
};

Known& known() {
  static Known all;
  return all;
}

}  // namespace

bool conditions_inside::clauses_hold(const Condition& condition, const World& world,
                                     std::size_t person) {
  return std::all_of(condition.clauses.begin(), condition.clauses.end(),
                     [&](const Clause& clause) { return clause_holds(clause, world, person); });
}

std::string unmet(const Condition& condition, const World& world, std::size_t person) {
  const auto first =
      std::find_if(condition.clauses.begin(), condition.clauses.end(),
                   [&](const Clause& clause) { return !clause_holds(clause, world, person); });
  return first == condition.clauses.end() ? "" : clause_text(*first);
}

std::string text_of(const Condition& condition) {
  if (condition.is_everybody()) return kEverybodyWord;
  std::string text;
  for (const auto& clause : condition.clauses) {
    text += (text.empty() ? "" : ", ") + clause_text(clause);
  }
  return "{" + text + "}";
}

std::vector<const Trait*> traits_in(const Condition& condition) {
  std::vector<const Trait*> found;
  const auto add = [&](const Trait* trait) {
    if (std::find(found.begin(), found.end(), trait) == found.end()) found.push_back(trait);
  };
  for (const auto& clause : condition.clauses) {
    if (clause.kind == Clause::Kind::trait) add(clause.trait);
    for (const auto& part : clause.parts) {
      for (const auto* trait : traits_in(part)) add(trait);
    }
  }
  return found;
}

std::vector<std::string> localities_in(const Condition& condition) {
  std::vector<std::string> found;
  for (const auto& clause : condition.clauses) {
    found.insert(found.end(), clause.names.begin(), clause.names.end());
    for (const auto& part : clause.parts) {
      const auto inside = localities_in(part);
      found.insert(found.end(), inside.begin(), inside.end());
    }
  }
  return found;
}

double number_of(const Condition& condition) {
  if (condition.is_everybody()) return 0;
  Known& all = known();
  const std::scoped_lock lock(all.mutex);
  const auto [place, is_new] = all.numbers.emplace(text_of(condition), all.conditions.size());
  if (is_new) all.conditions.push_back(condition);
  return static_cast<double>(place->second);
}

const Condition& condition_written(const std::string& text) {
  if (text == kEverybodyWord) return kEverybody;
  Known& all = known();
  const std::scoped_lock lock(all.mutex);
  const auto found = all.numbers.find(text);
  if (found == all.numbers.end()) throw std::logic_error("nobody has read the condition " + text);
  return all.conditions[found->second];
}

const Condition& condition_numbered(double number) {
  Known& all = known();
  const std::scoped_lock lock(all.mutex);
  if (!(number >= 0 && number < static_cast<double>(all.conditions.size()))) {
    throw std::logic_error("no condition has this number");
  }
  return all.conditions[static_cast<std::size_t>(number)];
}

}  // namespace resettle
