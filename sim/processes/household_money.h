#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::household_money {

struct Parameters {
  float saving_share;
  float borrow_share;
  float debt_limit;
  float repayment_share;
  float broker_share;
  Series law_basic_krw;
  Series law_initial_share;
  float deduction_rate;
  float remittance_annual_share;
  float remittance_closure_factor;
  float remittance_family_factor;
  float remittance_others_factor;
  float remittance_savings_share;
  float remittance_amount;
};

/// Parameters of pooling: for how long a benefit is paid on after starting to work.
struct PoolingParameters {
  int run_on_months;
};

/// Pools what the members of a household bring: size, ability to work, pay, assets, debts, a public
/// flat (MODEL 12.1-2).
std::unique_ptr<Process> pooling();
/// Saving, living on savings and credit, repayment of debts, remittances (MODEL 12.4, MODEL2 2,
/// 15).
std::unique_ptr<Process> saving();

}  // namespace resettle::household_money
