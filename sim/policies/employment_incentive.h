#pragma once

#include <array>
#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::employment_incentive {

/// Amounts by month of arrival, in the capital region and elsewhere (MODEL 16.1).
struct Parameters : OfferInLines<Parameters> {
  Series half_year_capital_krw;
  Series year_1_capital_krw;
  Series year_2_capital_krw;
  Series year_3_capital_krw;
  Series half_year_other_krw;
  Series year_1_other_krw;
  Series year_2_other_krw;
  Series year_3_other_krw;
  int window_months;
};

/// Payments after 6, 12, 24 and 36 insured months in one job, KRW. What is paid after half a year
/// is part of the first year's amount.
std::array<std::int32_t, 4> milestones(const Parameters& p, Month arrival, bool capital_region);

/// Pays the incentives and notes the next one in reach (step 7).
std::unique_ptr<Process> process();

}  // namespace resettle::employment_incentive
