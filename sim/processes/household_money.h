#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::household_money {

struct Parameters {
  float saving_share;
  float dissaving_share;
  float deduction_rate;
  float remittance_annual_share;
  float remittance_closure_factor;
  float remittance_amount;
};

/// Parameters of pooling: for how long a benefit is paid on after starting to work.
struct PoolingParameters {
  int run_on_months;
};

/// Pools what the members of a household bring: size, ability to work, pay, assets (MODEL 12.1-2).
std::unique_ptr<Process> pooling();
/// Household income per equivalent adult, after the benefit is known (MODEL 10).
std::unique_ptr<Process> income();
/// Saving, repayment of the broker, remittances (MODEL 12.4).
std::unique_ptr<Process> saving();

}  // namespace resettle::household_money
