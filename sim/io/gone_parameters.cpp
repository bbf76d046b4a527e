#include "io/gone_parameters.h"

#include <string_view>

namespace resettle {

namespace {

struct Gone {
  std::string_view path;
  std::string_view remedy;
};

constexpr Gone kGone[] = {
    {"distress.noise_sd",
     "remove it: distress has no monthly noise any more; distress.drift_sd is the spread of its "
     "slow "
     "drift, distress.occasion_sd that of questionnaires"},
    {"household.dissaving_share",
     "remove it: what is spent of savings follows from what income lacks; see "
     "household.need_share"},
};

}  // namespace

std::string what_replaced(const std::string& path) {
  for (const Gone& gone : kGone) {
    if (gone.path == path) return std::string(gone.remedy);
  }
  return "";
}

}  // namespace resettle
