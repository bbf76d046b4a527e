#include "support/situations.h"

// What raises what. Every path of paths.csv, by which one thing about a person bears on another, is
// walked once: everybody is given the lower and the higher value of the cause, with the same luck,
// and one entry of the month is run. Nobody may move against the sign, some must move with it; and
// with the effects named at their neutral values nobody may move at all, in any bit.

namespace {

using namespace resettle;
using namespace resettle::testing;

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

std::vector<Path> paths() {
  const auto situations = named_situations();
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

const TestsByEntry kTests("paths of ", ": signs - and nothing left at neutral values", "paths.csv",
                          walk);

}  // namespace
