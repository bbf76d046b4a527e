#pragma once

#include "ceilings.h"
#include "io/study_plan.h"
#include "report.h"

namespace resettle::bench {

/// How thorough a run is.
struct Settings {
  int runs = 5;         ///< of everything that is timed as a whole
  int replicates = 20;  ///< in the scaling of replicates over threads
  bool quick = false;   ///< a smoke run: a tenth of the population, one run of everything
};

/// The full default model: scenarios/baseline.yaml, 1990 to 2025, at 1:1 (a tenth if quick).
StudyPlan baseline_plan(const Settings& settings);

/// One replicate simulated without recorders, with types, and with aggregates and types; adds
/// speed, recording cost, memory and set-up time to the report. Returns seconds of one replicate
/// with aggregates and types recorded (median).
double measure_engine(const StudyPlan& plan, const Settings& settings, Report& report);

/// Where the month's time goes: every process, what its declared columns, draws and hazards would
/// cost at the ceilings, and how near it is to the one that binds.
void measure_month(const StudyPlan& plan, const Ceilings& ceilings, Report& report);

/// Replicates in 1, 2, ... threads, and persons in 1, 2, ... threads. `seconds_per_replicate` (from
/// measure_engine, or 0) limits the number of replicates to what takes a minute or two.
void measure_threads(const StudyPlan& plan, const Settings& settings, double seconds_per_replicate,
                     Report& report);

/// The study whose arms the fork is measured on: settlement_subsidies.yaml (a tenth if quick).
StudyPlan fork_plan(const Settings& settings);

/// One replicate of a study with the past shared by its arms, against every arm from the beginning,
/// for policies that start 30, 13, 5 and 0 years before the last.
void measure_fork(StudyPlan plan, const Settings& settings, Report& report);

}  // namespace resettle::bench
