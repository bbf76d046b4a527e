#pragma once

#include <cstdint>
#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::training_allowance {

/// Bonuses by month of arrival (MODEL 16.1); stipend and tuition are those of the month.
struct Parameters : OfferInLines<Parameters> {
  Series completion_krw;
  Series certificate_krw;
  float stipend_krw;
  float tuition_krw;
};

/// Bonus for a course completed last month, KRW.
std::int32_t bonus_krw(const Parameters& p, Month arrival, bool with_certificate);

/// To whom an allowance or stipend is open this month (step 4).
std::unique_ptr<Process> offers();
/// Tuition, stipends and bonuses are paid (step 7, before households pool their incomes).
std::unique_ptr<Process> payment();

}  // namespace resettle::training_allowance
