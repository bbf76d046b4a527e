#pragma once

#include <cstdint>
#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::housing {

/// Amounts by month of arrival (MODEL 16.1).
struct Parameters : OfferInLines<Parameters> {
  Series subsidy_krw;
  Series multiple_2_to_4;
  Series multiple_5_plus;
  Series rent_gap_krw;
  int rent_gap_months;
};

/// Housing money of a unit of `size` members that arrived in `arrival`, KRW.
std::int64_t subsidy_of(const Parameters& p, Month arrival, int size);

/// Units get public housing at exit; its deposit and the gap to market rent are paid (step 7).
std::unique_ptr<Process> process();

}  // namespace resettle::housing
