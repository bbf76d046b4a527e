#include "engine/parameter.h"

#include <stdexcept>

namespace resettle {

void ParameterValues::set(const std::string& path, Series value) {
  for (const auto& step : value.steps()) changes_.insert(step.first);
  values_[path] = std::move(value);
}

const Series& ParameterValues::at(const std::string& path) const {
  const auto found = values_.find(path);
  if (found == values_.end()) throw std::logic_error("no value for parameter " + path);
  return found->second;
}

ParameterValues ParameterValues::until(Month start, const ParameterValues& later) const {
  ParameterValues spliced;
  for (const auto& [path, series] : values_) {
    const Series& changed = later.at(path);
    spliced.set(path, series == changed ? series : series.until(start, changed));
  }
  return spliced;
}

}  // namespace resettle
