#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/process.h"
#include "io/scenario.h"

namespace resettle {

/// One entry of the month in its order.
struct MonthEntry {
  int step;           ///< number of the step of the month, 1 to 13
  std::string title;  ///< what the step is about
  std::unique_ptr<Process> process;
};

/// The model: the month, in order. Every call makes a fresh set of processes.
std::vector<MonthEntry> the_month();

/// The processes of the month alone, in order: what a simulation runs.
std::vector<std::unique_ptr<Process>> month_processes();

/// Every parameter of every process of the month, each once, in order of path.
/// Throws std::logic_error if a path has two owners or a borrowed one has none.
const ParameterCatalogue& parameter_catalogue();

}  // namespace resettle
