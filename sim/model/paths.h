#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/month.h"

namespace resettle {

/// Which columns of persons and parts of society may differ in time when others do: the entries of
/// the month that read one of them may write another. Follows what the entries declare, which a law
/// of the tests holds them to, so it errs on one side: where it finds no path there is none.
class Paths {
 public:
  explicit Paths(const std::vector<MonthEntry>& month);

  /// What may differ when these are written in another way, these among them.
  [[nodiscard]] std::set<std::string> from(std::set<std::string> written) const;

 private:
  struct Step {
    std::set<std::string> reads;
    std::set<std::string> writes;
  };
  std::vector<Step> steps_;
};

}  // namespace resettle
