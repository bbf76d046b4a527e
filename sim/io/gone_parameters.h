#pragma once

#include <string>

namespace resettle {

/// What took the place of a parameter that earlier versions had, as the remedy where it is still
/// written; "" for any other path. A name that is near would be another quantity.
std::string what_replaced(const std::string& path);

}  // namespace resettle
