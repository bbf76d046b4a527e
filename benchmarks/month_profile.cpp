// Where the month's time goes, process by process, against what the machine could do.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine.h"
#include "model/month.h"
#include "model/replicate.h"
#include "outputs/indicators.h"
#include "outputs/records.h"
#include "processes/arrivals.h"
#include "timing.h"

namespace resettle::bench {

namespace {

/// What one replicate took, in order of the month.
struct Profile {
  std::vector<std::string> names;
  std::vector<double> seconds;
  double person_months = 0;  ///< counted in recorded months
  double rows = 0;           ///< persons in the columns, summed over all months with spin-up
};

double counted(const Persons& people) {
  return static_cast<double>(
      std::count_if(people.adjustment_type.begin(), people.adjustment_type.end(),
                    [](AdjustmentType type) { return type != AdjustmentType::not_counted; }));
}

Profile profile_of(const StudyPlan& plan, const std::vector<MonthEntry>& month) {
  const ParameterValues values = values_of_arm(plan, plan.reference);
  World world = begin_simulation(plan, 0, values, false).world();
  AggregateRecorder aggregates(plan.subgroups);
  TypeRecorder types;
  Profile profile;
  for (const auto& entry : month) profile.names.push_back(entry.process->description().name);
  profile.names.insert(profile.names.end(), {"recording aggregates", "recording types"});
  profile.seconds.resize(profile.names.size());
  for (Month t = arrivals::kSpinUpStart; t <= plan.end; ++t) {
    world.month = t;
    world.economy = economy_of(*world.inputs, t);
    world.ledger.open_month(world.month);
    const bool renew = t == arrivals::kSpinUpStart || values.change_in(t);
    for (std::size_t k = 0; k < month.size(); ++k) {
      profile.seconds[k] += processor_seconds_of([&] {
        if (renew) month[k].process->update(values, t);
        month[k].process->step(world);
      });
    }
    profile.rows += static_cast<double>(world.persons.size());
    if (t < plan.start) continue;
    profile.seconds[month.size()] += processor_seconds_of([&] { aggregates.record(world); });
    profile.seconds[month.size() + 1] += processor_seconds_of([&] { types.record(world); });
    profile.person_months += counted(world.persons);
  }
  return profile;
}

std::size_t bytes_of(const std::set<std::string>& columns) {
  std::size_t bytes = 0;
  for (const std::string& name : columns) {
    if (const PersonColumn* column = find_person_column(name)) {
      bytes += std::visit(
          [](auto member) {
            return sizeof(
                typename std::decay_t<decltype(std::declval<Persons>().*member)>::value_type);
          },
          column->member);
    }
  }
  return bytes;
}

/// What a process declares, per person.
struct Demand {
  std::set<std::string> touched;
  std::set<std::string> written;
  std::set<std::uint32_t> blocks;  ///< of draws
  std::size_t decisions = 0;

  void add(const Description& description) {
    touched.insert(description.reads.begin(), description.reads.end());
    touched.insert(description.writes.begin(), description.writes.end());
    written.insert(description.writes.begin(), description.writes.end());
    for (const Decision& decision : description.decisions) blocks.insert(decision.block_id);
    decisions += description.decisions.size();
  }
  /// Every touched column fetched once, every written one stored once.
  [[nodiscard]] std::size_t bytes() const { return bytes_of(touched) + bytes_of(written); }
};

/// Nanoseconds per person-month at the three ceilings.
struct Bounds {
  double memory;
  double draws;
  double hazards;
};

Bounds bounds_of(std::size_t bytes, std::size_t blocks, std::size_t decisions, double rows,
                 const Ceilings& ceilings) {
  return {1e9 * static_cast<double>(bytes) * rows / ceilings.triad_bytes_per_s,
          1e9 * 4.0 * static_cast<double>(blocks) / ceilings.random_words_per_s,
          1e9 * static_cast<double>(decisions) / ceilings.logistic_per_s};
}

Row row_of(const std::string& name, double nanoseconds, double of_all, std::size_t bytes,
           const Bounds& bounds) {
  const auto [memory, draws, hazards] = bounds;
  const double most = std::max({memory, draws, hazards});
  const char* binding = most == 0        ? ""
                        : most == memory ? "memory"
                        : most == draws  ? "draws"
                                         : "hazards";
  return {name,
          {nanoseconds, 100.0 * nanoseconds / of_all, static_cast<double>(bytes), memory, draws,
           hazards, most == 0 ? kBlank : 100.0 * most / nanoseconds},
          binding};
}

}  // namespace

void measure_month(const StudyPlan& plan, const Ceilings& ceilings, Report& report) {
  const std::vector<MonthEntry> month = the_month();
  const Profile profile = profile_of(plan, month);
  const double rows = profile.rows / profile.person_months;
  double all = 0;
  for (const double seconds : profile.seconds) all += 1e9 * seconds / profile.person_months;

  std::vector<Row> ranked;
  Demand together;
  std::size_t bytes_apart = 0;
  std::size_t blocks_apart = 0;
  for (std::size_t k = 0; k < profile.names.size(); ++k) {
    Demand demand;
    if (k < month.size()) {
      demand.add(month[k].process->description());
      together.add(month[k].process->description());
    }
    bytes_apart += demand.bytes();
    blocks_apart += demand.blocks.size();
    ranked.push_back(row_of(
        profile.names[k], 1e9 * profile.seconds[k] / profile.person_months, all, demand.bytes(),
        bounds_of(demand.bytes(), demand.blocks.size(), demand.decisions, rows, ceilings)));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Row& a, const Row& b) { return a.values[0] > b.values[0]; });
  Table table{"The month by process, one core",
              {"ns per person-month", "% of month", "bytes", "memory ns", "draws ns", "hazards ns",
               "% of ceiling"},
              std::move(ranked),
              {}};
  table.rows.push_back(
      row_of("whole month, process by process", all, all, bytes_apart,
             bounds_of(bytes_apart, blocks_apart, together.decisions, rows, ceilings)));
  table.rows.push_back(row_of(
      "whole month, each column and block once", all, all, together.bytes(),
      bounds_of(together.bytes(), together.blocks.size(), together.decisions, rows, ceilings)));
  table.notes = {
      "bytes: columns of the dictionary that the process declares, read once and, where written, "
      "stored once; a lower bound, without ties, households and hosts",
      fmt::format("memory: those bytes at STREAM triad speed for the {:.2f} rows passed over per "
                  "person-month (spin-up, children and those who left included)",
                  rows),
      "draws, hazards: as if every declared block of decisions were drawn, and every decision's "
      "hazard computed, once for everybody, over a block of persons",
      "% of ceiling: the largest of the three, named at the end of the line, against what was "
      "measured; above 100: the process asks only those concerned"};
  report.add(std::move(table));
}

}  // namespace resettle::bench
