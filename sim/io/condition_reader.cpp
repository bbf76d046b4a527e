#include "io/condition_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

/// What people write for a trait or a way to combine, and what is meant.
const std::map<std::string, std::string>& other_words() {
  static const std::map<std::string, std::string> words{
      {"gender", "sex: woman"},
      {"female", "sex: woman"},
      {"woman", "sex: woman"},
      {"women", "sex: woman"},
      {"male", "sex: man"},
      {"man", "sex: man"},
      {"men", "sex: man"},
      {"arrival_age", "age_at_arrival: 20-34"},
      {"arrival_month", "arrival: 2012-01+"},
      {"arrival_year", "arrival: 2012-01 to 2012-12"},
      {"cohort", "arrival: 2010-01 to 2014-12"},
      {"first_arrival", "arrival: 2012-01+"},
      {"last_arrival", "arrival: to 2014-11"},
      {"years_since_arrival", "months_since_exit: to 36"},
      {"window_months", "months_since_exit: to 36"},
      {"capital_region", "region: capital"},
      {"seoul", "region: capital"},
      {"city", "locality: Busan"},
      {"married", "partner: true"},
      {"single", "household_type: alone"},
      {"family", "household_type: with_children"},
      {"education", "schooling: university"},
      {"northern_schooling", "schooling: university"},
      {"employed", "work: [temporary, regular, self_employed]"},
      {"unemployed", "work: not_employed"},
      {"labour_state", "work: not_employed"},
      {"work_state", "work: not_employed"},
      {"job", "work: [temporary, regular]"},
      {"income", "poor: true"},
      {"poverty", "poor: true"},
      {"livelihood_benefit", "benefit: true"},
      {"illness", "chronic_illness: true"},
      {"trauma", "ptsd: true"},
      {"and", "all: [...]"},
      {"or", "any: [...]"},
  };
  return words;
}

/// What no condition may ask for, because nobody who gives something could know it.
bool is_inner(const std::string& name) {
  static const std::vector<std::string> inner{
      "orientation",     "disposition",   "distress",        "belonging",      "loneliness",
      "self_confidence", "adjustment",    "adjustment_type", "type",           "integration",
      "elite",           "market_trader", "dialect_fluency", "expectation_gap"};
  return std::find(inner.begin(), inner.end(), name) != inner.end();
}

std::vector<std::string> as_texts(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

/// "a", "a or b", "a, b or c".
std::string one_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (k > 0) text += k + 1 == words.size() ? " or " : ", ";
    text += words[k];
  }
  return text;
}

class ConditionReader {
 public:
  ConditionReader(std::string instrument, ProblemList& problems)
      : instrument_(std::move(instrument)), problems_(problems) {}

  Condition read(const YamlNode& node) {
    if (node.kind == YamlKind::scalar && node.text == kEverybodyWord) return {};
    if (!node.is_map()) {
      add(node, fmt::format("a condition is needed here, not {}", kind_name(node)),
          condition_remedy());
      return {};
    }
    if (node.entries.empty()) {
      add(node, "the condition asks for nothing", "write everybody, or what a person must be");
      return {};
    }
    Condition condition;
    for (const auto& entry : node.entries) {
      if (const auto clause = read_clause(entry)) condition.clauses.push_back(*clause);
    }
    return condition;
  }

 private:
  void add(const YamlNode& node, std::string message, std::string remedy) {
    problems_.add({node.where, node.path, std::move(message), std::move(remedy)});
  }

  std::optional<Clause> read_clause(const YamlEntry& entry) {
    if (entry.key == "all") return read_parts(Clause::Kind::all, entry.value);
    if (entry.key == "any") return read_parts(Clause::Kind::any, entry.value);
    if (entry.key == "not") return read_not(entry.value);
    if (const auto* trait = find_trait(entry.key)) return read_trait(*trait, entry.value);
    report_unknown(entry);
    return std::nullopt;
  }

  void report_unknown(const YamlEntry& entry) {
    const auto written = plain_looks(entry.key);
    if (is_inner(written)) {
      problems_.add({entry.where, entry.value.path,
                     fmt::format("a condition cannot ask for '{}': nobody who grants something "
                                 "can see it",
                                 entry.key),
                     "ask for what is on paper, as {work: not_employed}"});
      return;
    }
    std::vector<std::string> allowed{"all", "any", "not"};
    for (const auto& trait : traits()) allowed.emplace_back(trait.name);
    const auto meant = other_words().find(written);
    problems_.add(unknown_key(entry, entry.value.path,
                              meant != other_words().end()
                                  ? "write it as " + meant->second
                                  : suggest(written, allowed, allowed.size())));
  }

