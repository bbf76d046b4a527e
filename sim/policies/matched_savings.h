#pragma once

#include <cstdint>
#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::matched_savings {

/// `max_months` by month of arrival, the rest as in force this month.
struct Parameters : OfferInLines<Parameters> {
  Month first_arrival{};
  float join_rate;
  float monthly_max_krw;
  float saving_share;
  Series max_months;
  int min_months;
  float other_closure_rate;
  float deduction_rate;
};

/// What a worker puts into the account in a month, KRW: a share of net pay up to the largest saving
/// that is matched, and no more than there is (MODEL 16.2).
std::int32_t saving_krw(const Parameters& p, std::int32_t gross_pay_krw, std::int32_t assets_krw);

/// Accounts are kept, closed and opened (step 7, after households have saved).
std::unique_ptr<Process> process();

}  // namespace resettle::matched_savings
