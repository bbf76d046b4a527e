#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/entries.h"

/// People put into a situation that a table describes, and what becomes of them.
namespace resettle::testing {

constexpr Month kNow = month_of(2012, 12);  // money is sent North in December

/// A column of persons, a part of society or a parameter, and its value.
using Setting = std::pair<std::string, double>;
using Settings = std::vector<Setting>;

inline std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto end = text.find(by); end != std::string::npos; end = text.find(by, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + by.size();
  }
  if (begin < text.size() || !parts.empty()) parts.push_back(text.substr(begin));
  return parts;
}

/// "0.5", "ago 24", "2020-12" or "january" (the next one), "none", or the word of a code.
inline double value_named(const std::string& text) {
  static const std::map<std::string, double> words{{"school", 1},
                                                   {"idle", 2},
                                                   {"training", 3},
                                                   {"temporary", 4},
                                                   {"regular", 5},
                                                   {"business", 6},
                                                   {"southern", 3},
                                                   {"none", kNoLimit},
                                                   {"january", kNow.index + 1},
                                                   {"nobody", kNobody},
                                                   {"never", kNever.index}};
  if (const auto word = words.find(text); word != words.end()) return word->second;
  if (text.starts_with("ago ")) return kNow.index - std::stod(text.substr(4));
  if (text.find_first_not_of("0123456789") == 4 && text[4] == '-') {
    return month_of(std::stoi(text), std::stoi(text.substr(5))).index;
  }
  return std::stod(text);
}

/// The last word is the value, with "ago" before it the last two.
inline Setting setting_of(const std::string& text) {
  const auto last = text.rfind(' ');
  const auto before = text.rfind(' ', last - 1);
  const bool ago = before != std::string::npos && text.substr(before, last - before) == " ago";
  const auto space = ago ? before : last;
  return {text.substr(0, space), value_named(text.substr(space + 1))};
}

inline std::vector<std::vector<std::string>> rows_of(const std::string& table,
                                                     const std::string& head) {
  std::ifstream file(RESETTLE_SOURCE_DIR "/tests/laws/" + table);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  REQUIRE(line == head);
  while (std::getline(file, line)) rows.push_back(split(line, ","));
  return rows;
}

/// "@looking; age 17": the settings of a situation, then others over them.
inline Settings settings_of(const std::string& text,
                            const std::map<std::string, Settings>& situations) {
  Settings settings;
  for (const auto& part : split(text, "; ")) {
    if (part.starts_with("@")) {
      settings = situations.at(part.substr(1));
    } else {
      settings.push_back(setting_of(part));
    }
  }
  return settings;
}

/// The situations that have a name.
inline std::map<std::string, Settings> named_situations() {
  std::map<std::string, Settings> situations;
  for (const auto& row : rows_of("situations.csv", "name,given")) {
    situations[row.at(0)] = settings_of(row.at(1), {});
  }
  return situations;
}

/// Half of the persons are the "few" of a cause that counts relative to the mean of all.
constexpr std::size_t kOneOf = 2;

template <class T>
void fill(std::vector<T>& column, double value) {
  if constexpr (std::is_enum_v<T>) {
    std::fill(column.begin(), column.end(),
              static_cast<T>(static_cast<std::underlying_type_t<T>>(value)));
  } else if constexpr (std::is_arithmetic_v<T>) {
    std::fill(column.begin(), column.end(), static_cast<T>(value));
  } else {
    FAIL("this column holds lists");
  }
}

/// Everybody is the head of a household of their own.
inline void live_alone(World& world) {
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    world.persons.household[i] = static_cast<PersonIndex>(i);
    world.households.head[i] = static_cast<PersonIndex>(i);
  }
  fill(world.households.members, 1);
}

/// Nobody knows anybody.
inline void forget_ties(World& world) {
  const std::size_t persons = world.ties.persons();
  const std::size_t hosts = world.ties.hosts();
  world.ties = TieBook{};
  world.ties.append(persons);
  world.ties.append_hosts(hosts);
}

/// Everybody has one child who was not born in the North, or none.
inline void give_child(World& world, double birth) {
  ChildBirths children;
  children.fill(static_cast<std::int16_t>(kNever.index));
  children[0] = static_cast<std::int16_t>(birth);
  std::fill(world.persons.children.begin(), world.persons.children.end(), children);
}

