#include <fstream>
#include <regex>
#include <sstream>

#include "support/entries.h"

// What raises what. Every path of paths.csv, by which one thing about a person bears on another, is
// walked once: everybody is given the lower and the higher value of the cause, with the same luck,
// and one entry of the month is run. Nobody may move against the sign, some must move with it; and
// with the effects named at their neutral values nobody may move at all, in any bit.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kNow = month_of(2012, 12);  // money is sent North in December

/// A column of persons, a part of society or a parameter, and its value.
using Setting = std::pair<std::string, double>;
using Settings = std::vector<Setting>;

struct Path {
  std::string entry;
  std::string cause;  ///< a column, a part of society, or the path of a parameter
  double low;
  double high;
  std::string outcome;  ///< a column, "column=code", or one of those of outcome_of
  bool rises;
  std::vector<std::string>
      effects;     ///< none: a number in the equation, which nobody can switch off
  Settings given;  ///< what else everybody is
  Settings with;   ///< parameters, so that enough happens
};

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto end = text.find(by); end != std::string::npos; end = text.find(by, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + by.size();
  }
  if (begin < text.size() || !parts.empty()) parts.push_back(text.substr(begin));
  return parts;
}

/// "0.5", "ago 24" (a month), "none", or the word of a code.
double value_named(const std::string& text) {
  static const std::map<std::string, double> words{
      {"school", 1},  {"idle", 2},     {"training", 3}, {"temporary", 4},
      {"regular", 5}, {"business", 6}, {"southern", 3}, {"none", kNoLimit}};
  if (const auto word = words.find(text); word != words.end()) return word->second;
  if (text.starts_with("ago ")) return kNow.index - std::stod(text.substr(4));
  return std::stod(text);
}

Setting setting_of(const std::string& text) {
  std::size_t from = 0;  // some names are of two or three words
  if (text.starts_with("host ")) from = 5;
  if (text.starts_with("household ")) from = text.starts_with("household last ") ? 15 : 10;
  const auto space = text.find(' ', from);
  return {text.substr(0, space), value_named(text.substr(space + 1))};
}

std::vector<std::vector<std::string>> rows_of(const std::string& table, const std::string& head) {
  std::ifstream file(RESETTLE_SOURCE_DIR "/tests/laws/" + table);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  REQUIRE(line == head);
  while (std::getline(file, line)) rows.push_back(split(line, ","));
  return rows;
}

