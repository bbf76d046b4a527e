#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "io/study_plan.h"
#include "outputs/hires.h"
#include "outputs/indicators.h"
#include "outputs/records.h"
#include "outputs/society.h"
#include "outputs/standing.h"

namespace resettle {

/// Everything recorded of one arm and replicate.
struct ArmRecords {
  explicit ArmRecords(const StudyPlan& plan);

  AggregateRecorder aggregates;
  TypeRecorder types;
  LedgerRecorder ledger;
  NetworkRecorder network;
  ExitRecorder exits;
  SocietyRecorder society;
  std::vector<ColumnRecorder> columns;  ///< in the order of StudyPlan::record_persons

  [[nodiscard]] std::vector<Recorder*> all();
};

/// What is drawn at arrival, the same in every arm.
struct Background {
  std::vector<std::uint8_t> sex;  ///< 0 man, 1 woman
  std::vector<std::int16_t> age_at_arrival;
  std::vector<std::int32_t> arrival_month;  ///< month index
  std::vector<std::uint8_t> northern_schooling;
};

/// One replicate of a study: all arms.
struct ReplicateRecords {
  std::vector<ArmRecords> arms;
  std::vector<HireRecorder> hires;  ///< of each arm, from the policy start on
  StandingRecorder standing{{}};    ///< in the reference, from the policy start on
  Background background;
  double person_months = 0;  ///< simulated, of persons in the South
};

/// Persons who arrive to the end of the study if everybody is simulated; the same in every arm.
std::size_t count_tickets(const StudyPlan& plan);

/// Whether one world of the study is large enough to keep all threads busy, and so large that only
/// one at a time should be in memory.
bool is_large(const StudyPlan& plan);

/// The parameter values of an arm in a draw: the reference's before the policy starts.
ParameterValues values_of_arm(const StudyPlan& plan, std::size_t arm, int draw = 0);

/// A simulation of one replicate that stands at the beginning of the spin-up.
Simulation begin_simulation(const StudyPlan& plan, std::uint32_t replicate,
                            const ParameterValues& values, bool parallel);

/// Runs one replicate: the past that all arms share once, then every arm from a copy of that world.
/// `parallel` lets persons and arms run in several threads; results do not depend on it.
ReplicateRecords run_replicate(const StudyPlan& plan, std::uint32_t replicate, bool parallel);

/// Told when an arm is finished. The records hold that arm and the reference, and the person-months
/// simulated so far. False: no further arm is run.
using ArmFinished = std::function<bool(const ReplicateRecords& records, std::size_t arm)>;

/// The same for large populations, persons in several threads: the reference first, then one arm
/// after another, and only the records of the reference are kept when an arm has been told of.
void run_arms_in_turn(const StudyPlan& plan, std::uint32_t replicate, const ArmFinished& finished);

}  // namespace resettle
