#pragma once

#include <string>
#include <utility>

namespace resettle {

/// yaml-cpp's message in words for somebody who does not know YAML. First what is wrong, then what
/// to do.
std::pair<std::string, std::string> explain_syntax(const std::string& message);

}  // namespace resettle
