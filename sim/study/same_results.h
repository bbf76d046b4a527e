#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/study_plan.h"
#include "study_file/packed_cell.h"

// Whether this program gives the results that are there already.

namespace resettle {

/// Simulates arms of a replicate again, with the reference; these arms in the order of the plan.
std::vector<PackedCell> simulate_again(const StudyPlan& plan, const std::vector<std::string>& arms,
                                       int replicate);

/// Throws InputError unless the results of a cell are those that are kept in the file.
void check_same(const PackedCell& again, const std::map<std::string, Digest>& kept,
                const std::string& file);

/// Tries one replicate, the first of which there is anything, in all arms that are there: a change
/// of the program may concern the policy of one arm only. Errors: InputError.
void prove_same_results(const StudyPlan& plan, const CellSource& source,
                        const std::vector<int>& replicates, const std::string& file);

}  // namespace resettle
