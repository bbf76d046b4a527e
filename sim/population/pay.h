#pragma once

#include <cstdint>

namespace resettle {

/// Gross pay of a month, divided, KRW.
struct Pay {
  std::int32_t deductions = 0;  ///< taxes and contributions, whole won
  float net = 0;
};

inline Pay pay_of(std::int32_t gross_krw, float deduction_rate) {
  const auto gross = static_cast<float>(gross_krw);
  const auto deductions = static_cast<std::int32_t>(deduction_rate * gross);
  return {deductions, gross - static_cast<float>(deductions)};
}

}  // namespace resettle