  std::optional<Clause> read_parts(Clause::Kind kind, const YamlNode& node) {
    const auto* word = kind == Clause::Kind::all ? "all" : "any";
    const auto form = fmt::format("write {}: [{{sex: woman}}, {{age: 40+}}]", word);
    if (node.kind != YamlKind::list) {
      add(node, fmt::format("a list of conditions is needed here, not {}", kind_name(node)), form);
      return std::nullopt;
    }
    if (node.items.size() < 2) {
      add(node,
          fmt::format("'{}' has {} in it", word,
                      node.items.empty() ? "no condition" : "only one condition"),
          "write at least two, or the condition alone");
      return std::nullopt;
    }
    Clause clause{kind, nullptr, {}, {}, {}};
    for (const auto& item : node.items) clause.parts.push_back(read_part(item));
    return clause;
  }

  std::optional<Clause> read_not(const YamlNode& node) {
    if (node.kind == YamlKind::list) {
      add(node, "'not' takes one condition, not a list",
          "write not: {any: [...]} for none of them, not: {all: [...]} for not all of them");
      return std::nullopt;
    }
    return Clause{Clause::Kind::none, nullptr, {}, {}, {read_part(node)}};
  }

  /// A condition inside another one: everybody would make the whole pointless.
  Condition read_part(const YamlNode& node) {
    if (node.kind == YamlKind::scalar && node.text == kEverybodyWord) {
      add(node, "'everybody' inside a condition makes it pointless", "leave this part out");
      return {};
    }
    return read(node);
  }

  std::optional<Clause> read_trait(const Trait& trait, const YamlNode& node) {
    if (!trait.only_for.empty() && trait.only_for != instrument_) {
      add(node,
          fmt::format("'{}' may be asked for by {} alone: it is known to a clinic, and to "
                      "nobody else who grants something",
                      trait.name, trait.only_for),
          "leave it out");
      return std::nullopt;
    }
    Clause clause{Clause::Kind::trait, &trait, {}, {}, {}};
    const bool is_list = node.kind == YamlKind::list;
    if (is_list && node.items.empty()) {
      add(node, "the list is empty", "write " + how_written(trait));
      return std::nullopt;
    }
    const auto before = problems_.items().size();
    if (!is_list) {
      read_value(trait, node, clause);
    } else if (trait.form == TraitForm::flag) {
      add(node, "true or false is needed here, not a list", "write " + how_written(trait));
    } else {
      for (const auto& item : node.items) read_value(trait, item, clause);
    }
    if (problems_.items().size() != before) return std::nullopt;
    check_whole(trait, node, clause);
    return clause;
  }

  void read_value(const Trait& trait, const YamlNode& node, Clause& clause) {
    if (trait.form == TraitForm::flag) {
      if (const auto flag = read_flag(node, problems_)) {
        clause.ranges.push_back({*flag ? 1 : 0, *flag ? 1 : 0});
      }
      return;
    }
    if (node.kind != YamlKind::scalar || node.text.empty()) {
      add(node, fmt::format("'{}' cannot be {}", trait.name, kind_name(node)),
          "write " + how_written(trait));
      return;
    }
    if (trait.form == TraitForm::locality) {
      add_name(node, clause);
    } else if (trait.form == TraitForm::word) {
      add_word(trait, node, clause);
    } else {
      add_range(trait, node, clause);
    }
  }

  void add_name(const YamlNode& node, Clause& clause) {
    const auto& names = clause.names;
    if (std::find(names.begin(), names.end(), node.text) != names.end()) {
      add(node, fmt::format("'{}' stands twice", node.text), "keep one of the two");
    } else {
      clause.names.push_back(node.text);
    }
  }

  void add_word(const Trait& trait, const YamlNode& node, Clause& clause) {
    const auto found = std::find(trait.words.begin(), trait.words.end(), node.text);
    if (found == trait.words.end()) {
      const auto words = as_texts(trait.words);
      const auto near = nearest(plain_looks(node.text), words);
      add(node, fmt::format("'{}' is not a value of '{}'", node.text, trait.name),
          near.empty() ? "write " + how_written(trait) : suggestion(near));
      return;
    }
    const int value = static_cast<int>(found - trait.words.begin());
    if (std::any_of(clause.ranges.begin(), clause.ranges.end(),
                    [value](const TraitRange& range) { return range.low == value; })) {
      add(node, fmt::format("'{}' stands twice", node.text), "keep one of the two");
      return;
    }
    clause.ranges.push_back({value, value});
  }

  void add_range(const Trait& trait, const YamlNode& node, Clause& clause) {
    const auto range = read_range(trait, node);
    if (!range) return;
    for (const auto& other : clause.ranges) {
      if (range->low > other.high || range->high < other.low) continue;
      add(node, fmt::format("'{}' overlaps with what stands before it", node.text),
          "write ranges that do not overlap");
      return;
    }
    clause.ranges.push_back(*range);
  }

