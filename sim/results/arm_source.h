#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/labelled_file.h"

namespace resettle {

/// Where the results of an arm are read.
struct ArmSource {
  const LabelledFile* file;
  std::string arm;                       ///< its name there
  std::string reference;                 ///< the name of the reference there
  std::vector<std::int32_t> replicates;  ///< numbers of those that are compared
};

}  // namespace resettle
