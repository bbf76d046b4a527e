#pragma once

#include <map>
#include <string>

#include "engine/inputs.h"
#include "io/scenario.h"

namespace resettle {

/// Last year to which tables are continued (MODEL 2).
inline constexpr int kLastProjectedYear = 2045;

/// Continues the tables after the last year of arrivals, by the parameters of the scenario: incomes
/// and prices grow every January from the last value, unemployment stays, and every year brings the
/// same number of arrivals unless it is given by year (MODEL 2, 7.2).
void project(const std::map<std::string, ParameterEntry>& parameters, Inputs& inputs);

}  // namespace resettle
