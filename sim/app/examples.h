#pragma once

#include <string>
#include <vector>

namespace resettle {

/// Examples of a help text, each given from the command's name on: "run study.yaml".
std::string examples(const std::vector<std::string>& commands);

}  // namespace resettle
