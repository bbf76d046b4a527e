#pragma once

#include <string>
#include <vector>

#include "io/labelled_file.h"

namespace resettle {

/// The path=value of every --set in the command that a study file keeps; it stands last in it.
inline std::vector<std::string> changes_in(const std::string& command) {
  static const std::string mark = " --set ";
  std::vector<std::string> changes;
  for (auto at = command.find(mark); at != std::string::npos;) {
    const auto begin = at + mark.size();
    at = command.find(mark, begin);
    changes.push_back(command.substr(begin, at - begin));
  }
  return changes;
}

/// The same of an open study file; none if it keeps no command.
inline std::vector<std::string> changes_on_command_line(const Group& provenance) {
  if (!provenance.has_attribute("command")) return {};
  return changes_in(provenance.text_attribute("command"));
}

}  // namespace resettle
