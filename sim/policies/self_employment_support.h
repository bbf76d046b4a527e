#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::self_employment_support {

struct Parameters : OfferInLines<Parameters> {
  float loan_krw;
  bool coaching;
  float default_share;  ///< read by whoever models how businesses end
  float hour_krw;
};

/// Hours of a coach per business and month (MODEL 16.2).
inline constexpr double kCoachHours = 4.0;

/// To whom a loan is open, and which businesses are coached (step 4).
std::unique_ptr<Process> offers();
/// Coaches are paid (step 7).
std::unique_ptr<Process> payment();

}  // namespace resettle::self_employment_support
