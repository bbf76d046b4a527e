#include "app/examples.h"

#include "core/called_as.h"

namespace resettle {

std::string examples(const std::vector<std::string>& commands) {
  std::string text = commands.size() == 1 ? "Example:" : "Examples:";
  for (const auto& command : commands) text += "\n  " + called_as() + " " + command;
  return text;
}

}  // namespace resettle