/// What can be given that is no column of persons.
using Gift = void (*)(World&, double);
inline const std::map<std::string, Gift> kGifts{
    {"host attitude",
     [](World& world, double value) {
       fill(world.hosts.attitude, value);
       fill(world.hosts.media, 0);
       fill(world.hosts.prejudice_by_locality, value);
     }},
    {"host media", [](World& world, double value) { fill(world.hosts.media, value); }},
    {"host offset", [](World& world, double value) { fill(world.hosts.offset, value); }},
    {"bad contacts", [](World& world, double value) { fill(world.hosts.negative, value); }},
    {"household earnings",
     [](World& world, double value) {
       fill(world.households.earnings_krw, value);
       fill(world.households.countable_krw, value);
     }},
    {"household size", [](World& world, double value) { fill(world.households.size, value); }},
    {"household assets",
     [](World& world, double value) { fill(world.households.assets_krw, value); }},
    {"household debts", [](World& world, double value) { fill(world.households.debt_krw, value); }},
    {"household housed", [](World& world, double value) { fill(world.households.housed, value); }},
    {"household shortfall",
     [](World& world, double value) { fill(world.households.shortfall_krw, value); }},
    {"household benefit",
     [](World& world, double value) { fill(world.households.benefit_krw, value); }},
    {"household stipends",
     [](World& world, double value) { fill(world.households.stipends_krw, value); }},
    {"household able",
     [](World& world, double value) { fill(world.households.able_members, value); }},
    {"household kin", [](World& world, double value) { fill(world.households.has_kin, value); }},
    {"own household", [](World& world, double) { live_alone(world); }},
    {"children", give_child},
    {"household last exit",
     [](World& world, double value) { fill(world.households.last_exit, value); }},
    {"organisations' effect",
     [](World& world, double value) {
       for (auto& here : world.organisations) here.effect = static_cast<float>(value);
     }},
    {"public effort",
     [](World& world, double value) {
       for (auto& here : world.organisations) here.public_effort = static_cast<float>(value);
     }},
    {"unemployment of hosts",
     [](World& world, double value) {
       world.economy.host_unemployment_rate = static_cast<float>(value);
     }},
    {"participation of hosts",
     [](World& world, double value) {
       world.economy.host_participation_rate = static_cast<float>(value);
     }},
    {"host wage",
     [](World& world, double value) { world.economy.host_wage_krw = static_cast<float>(value); }},
    {"minimum wage",
     [](World& world, double value) {
       world.economy.minimum_wage_krw = static_cast<float>(value);
     }},
    {"median income",
     [](World& world, double value) {
       world.economy.median_income_krw = static_cast<float>(value);
     }},
    {"benefit line",
     [](World& world, double value) {
       world.economy.benefit_line_krw = static_cast<float>(value);
     }},
    {"ties", [](World& world, double) { forget_ties(world); }},  // 0: none
    {"caps in force",
     [](World& world, double value) {
       for (const auto& info : kCapped) world.budgets.of(info.instrument).in_force = value != 0;
     }},
};

/// Gives the value to everybody, or to the part of society that is named.
inline void give(World& world, const std::string& name, double value) {
  if (const auto gift = kGifts.find(name); gift != kGifts.end()) {
    gift->second(world, value);
  } else if (name.ends_with(" of few")) {  // what counts relative to the mean
    const PersonColumn* column = find_person_column(name.substr(0, name.rfind(" of few")));
    INFO(name);
    REQUIRE(column != nullptr);
    std::visit(
        [&](auto member) {
          auto some = world.persons.*member;
          fill(some, value);
          auto& all = world.persons.*member;
          for (std::size_t i = 0; i < all.size(); i += kOneOf) all[i] = some[i];
        },
        column->member);
  } else {
    const PersonColumn* column = find_person_column(name);
    INFO(name);
    REQUIRE(column != nullptr);
    std::visit([&](auto member) { fill(world.persons.*member, value); }, column->member);
  }
}

