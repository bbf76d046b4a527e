#pragma once

#include <array>
#include <memory>

#include "engine/process.h"

namespace resettle::budget_split {

/// The scenario of zero-sum attention: one budget, divided by weights. It is no offer to persons,
/// so it has dates but neither coverage nor capacity.
struct Parameters {
  Month on_from{};
  Month on_to{};
  float employment_weight;
  float mental_weight;
  float community_weight;
  Series total_krw;  ///< in won a float would not be exact; the value of the month counts
};

/// What each purse gets in a month, KRW of the nation: a group's share of a twelfth of the yearly
/// total, in equal parts for its instruments; nothing if all weights are 0 (MODEL 16.2).
std::array<double, kPurses> monthly_parts(const Parameters& p, double total_krw);

/// Fills the purses before any instrument offers a place (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::budget_split
