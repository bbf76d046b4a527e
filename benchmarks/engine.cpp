#include "engine.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "io/draws_reader.h"
#include "machine.h"
#include "model/month.h"
#include "model/replicate.h"
#include "model/vocabulary.h"
#include "outputs/indicators.h"
#include "outputs/records.h"
#include "population/persons.h"
#include "timing.h"

namespace resettle::bench {

namespace {

StudyPlan read(const std::filesystem::path& file, const StudySettings& settings = {}) {
  const auto scenarios = std::filesystem::path(RESETTLE_SOURCE_DIR) / "scenarios";
  return read_study(scenarios / file, parameter_catalogue(), study_vocabulary(), settings);
}

/// One replicate from the beginning of the spin-up to the end, shown to the recorders.
void simulate(const StudyPlan& plan, std::vector<Recorder*> recorders) {
  Simulation simulation = begin_simulation(plan, 0, values_of_arm(plan, plan.reference), false);
  simulation.advance(plan.end, plan.start, recorders);
}

/// Person-months in which somebody was counted: aged 15+, in the South, outside the facility.
double counted_person_months(const TypeRecorder& types) {
  double months = 0;
  for (std::size_t m = 0; m < types.months(); ++m) {
    const auto& now = types.month(m);
    months += static_cast<double>(now.size()) -
              static_cast<double>(std::count(now.begin(), now.end(), 0));
  }
  return months;
}

// --- Speed and recording
// --------------------------------------------------------------------------

double person_months_of_one_replicate(const StudyPlan& plan) {
  TypeRecorder types;
  simulate(plan, {&types});
  return counted_person_months(types);
}

double measure_speed(const StudyPlan& plan, const Settings& settings, Report& report) {
  const double person_months = person_months_of_one_replicate(plan);  // warms up as well
  const std::vector<Spread> seconds =
      measure_in_turn(settings.runs, {[&] {
                                        AggregateRecorder aggregates(plan.subgroups);
                                        TypeRecorder types;
                                        simulate(plan, {&aggregates, &types});
                                      },
                                      [&] { simulate(plan, {}); },
                                      [&] {
                                        TypeRecorder types;
                                        simulate(plan, {&types});
                                      },
                                      [&] {
                                        ArmRecords records(plan);
                                        simulate(plan, records.all());
                                      }});

  Table table{
      "Engine: one replicate on one core",
      {"median", "least", "most", "relative"},
      {},
      {fmt::format("baseline.yaml, {} to {}, {} of the arrivals, spin-up included; {} runs, "
                   "in turn; {:.2f} million person-months",
                   to_string(plan.start), to_string(plan.end), plan.scale, settings.runs,
                   person_months / 1e6)}};
  const Spread& whole = seconds[0];
  table.add("million person-months/s, aggregates and types recorded",
            {person_months / whole.median / 1e6, person_months / whole.maximum / 1e6,
             person_months / whole.minimum / 1e6, kBlank});
  const char* names[] = {"aggregates and types recorded", "nothing recorded", "types recorded",
                         "everything a study records"};
  for (std::size_t k = 0; k < seconds.size(); ++k) {
    const auto& [median, least, most] = seconds[k];
    table.add(fmt::format("{}, s", names[k]), {median, least, most, median / seconds[1].median});
  }
  table.add("ns per person-month, aggregates and types recorded",
            {1e9 * whole.median / person_months, 1e9 * whole.minimum / person_months,
             1e9 * whole.maximum / person_months, kBlank});
  report.add(std::move(table));
  return whole.median;
}

// --- Memory
// ---------------------------------------------------------------------------------------

void measure_memory(const StudyPlan& plan, Report& report) {
  restart_peak_memory();
  const std::size_t before = heap_bytes();
  Simulation simulation = begin_simulation(plan, 0, values_of_arm(plan, plan.reference), false);
  simulation.advance(plan.end, plan.start, {});
  const std::size_t with_slack = heap_bytes() - before;
  const std::size_t peak = peak_memory_bytes();
  const World copy = simulation.world();  // a copy has no spare capacity
  const std::size_t exact = heap_bytes() - before - with_slack;
  const auto persons = static_cast<double>(copy.persons.size());
  std::size_t columns = 0;
  for (const PersonColumn& column : person_dictionary()) {
    columns +=
        std::visit([&](auto member) { return sizeof((copy.persons.*member)[0]); }, column.member);
  }
  Table table{"Engine: memory", {"bytes per person", "MB"}, {}, {}};
  const auto row = [&](const char* name, double bytes, const char* remark) {
    table.add(name, {bytes / persons, bytes / 1e6}, remark);
  };
  row("columns of the dictionary", static_cast<double>(columns) * persons, "");
  row("whole world", static_cast<double>(exact),
      "persons, households, ties, hosts, organisations, ledger; measured on the heap");
  row("whole world with what it holds in reserve", static_cast<double>(with_slack), "");
  row("peak of the process during the replicate", static_cast<double>(peak),
      "resident, program and inputs included");
  table.notes = {fmt::format("at the end of the replicate: {:.0f} persons have arrived", persons)};
  report.add(std::move(table));
}

// --- Set-up
// ---------------------------------------------------------------------------------------

void measure_setup(const Settings& settings, Report& report) {
  Table table{"Engine: set-up, ms", {"median", "least", "most"}, {}, {}};
  const auto row = [&](const std::string& name, const std::function<void()>& work) {
    const Spread s = measure(settings.quick ? 2 : std::max(settings.runs, 5), work);
    table.add(name, {1e3 * s.median, 1e3 * s.minimum, 1e3 * s.maximum});
  };
  row("the month and its parameter catalogue", [] {
    const auto month = the_month();
    const auto& catalogue = parameter_catalogue();
    keep(month.size() + catalogue.size());
  });
  const auto set_up = [](const char* file) {
    const StudyPlan plan = read(file);
    for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
      const ParameterValues values = values_of_arm(plan, arm);
      keep(&values);
    }
  };
  row("read and check baseline.yaml, values of its parameters", [&] { set_up("baseline.yaml"); });
  const char* study = "studies/settlement_subsidies.yaml";
  row(fmt::format("the same for {}, {} arms", study, read(study).arms.size()),
      [&] { set_up(study); });
  report.add(std::move(table));
}

}  // namespace

StudyPlan baseline_plan(const Settings& settings) {
  StudySettings changed;
  if (settings.quick) changed.scale = 0.1;
  StudyPlan plan = read("baseline.yaml", changed);
  plan.subgroups = {"sex", "arrival_age"};
  return plan;
}

StudyPlan fork_plan(const Settings& settings) {
  StudySettings changed;
  changed.draws = kNoDraws;
  changed.scale = settings.quick ? 0.1 : 1;
  return read("studies/settlement_subsidies.yaml", changed);
}

double measure_engine(const StudyPlan& plan, const Settings& settings, Report& report) {
  const double seconds = measure_speed(plan, settings, report);
  measure_memory(plan, report);
  measure_setup(settings, report);
  return seconds;
}

}  // namespace resettle::bench