inline double value_of(const World& world, std::size_t i, const std::string& name) {
  const Persons& people = world.persons;
  if (name == "host ties") return world.ties.host_ties(i);
  if (name == "coethnic ties") return world.ties.coethnic_ties(i);
  if (name == "discriminated now") return people.discrimination_flags[i] & 1U;
  if (name == "met badly") return people.negative_contact_host[i] != kNoHost;
  if (name == "left") {
    return people.presence[i] == Presence::abroad || people.presence[i] == Presence::departed;
  }
  const auto equals = name.find('=');
  const PersonColumn* column = find_person_column(name.substr(0, equals));
  INFO(name);
  REQUIRE(column != nullptr);
  const double value = std::visit(
      [&](auto member) -> double {
        using T = typename std::remove_cvref_t<decltype(world.persons.*member)>::value_type;
        if constexpr (std::is_enum_v<T> || std::is_arithmetic_v<T>) {
          return static_cast<double>((world.persons.*member)[i]);
        } else {
          return 0;
        }
      },
      column->member);
  if (equals == std::string::npos) return value;
  return value == std::stod(name.substr(equals + 1)) ? 1 : 0;
}

template <class T>
std::vector<double> as_numbers(const std::vector<T>& values) {
  return {values.begin(), values.end()};
}

/// The outcome of a path: of every person, host, household or locality, or one payment.
inline std::vector<double> outcome_of(const World& world, const std::string& name) {
  if (name == "host attitude") return as_numbers(world.hosts.attitude);
  if (name == "host media") return as_numbers(world.hosts.media);
  if (name == "benefits") return as_numbers(world.households.benefit_krw);
  if (name == "household size") return as_numbers(world.households.size);
  if (name == "able members") return as_numbers(world.households.able_members);
  if (name == "pooled earnings") return as_numbers(world.households.earnings_krw);
  if (name == "countable earnings") return as_numbers(world.households.countable_krw);
  if (name == "pooled assets") return as_numbers(world.households.assets_krw);
  if (name == "pooled debts") return as_numbers(world.households.debt_krw);
  if (name == "housed") return as_numbers(world.households.housed);
  if (name == "pooled stipends") return as_numbers(world.households.stipends_krw);
  std::vector<double> values;
  if (name.starts_with("payments of ")) {
    for (const auto& line : kLedger) {
      if (line.name == name.substr(12)) {
        values.push_back(static_cast<double>(world.ledger.amount(line.line)));
      }
    }
    REQUIRE(values.size() == 1);
    return values;
  }
  if (name.starts_with("organisations' ") || name == "public effort") {
    for (const auto& here : world.organisations) {
      const float value = name == "public effort"               ? here.public_effort
                          : name == "organisations' effect"     ? here.effect
                          : name == "organisations' risk"       ? here.dyads[0].risk
                          : name == "organisations' confidence" ? here.dyads[0].goodwill_ba
                                                                : here.dyads[0].goodwill_ab;
      values.push_back(static_cast<double>(value));
    }
    return values;
  }
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    values.push_back(value_of(world, i, name));
  }
  return values;
}

inline ParameterValues with(ParameterValues values, const Settings& settings) {
  for (const auto& [path, value] : settings) {
    INFO(path);
    REQUIRE(values.all().contains(path));
    values.set(path, Series(value));
  }
  return values;
}

/// A test case for every entry of the month that a table speaks of, its first column.
class TestsByEntry {
 public:
  using Test = void (*)(const std::string& entry);

  TestsByEntry(const std::string& before, const std::string& after, const std::string& table,
               Test test) {
    std::ifstream file(RESETTLE_SOURCE_DIR "/tests/laws/" + table);
    std::string line;
    std::getline(file, line);
    std::set<std::string> entries;
    while (std::getline(file, line)) entries.insert(line.substr(0, line.find(',')));
    for (const auto& entry : entries) {
      const std::string name = before + entry + after;
      registered_.push_back(std::make_unique<Catch::AutoReg>(
          new Case(entry, test), CATCH_INTERNAL_LINEINFO, "", Catch::NameAndTags{name}));
    }
  }

 private:
  struct Case final : Catch::ITestInvoker {
    Case(std::string of, Test to_run) : entry(std::move(of)), test(to_run) {}
    void invoke() const override {
      const auto month = the_month();
      REQUIRE(std::any_of(month.begin(), month.end(), [&](const MonthEntry& one) {
        return one.process->description().name == entry;
      }));
      test(entry);
    }
    std::string entry;
    Test test;
  };

  std::vector<std::unique_ptr<Catch::AutoReg>> registered_;
};

}  // namespace resettle::testing