  std::optional<TraitRange> read_range(const Trait& trait, const YamlNode& node) {
    std::string_view text = node.text;
    for (const std::string_view word : {"over ", "above ", "from ", "under ", "below ", ">", "<"}) {
      if (!text.starts_with(word)) continue;
      add(node, fmt::format("'{}' does not say whether the limit itself is included", text),
          "write " + how_written(trait));
      return std::nullopt;
    }
    TraitRange range;
    bool sound = true;
    if (text.ends_with('+')) {
      sound = read_bound(trait, node, text.substr(0, text.size() - 1), range.low);
    } else if (text.starts_with("to ")) {
      sound = read_bound(trait, node, text.substr(3), range.high);
    } else if (const auto [first, last] = ends_of(trait, text); !last.empty()) {
      sound = read_bound(trait, node, first, range.low);
      sound = sound && read_bound(trait, node, last, range.high);
    } else {
      sound = read_bound(trait, node, text, range.low);
      range.high = range.low;
    }
    if (!sound) return std::nullopt;
    if (range.low > range.high) {
      add(node, fmt::format("'{}' ends before it begins", text), "put the smaller one first");
      return std::nullopt;
    }
    if (trait.form == TraitForm::number && range.low <= 0 && range.high >= trait.maximum) {
      add(node, fmt::format("'{}' holds for everybody", text), "leave it out");
      return std::nullopt;
    }
    return range;
  }

  /// Both ends of "20-34", "20 to 34", "2005-01 to 2014-12"; the second is empty if there is one.
  static std::pair<std::string_view, std::string_view> ends_of(const Trait& trait,
                                                               std::string_view text) {
    if (const auto word = text.find(" to "); word != std::string_view::npos) {
      return {text.substr(0, word), text.substr(word + 4)};
    }
    const auto dash = trait.form == TraitForm::number ? text.find('-', 1) : std::string_view::npos;
    if (dash == std::string_view::npos) return {text, {}};
    return {text.substr(0, dash), text.substr(dash + 1)};
  }

  bool read_bound(const Trait& trait, const YamlNode& node, std::string_view text, int& bound) {
    if (trait.form == TraitForm::month) {
      const auto month = parse_month_strictly(text);
      if (month.value) {
        bound = month.value->index;
      } else {
        add(node, month.message, "write " + how_written(trait));
      }
      return month.value.has_value();
    }
    const auto number = parse_integer(text);
    if (!number.value) {
      add(node, number.message, "write " + how_written(trait));
      return false;
    }
    if (*number.value < 0 || *number.value > trait.maximum) {
      add(node, fmt::format("{} is outside the valid range", text),
          fmt::format("valid: 0 to {} {}", trait.maximum, trait.unit));
      return false;
    }
    bound = static_cast<int>(*number.value);
    return true;
  }

  /// A list of all words asks for nothing.
  void check_whole(const Trait& trait, const YamlNode& node, const Clause& clause) {
    if (trait.form != TraitForm::word || clause.ranges.size() < trait.words.size()) return;
    add(node, fmt::format("this holds for everybody: it names every value of '{}'", trait.name),
        "leave it out");
  }

  std::string instrument_;
  ProblemList& problems_;
};

}  // namespace

std::optional<Condition> read_condition(const YamlNode& node, const std::string& instrument,
                                        ProblemList& problems) {
  const auto before = problems.items().size();
  auto condition = ConditionReader(instrument, problems).read(node);
  if (problems.items().size() != before) return std::nullopt;
  return condition;
}

std::string protected_traits_in(const Condition& condition) {
  std::string text;
  for (const auto* trait : traits_in(condition)) {
    if (trait->is_protected) text += (text.empty() ? "" : ", ") + std::string(trait->name);
  }
  return text;
}

std::string how_written(const Trait& trait) {
  switch (trait.form) {
    case TraitForm::number:
      return trait.maximum > 60 ? fmt::format("40, 40+, 20-34 or to 24, in {}", trait.unit)
                                : fmt::format("2, 2+, 1-3 or to 4, in {}", trait.unit);
    case TraitForm::month:
      return "2012-01, 2012-01+, 2005-01 to 2014-12 or to 2014-11";
    case TraitForm::word:
      return one_of(as_texts(trait.words));
    case TraitForm::flag:
      return "true or false";
    case TraitForm::locality:
      break;
  }
  return "the name of a locality, or a list of names";
}

std::string condition_remedy() {
  return "write everybody, or what a person must be, as {sex: woman, age: 40+}";
}

}  // namespace resettle
