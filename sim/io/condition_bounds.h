#pragma once

#include <map>
#include <vector>

#include "engine/conditions.h"
#include "engine/inputs.h"

namespace resettle {

/// What each trait may be, by its trait; a trait that is not in it may be anything.
using TraitBounds = std::map<const Trait*, std::vector<TraitRange>>;

/// Whether anybody could meet a condition: false only if what it asks for excludes itself, or what
/// the traits may be. The region is known by the locality. Traits that depend on each other in
/// other ways (age and age at arrival) are taken as if they did not.
bool can_be_met(const Condition& condition, const Inputs& inputs, const TraitBounds& bounds = {});

}  // namespace resettle
