#include "engine/world.h"

namespace resettle {

Economy economy_of(const Inputs& inputs, Month month) {
  const Month t = month < Month{0} ? Month{0} : month;
  return {static_cast<float>(inputs.host_wage_krw.at(t)),
          static_cast<float>(inputs.host_unemployment_rate.at(t)),
          static_cast<float>(inputs.minimum_wage_krw.at(t)),
          static_cast<float>(inputs.benefit_line_krw.at(t)),
          static_cast<float>(inputs.median_income_krw.at(t)),
          static_cast<float>(inputs.host_participation_rate.at(t))};
}

}  // namespace resettle
