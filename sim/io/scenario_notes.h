#pragma once

#include <string>
#include <vector>

#include "io/beside_law.h"
#include "io/scenario.h"
#include "io/study_plan.h"

namespace resettle {

/// What is allowed in a scenario but may not be what was meant: an instrument switched off for some
/// years, offered to people who cannot claim it, or without a size; a value outside its prior
/// range. Only what differs from `base`, on which it is based, is spoken of. Before the month
/// `departs` the scenario equals another one, as the arms of a study do before the policy start.
std::vector<std::string> notes_on(const Scenario& scenario, const Scenario& base,
                                  Month departs = kNever);

/// The notes on every arm of a plan against its baseline, each once, with the names of its arms
/// unless it concerns all of them: those above, and what most often is not meant, which comes
/// first. An arm that is the reference in every month; instruments that nobody is offered; people
/// whom a date that was kept leaves out; an amount that is below the law's in some months only. The
/// baseline is read again from `source`.
std::vector<std::string> notes_on(const StudyPlan& plan, const ParameterCatalogue& catalogue,
                                  const InputSource& source);

/// Of every value that a plan changes whether it is higher or lower than in its baseline, the law
/// of the day, and when; those left out that a note is about. With the arms, as notes are.
std::vector<std::string> values_beside_law(const StudyPlan& plan,
                                           const ParameterCatalogue& catalogue,
                                           const InputSource& source);

/// The months in which what an arm changes can matter.
MonthSpan months_of_arm(const StudyPlan& plan, std::size_t arm);

}  // namespace resettle