/// "@looking; age 17": the settings of a situation, then others over them.
Settings settings_of(const std::string& text, const std::map<std::string, Settings>& situations) {
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

std::vector<Path> paths() {
  std::map<std::string, Settings> situations;
  for (const auto& row : rows_of("situations.csv", "name,given")) {
    situations[row.at(0)] = settings_of(row.at(1), {});
  }
  std::vector<Path> all;
  for (const auto& row :
       rows_of("paths.csv", "entry,cause,low,high,outcome,sign,effects,given,with")) {
    INFO(row.at(0) << ", " << row.at(1));
    REQUIRE(row.size() == 9);
    REQUIRE((row[5] == "rises" || row[5] == "falls"));
    all.push_back({row[0], row[1], value_named(row[2]), value_named(row[3]), row[4],
                   row[5] == "rises", split(row[6], "; "), settings_of(row[7], situations),
                   settings_of(row[8], {})});
  }
  return all;
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

/// Gives the value to everybody, or to the part of society that is named.
void give(World& world, const std::string& name, double value) {
  if (name == "host attitude") {
    fill(world.hosts.attitude, value);
    fill(world.hosts.media, 0);
    fill(world.hosts.prejudice_by_locality, value);
  } else if (name == "host media") {
    fill(world.hosts.media, value);
  } else if (name == "bad contacts") {
    fill(world.hosts.negative, value);
  } else if (name == "household earnings") {
    fill(world.households.earnings_krw, value);
    fill(world.households.countable_krw, value);
  } else if (name == "household size") {
    fill(world.households.size, value);
  } else if (name == "household assets") {
    fill(world.households.assets_krw, value);
  } else if (name == "household last exit") {
    fill(world.households.last_exit, value);
  } else if (name == "organisations' effect") {
    for (auto& here : world.organisations) here.effect = static_cast<float>(value);
  } else if (name == "public effort") {
    for (auto& here : world.organisations) here.public_effort = static_cast<float>(value);
  } else if (name == "unemployment of hosts") {
    world.economy.host_unemployment_rate = static_cast<float>(value);
  } else if (name.ends_with(" of few")) {  // what counts relative to the mean
    auto& column = name.starts_with("distress") ? world.persons.distress : world.persons.belonging;
    for (std::size_t i = 0; i < column.size(); i += kOneOf) column[i] = static_cast<float>(value);
  } else {
    const PersonColumn* column = find_person_column(name);
    INFO(name);
    REQUIRE(column != nullptr);
    std::visit([&](auto member) { fill(world.persons.*member, value); }, column->member);
  }
}

double value_of(const World& world, std::size_t i, const std::string& name) {
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
std::vector<double> outcome_of(const World& world, const std::string& name) {
  if (name == "host attitude") return as_numbers(world.hosts.attitude);
  if (name == "host media") return as_numbers(world.hosts.media);
  if (name == "benefits") return as_numbers(world.households.benefit_krw);
  if (name == "household size") return as_numbers(world.households.size);
  if (name == "able members") return as_numbers(world.households.able_members);
  if (name == "pooled earnings") return as_numbers(world.households.earnings_krw);
  if (name == "countable earnings") return as_numbers(world.households.countable_krw);
  if (name == "pooled assets") return as_numbers(world.households.assets_krw);
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
      const float value = name == "public effort"           ? here.public_effort
                          : name == "organisations' effect" ? here.effect
                          : name == "organisations' risk"   ? here.dyads[0].risk
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

/// How many move up and down when the cause rises.
struct Moves {
  int up = 0;
  int down = 0;
};

Moves moves_of(const Path& path, Process& entry, const World& before,
               const ParameterValues& values) {
  const auto after = [&](double cause) {
    World world = before;
    for (const auto& [name, value] : path.given) give(world, name, value);
    ParameterValues in_force = values;
    if (path.cause.find('.') != std::string::npos) {
      REQUIRE(values.all().contains(path.cause));
      in_force.set(path.cause, Series(cause));
    } else {
      give(world, path.cause, cause);
    }
    entry.update(in_force, kNow);
    entry.step(world);
    return outcome_of(world, path.outcome);
  };
  const auto low = after(path.low);
  const auto high = after(path.high);
  REQUIRE(low.size() == high.size());
  Moves moves;
  for (std::size_t i = 0; i < low.size(); ++i) {
    if (path.cause.ends_with(" of few") && i % kOneOf != 0) continue;
    moves.up += high[i] > low[i];
    moves.down += high[i] < low[i];
  }
  return moves;
}

ParameterValues with(ParameterValues values, const Settings& settings) {
  for (const auto& [path, value] : settings) {
    INFO(path);
    REQUIRE(values.all().contains(path));
    values.set(path, Series(value));
  }
  return values;
}

ParameterValues without(ParameterValues values, const std::vector<std::string>& effects) {
  static const ParameterCatalogue catalogue = parameter_catalogue();
  for (const auto& effect : effects) {
    INFO(effect);
    const auto spec = std::find_if(catalogue.begin(), catalogue.end(),
                                   [&](const auto& one) { return one.path == effect; });
    REQUIRE(spec != catalogue.end());
    REQUIRE(spec->neutral.has_value());
    values.set(effect, Series(*spec->neutral));
  }
  return values;
}

/// The entries that the test cases of this file walk.
std::set<std::string> entries_walked() {
  std::ifstream file(RESETTLE_SOURCE_DIR "/tests/laws/test_paths.cpp");
  std::set<std::string> entries;
  const std::regex call("walk\\(\"([a-z -]+)\"\\);");
  for (std::string line; std::getline(file, line);) {
    std::smatch found;
    if (std::regex_search(line, found, call)) entries.insert(found[1]);
  }
  return entries;
}

/// Walks the paths of one entry of the month.
void walk(const std::string& name) {
  Lab lab;
  begin_offered_nation(lab, kNow);
  const std::vector<Path> all = paths();
  visit_entries(lab, lab.world(), kNow, [&](Process& entry, const World& before) {
    if (entry.description().name != name) return;
    for (const Path& path : all) {
      if (path.entry != name) continue;
      INFO(path.entry << ": " << path.cause << " from " << path.low << " to " << path.high
                      << ", outcome " << path.outcome);
      const ParameterValues values = with(lab.values, path.with);
      const Moves moves = moves_of(path, entry, before, values);
      CHECK((path.rises ? moves.up : moves.down) >= 1);
      CHECK((path.rises ? moves.down : moves.up) == 0);
      if (path.effects.empty()) continue;
      const Moves none = moves_of(path, entry, before, without(values, path.effects));
      CHECK(none.up + none.down == 0);
    }
    entry.update(lab.values, kNow);
  });
}

TEST_CASE("paths of search: signs - and nothing left at neutral values") { walk("search"); }
TEST_CASE("paths of finding: signs - and nothing left at neutral values") { walk("finding"); }
TEST_CASE("paths of hiring: signs - and nothing left at neutral values") { walk("hiring"); }
TEST_CASE("paths of job upgrade: signs - and nothing left at neutral values") {
  walk("job upgrade");
}
TEST_CASE("paths of separation: signs - and nothing left at neutral values") { walk("separation"); }
TEST_CASE("paths of business entry: signs - and nothing left at neutral values") {
  walk("business entry");
}
TEST_CASE("paths of self-employment: signs - and nothing left at neutral values") {
  walk("self-employment");
}
TEST_CASE("paths of training: signs - and nothing left at neutral values") { walk("training"); }
TEST_CASE("paths of wages: signs - and nothing left at neutral values") { walk("wages"); }
TEST_CASE("paths of skills: signs - and nothing left at neutral values") { walk("skills"); }
TEST_CASE("paths of ptsd: signs - and nothing left at neutral values") { walk("ptsd"); }
TEST_CASE("paths of distress: signs - and nothing left at neutral values") { walk("distress"); }
TEST_CASE("paths of belonging: signs - and nothing left at neutral values") { walk("belonging"); }
TEST_CASE("paths of contact: signs - and nothing left at neutral values") { walk("contact"); }
TEST_CASE("paths of ties form: signs - and nothing left at neutral values") { walk("ties form"); }
TEST_CASE("paths of ties end: signs - and nothing left at neutral values") { walk("ties end"); }
TEST_CASE("paths of saving: signs - and nothing left at neutral values") { walk("saving"); }
TEST_CASE("paths of fraud: signs - and nothing left at neutral values") { walk("fraud"); }
TEST_CASE("paths of resocialization: signs - and nothing left at neutral values") {
  walk("resocialization");
}
TEST_CASE("paths of exits: signs - and nothing left at neutral values") { walk("exits"); }
TEST_CASE("paths of adjustment: signs - and nothing left at neutral values") { walk("adjustment"); }
TEST_CASE("paths of counselling: signs - and nothing left at neutral values") {
  walk("counselling");
}
TEST_CASE("paths of trauma therapy: signs - and nothing left at neutral values") {
  walk("trauma therapy");
}
TEST_CASE("paths of dialect workshop: signs - and nothing left at neutral values") {
  walk("dialect workshop");
}
TEST_CASE("paths of mentoring: signs - and nothing left at neutral values") { walk("mentoring"); }
TEST_CASE("paths of family reunification: signs - and nothing left at neutral values") {
  walk("family reunification");
}
TEST_CASE("paths of case officers: signs - and nothing left at neutral values") {
  walk("case officers");
}
TEST_CASE("paths of wage subsidy offers: signs - and nothing left at neutral values") {
  walk("wage subsidy offers");
}
TEST_CASE("paths of training allowance offers: signs - and nothing left at neutral values") {
  walk("training allowance offers");
}
TEST_CASE("paths of self-employment support: signs - and nothing left at neutral values") {
  walk("self-employment support");
}
TEST_CASE("paths of employment incentive: signs - and nothing left at neutral values") {
  walk("employment incentive");
}
TEST_CASE("paths of wage subsidy start: signs - and nothing left at neutral values") {
  walk("wage subsidy start");
}
TEST_CASE("paths of matched savings: signs - and nothing left at neutral values") {
  walk("matched savings");
}
TEST_CASE("paths of families: signs - and nothing left at neutral values") { walk("families"); }
TEST_CASE("paths of facility: signs - and nothing left at neutral values") { walk("facility"); }
TEST_CASE("paths of school: signs - and nothing left at neutral values") { walk("school"); }
TEST_CASE("paths of livelihood benefit: signs - and nothing left at neutral values") {
  walk("livelihood benefit");
}
TEST_CASE("paths of host attitudes: signs - and nothing left at neutral values") {
  walk("host attitudes");
}
TEST_CASE("paths of media campaign: signs - and nothing left at neutral values") {
  walk("media campaign");
}
TEST_CASE("paths of case management cost: signs - and nothing left at neutral values") {
  walk("case management cost");
}
TEST_CASE("paths of mentoring cost: signs - and nothing left at neutral values") {
  walk("mentoring cost");
}
TEST_CASE("paths of facility cost: signs - and nothing left at neutral values") {
  walk("facility cost");
}
TEST_CASE("paths of credential recognition: signs - and nothing left at neutral values") {
  walk("credential recognition");
}
TEST_CASE("paths of settlement grant: signs - and nothing left at neutral values") {
  walk("settlement grant");
}
TEST_CASE("paths of housing: signs - and nothing left at neutral values") { walk("housing"); }
TEST_CASE("paths of training allowance payment: signs - and nothing left at neutral values") {
  walk("training allowance payment");
}
TEST_CASE("paths of wage subsidy payment: signs - and nothing left at neutral values") {
  walk("wage subsidy payment");
}
TEST_CASE("paths of business coaching cost: signs - and nothing left at neutral values") {
  walk("business coaching cost");
}
TEST_CASE("paths of arrivals: signs - and nothing left at neutral values") { walk("arrivals"); }
TEST_CASE("paths of pilot: signs - and nothing left at neutral values") { walk("pilot"); }
TEST_CASE("paths of organisations: signs - and nothing left at neutral values") {
  walk("organisations");
}
TEST_CASE("paths of household pooling: signs - and nothing left at neutral values") {
  walk("household pooling");
}
TEST_CASE("paths of household income: signs - and nothing left at neutral values") {
  walk("household income");
}

TEST_CASE("every path of the table is walked") {
  std::set<std::string> entries;
  for (const Path& path : paths()) entries.insert(path.entry);
  CHECK(entries_walked() == entries);
}

}  // namespace
