#include "io/yaml_messages.h"

#include <yaml-cpp/exceptions.h>

namespace resettle {

std::pair<std::string, std::string> explain_syntax(const std::string& message) {
  namespace Msg = YAML::ErrorMsg;
  const std::string aligned = "align keys of one block in the same column, with spaces";
  if (message == Msg::MAP_VALUE || message == Msg::MAP_KEY) {
    return {"the ':' here does not follow a key of this block",
            aligned +
                "; put text that contains ': ' in quotes; a key in the line above needs ': ' "
                "behind it"};
  }
  if (message == Msg::END_OF_MAP || message == Msg::END_OF_SEQ) {
    return {"this line does not fit the block above it", aligned};
  }
  if (message == Msg::END_OF_MAP_FLOW) return {"a '{' is not closed before this place", "add '}'"};
  if (message == Msg::END_OF_SEQ_FLOW) return {"a '[' is not closed before this place", "add ']'"};
  if (message == Msg::FLOW_END)
    return {"a bracket is closed that was not opened",
            "remove it, or close with the kind that was opened: [ ... ] or { ... }"};
  if (message == Msg::UNKNOWN_TOKEN) {
    return {"text cannot begin with this character", "put the text in quotes"};
  }
  if (message == Msg::UNKNOWN_ANCHOR) {
    return {"references (*name) are not allowed", "write the value out"};
  }
  return {"the file is not valid YAML here: " + message, "see the lines just above this place"};
}

}  // namespace resettle
