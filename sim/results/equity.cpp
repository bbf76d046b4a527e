#include "results/equity.h"

#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/errors.h"
#include "results/equity_reader.h"
#include "results/study_series.h"

namespace resettle {

namespace {

constexpr const char* kGainTable = "winners_losers";
constexpr const char* kPosition = "position=";

/// A variable of /gains for one arm: [replicate x group].
struct GainTables {
  std::size_t groups;
  std::vector<double> persons;
  std::vector<double> gaining;
  std::vector<double> losing;
  std::vector<double> gained;
  std::vector<double> lost;

  /// By replicate.
  [[nodiscard]] std::vector<double> of(const std::vector<double>& table, std::size_t group) const {
    std::vector<double> values;
    for (std::size_t at = group; at < table.size(); at += groups) values.push_back(table[at]);
    return values;
  }
};

GainTables read_gains(const EquityReader& reader, std::size_t groups) {
  const auto read = [&](const char* variable) {
    auto values = reader.values("gains", variable);
    if (values.size() != reader.replicates() * groups) {
      reader.refuse("gains", fmt::format("{} has other groups than gain_group names", variable));
    }
    return values;
  };
  return {groups,         read("persons"),       read("gaining"),
          read("losing"), read("months_gained"), read("months_lost")};
}

std::vector<double> divided(std::vector<double> values, double by) {
  for (double& value : values) value /= by;
  return values;
}

/// Of two numbers of persons the one that is smaller on average.
const std::vector<double>& smaller(const std::vector<double>& one,
                                   const std::vector<double>& other) {
  return estimate_mean(one).mean < estimate_mean(other).mean ? one : other;
}

GroupGains gains_of_group(const EquityReader& reader, const GainTables& tables,
                          const std::string& arm, const std::string& name, std::size_t group) {
  const double scale = reader.study().scale;
  const auto persons = tables.of(tables.persons, group);
  const auto gaining = tables.of(tables.gaining, group);
  const auto losing = tables.of(tables.losing, group);
  const auto gained = tables.of(tables.gained, group);
  const auto lost = tables.of(tables.lost, group);
  std::vector<double> per_person;
  for (std::size_t r = 0; r < persons.size(); ++r) {
    per_person.push_back(persons[r] > 0 ? (gained[r] - lost[r]) / persons[r] : kAbsent);
  }
  const auto shown = [&](const std::vector<double>& values, const std::vector<double>& behind,
                         const char* what) {
    return reader.shown(values, behind, kGainTable, fmt::format("{}, {}, {}", arm, name, what));
  };
  // The balance per person is always told, so months gained would give away months lost by few.
  const auto& fewer = smaller(gaining, losing);
  return {name,
          shown(divided(persons, scale), persons, "persons"),
          shown(divided(gaining, scale), gaining, "gaining"),
          shown(divided(losing, scale), losing, "losing"),
          shown(divided(gained, scale), fewer, "months_gained"),
          shown(divided(lost, scale), fewer, "months_lost"),
          shown(per_person, persons, "months_per_person")};
}

/// The index of every replicate, over the tenths.
std::vector<double> indices(const GainTables& tables, const std::vector<double>& amounts,
                            const std::vector<std::size_t>& positions) {
  std::vector<double> index;
  for (std::size_t begin = 0; begin < amounts.size(); begin += tables.groups) {
    std::vector<double> persons;
    std::vector<double> amount;
    for (const std::size_t group : positions) {
      persons.push_back(tables.persons[begin + group]);
      amount.push_back(amounts[begin + group]);
    }
    index.push_back(concentration_index(persons, amount));
  }
  return index;
}

}  // namespace

double concentration_index(const std::vector<double>& persons, const std::vector<double>& amounts) {
  require(persons.size() == amounts.size(), "every group has persons and an amount");
  const double all = std::accumulate(persons.begin(), persons.end(), 0.0);
  const double total = std::accumulate(amounts.begin(), amounts.end(), 0.0);
  if (!(all > 0) || !(total > 0)) return kAbsent;
  double index = 0;
  double p = 0;
  double l = 0;
  for (std::size_t t = 0; t < persons.size(); ++t) {
    const double next_p = p + persons[t] / all;
    const double next_l = l + amounts[t] / total;
    index += p * next_l - next_p * l;
    p = next_p;
    l = next_l;
  }
  return index;
}

void add_gains(const EquityReader& reader, ArmEquity& arm) {
  if (!reader.has("gains", kGainTable)) return;
  const auto names = reader.labels("gains", "gain_group");
  const GainTables tables = read_gains(reader, names.size());
  std::vector<std::size_t> positions;
  for (std::size_t g = 0; g < names.size(); ++g) {
    arm.groups.push_back(gains_of_group(reader, tables, arm.arm, names[g], g));
    if (names[g].starts_with(kPosition)) positions.push_back(g);
  }
  const auto index_of = [&](const std::vector<double>& amounts, const std::vector<double>& behind,
                            const char* what) {
    return reader.shown(indices(tables, amounts, positions), tables.of(behind, 0),
                        "concentration_index", fmt::format("{}, {}", arm.arm, what));
  };
  arm.concentration = {index_of(tables.gained, tables.gaining, "gains"),
                       index_of(tables.lost, tables.losing, "losses")};
}

void add_deadweight(const EquityReader& reader, ArmEquity& arm) {
  if (!reader.has("hires", "deadweight")) return;
  const auto by_replicate = [&](const char* variable) {
    const auto months = reader.values("hires", variable);
    std::vector<double> sums(reader.replicates(), 0.0);
    const std::size_t per_replicate = months.size() / sums.size();
    for (std::size_t at = 0; at < months.size(); ++at) sums[at / per_replicate] += months[at];
    return sums;
  };
  const auto hires = by_replicate("subsidised_hires");
  const auto anyway = by_replicate("hired_anyway");
  const auto shown = [&](const std::vector<double>& values, const std::vector<double>& behind,
                         const char* what) {
    return reader.shown(divided(values, reader.study().scale), behind, "deadweight",
                        fmt::format("{}, {}", arm.arm, what));
  };
  // Those hired anyway and the others make up all hires: either number gives away the other.
  const auto others = differences(anyway, hires);
  const auto& fewer = smaller(anyway, others);
  Deadweight result{
      shown(hires, hires, "subsidised_hires"), shown(anyway, fewer, "hired_anyway"), {}};
  if (too_few(fewer)) {
    reader.suppress("deadweight", arm.arm + ", share", too_few_text());
  } else {
    result.share = reader.sampling().ratio(anyway, hires);
    // The share is known also where its interval is not.
    result.share.value = estimate_mean(anyway).mean / estimate_mean(hires).mean;
  }
  arm.deadweight = result;
}

namespace {

/// The differences of a table are judged together.
template <class RowsOf>
void judge_table(Equity& equity, const SmallestEffect& smallest, RowsOf rows_of) {
  std::vector<Judged*> together;
  for (auto& arm : equity.arms) {
    for (auto& row : rows_of(arm)) {
      Judged& result = row.result;
      result.smallest = smallest_difference(smallest, row.outcome, result.reference, row.unit);
      together.push_back(&result);
    }
  }
  judge_together(together);
}

}  // namespace

Equity equity_of(const std::vector<ArmSource>& sources, const ComparedStudy& study,
                 const std::vector<std::string>& outcomes) {
  require(sources.size() == study.arms.size(), "every arm is read from somewhere");
  Equity equity;
  for (std::size_t a = 0; a < sources.size(); ++a) {
    if (sources[a].replicates.empty()) continue;  // a mean needs at least one
    const EquityReader reader(sources[a], study, equity);
    ArmEquity one;
    one.arm = study.arms[a].name;
    add_gains(reader, one);
    add_transitions(reader, one);
    add_subgroups(reader, outcomes, one);
    add_deadweight(reader, one);
    equity.arms.push_back(std::move(one));
  }
  judge_table(
      equity, study.smallest, [](ArmEquity & arm) -> auto& { return arm.transitions; });
  judge_table(
      equity, study.smallest, [](ArmEquity & arm) -> auto& { return arm.subgroups; });
  return equity;
}

}  // namespace resettle
