#pragma once

#include <string>
#include <vector>

#include "io/scenario.h"
#include "io/study_file.h"

namespace resettle {

/// What is allowed in a scenario but may not be what was meant: an instrument switched off for some
/// years, offered to people who cannot claim it, or without a size; a value outside its prior
/// range. Only what differs from `base`, on which it is based, is spoken of. Before the month
/// `departs` the scenario equals another one, as the arms of a study do before the policy start.
std::vector<std::string> notes_on(const Scenario& scenario, const Scenario& base,
                                  Month departs = kNever);

/// The notes on every arm of a plan against its baseline, each once, with the names of its arms
/// unless it concerns all of them. The baseline is read again from `source`.
std::vector<std::string> notes_on(const StudyPlan& plan, const ParameterCatalogue& catalogue,
                                  const InputSource& source);

}  // namespace resettle
