#pragma once

#include "engine.h"
#include "report.h"

namespace resettle::bench {

/// The reference workload on the engine's building blocks, beside a bare prototype of the same
/// equations, checked against its published values; adds its table to the report.
void measure_reference_workload(const Settings& settings, Report& report);

}  // namespace resettle::bench
