#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::settlement_grant {

/// Amounts and rules by month of arrival (MODEL 16.1).
struct Parameters : OfferInLines<Parameters> {
  Series basic_krw;
  Series initial_share;
  Series instalment_months;
  Series elderly_krw;
  Series lump_sum;
};

/// A grant and how it is paid.
struct Grant {
  std::int32_t total_krw = 0;
  std::int32_t at_exit_krw = 0;
  int quarterly_parts = 0;
};

/// The grant of a unit that arrived in `arrival` with `size` members, `elderly` of them 60 or
/// older.
Grant grant_of(const Parameters& p, const Inputs& inputs, Month arrival, int size, int elderly);

/// Pays at exit, and quarterly afterwards (step 7).
std::unique_ptr<Process> process();

}  // namespace resettle::settlement_grant
