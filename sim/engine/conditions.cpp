#include "engine/conditions.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

namespace resettle {

const Condition kEverybody;

namespace {

constexpr int kAdult = 18;

int whole_years(int months) { return months >= 0 ? months / 12 : 0; }

int sex_of(const World& w, std::size_t i) { return w.persons.woman[i]; }

int age_of(const World& w, std::size_t i) {
  return whole_years(w.month.index - w.persons.birth_month[i]);
}

int age_at_arrival_of(const World& w, std::size_t i) {
  return whole_years(w.persons.arrival_month[i] - w.persons.birth_month[i]);
}

int arrival_of(const World& w, std::size_t i) { return w.persons.arrival_month[i]; }

int months_since_exit_of(const World& w, std::size_t i) {
  return w.persons.months_since_exit(i, w.month);
}

enum Region : int { kCapital, kOtherRegion };
int region_of(const World& w, std::size_t i) {
  return w.inputs->localities[w.persons.locality[i]].capital_region ? kCapital : kOtherRegion;
}

int locality_of(const World& w, std::size_t i) { return w.persons.locality[i]; }

enum Living : int { kAlone, kCouple, kWithChildren, kOtherHousehold };

bool is_or_has_child(const World& w, std::size_t i) {
  const int since_birth = w.month.index - w.persons.youngest_child_birth[i];
  return w.persons.age[i] < kAdult || since_birth < kAdult * 12;
}

/// Before the household is pooled for the first time it is the unit: its members stand next to one
/// another from its head on.
int unit_type_of(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  const PersonIndex head = w.households.head[i];
  int size = 0;
  bool with_child = false;
  for (std::size_t k = head; k < people.size() && w.households.head[k] == head; ++k) {
    if (!people.in_south(k)) continue;
    ++size;
    with_child |= is_or_has_child(w, k);
  }
  if (size <= 1 && !people.has_partner(i)) return kAlone;
  if (with_child) return kWithChildren;
  return people.has_partner(i) ? kCouple : kOtherHousehold;
}

int household_type_of(const World& w, std::size_t i) {
  const std::size_t h = w.persons.household[i];
  if (w.households.size[h] == 0) return unit_type_of(w, i);
  if (w.households.size[h] == 1) return kAlone;
  if (w.households.with_child[h] != 0) return kWithChildren;
  return w.persons.has_partner(i) ? kCouple : kOtherHousehold;
}

int partner_of(const World& w, std::size_t i) { return w.persons.has_partner(i) ? 1 : 0; }

int children_of(const World& w, std::size_t i) { return w.persons.young_children(i, w.month); }

int schooling_of(const World& w, std::size_t i) { return w.persons.northern_schooling[i]; }

int work_of(const World& w, std::size_t i) { return static_cast<int>(w.persons.labour_state[i]); }

int months_without_work_of(const World& w, std::size_t i) {
  return w.persons.works(i) ? 0 : w.persons.months_since_job(i, w.month);
}

/// As distress asks it (MODEL 9.2): below half the standard median income.
int poor_of(const World& w, std::size_t i) {
  return w.persons.equivalent_income_krw[i] < 0.5F * w.economy.median_income_krw ? 1 : 0;
}

int benefit_of(const World& w, std::size_t i) {
  return w.households.benefit_krw[w.persons.household[i]] > 0 ? 1 : 0;
}

int chronic_illness_of(const World& w, std::size_t i) { return w.persons.chronic_illness[i]; }

int ptsd_of(const World& w, std::size_t i) { return w.persons.ptsd[i]; }

using Form = TraitForm;

const std::vector<Trait> kTraits{
    {"sex", Form::word, "", 0, 1, {"man", "woman"}, "sex", {"woman"}, sex_of, true},
    {"age",
     Form::number,
     "years",
     0,
     120,
     {},
     "age in the month in which it is asked",
     {"birth_month"},
     age_of,
     true},
    {"age_at_arrival",
     Form::number,
     "years",
     0,
     120,
     {},
     "age in the month of arrival",
     {"birth_month", "arrival_month"},
     age_at_arrival_of,
     true},
    {"arrival", Form::month, "", 0, 0, {}, "month of arrival", {"arrival_month"}, arrival_of},
    {"months_since_exit",
     Form::number,
     "months",
     0,
     1200,
     {},
     "months since leaving the facility, 0 in the month of leaving",
     {"exit_month"},
     months_since_exit_of},
    {"region",
     Form::word,
     "",
     0,
     1,
     {"capital", "other"},
     "the capital region, or another",
     {"locality"},
     region_of},
    {"locality",
     Form::locality,
     "",
     0,
     0,
     {},
     "a locality of the scenario's table, by name",
     {"locality"},
     locality_of},
    {"household_type",
     Form::word,
     "",
     0,
     3,
     {"alone", "couple", "with_children", "other"},
     "with whom the person lives, as money was last pooled; children are under 18",
     {"household", "partner_origin", "presence", "age", "youngest_child_birth", "households"},
     household_type_of,
     true},
    {"partner",
     Form::flag,
     "",
     0,
     1,
     {},
     "lives with a partner",
     {"partner_origin"},
     partner_of,
     true},
    {"children",
     Form::number,
     "children",
     0,
     static_cast<int>(kMaximumChildren),
     {},
     "own children under 18 born in the South",
     {"children"},
     children_of,
     true},
    {"schooling",
     Form::word,
     "",
     0,
     2,
     {"secondary", "college", "university"},
     "schooling in the North: secondary or less, college, university",
     {"northern_schooling"},
     schooling_of},
    {"work",
     Form::word,
     "",
     0,
     6,
     {"facility", "school", "not_employed", "training", "temporary", "regular", "self_employed"},
     "state of work",
     {"labour_state"},
     work_of},
    {"months_without_work",
     Form::number,
     "months",
     0,
     1200,
     {},
     "months without a job since the last one or since leaving the facility, 0 at work",
     {"labour_state", "idle_since"},
     months_without_work_of},
    {"poor",
     Form::flag,
     "",
     0,
     1,
     {},
     "equivalent income of the month before below half the standard median income",
     {"equivalent_income_krw"},
     poor_of},
    {"benefit",
     Form::flag,
     "",
     0,
     1,
     {},
     "the household was last paid livelihood benefit",
     {"household", "households"},
     benefit_of},
    {"chronic_illness",
     Form::flag,
     "",
     0,
     1,
     {},
     "chronically ill",
     {"chronic_illness"},
     chronic_illness_of,
     true},
    {"ptsd",
     Form::flag,
     "",
     0,
     1,
     {},
     "post-traumatic stress disorder, as a clinic finds it",
     {"ptsd"},
     ptsd_of,
     true,
     "trauma_therapy"},
};

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

std::span<const Trait> traits() { return kTraits; }

const Trait* find_trait(std::string_view name) {
  const auto found = std::find_if(kTraits.begin(), kTraits.end(),
                                  [&](const Trait& trait) { return trait.name == name; });
  return found == kTraits.end() ? nullptr : &*found;
}

const std::vector<std::string>& columns_of_traits() {
  static const std::vector<std::string> columns = [] {
    std::vector<std::string> all;
    for (const auto& trait : kTraits) all.insert(all.end(), trait.reads.begin(), trait.reads.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return columns;
}

bool conditions_inside::clauses_hold(const Condition& condition, const World& world,
                                     std::size_t person) {
  return std::all_of(condition.clauses.begin(), condition.clauses.end(),
                     [&](const Clause& clause) { return clause_holds(clause, world, person); });
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
