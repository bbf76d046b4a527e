#include "engine/parameter.h"

#include <iterator>
#include <stdexcept>
#include <utility>

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

void ParameterValues::set_lines(const std::string& instrument, std::vector<std::string> lines) {
  lines_[instrument] = {{kNever, std::move(lines)}};
}

const std::vector<std::string>& ParameterValues::lines(const std::string& instrument,
                                                       Month month) const {
  static const std::vector<std::string> none;
  const auto found = lines_.find(instrument);
  if (found == lines_.end()) return none;
  const auto next = found->second.upper_bound(month);
  return next == found->second.begin() ? none : std::prev(next)->second;
}

const Series& ParameterValues::at_line(const std::string& path, const std::string& line) const {
  const auto own = values_.find(line_path(path, line));
  return own == values_.end() ? at(path) : own->second;
}

ParameterValues ParameterValues::until(Month start, const ParameterValues& later) const {
  ParameterValues spliced = later;  // with what only its lines have
  spliced.changes_.clear();
  for (const auto& [path, series] : later.values_) {
    const auto before = values_.find(path);
    const bool changed = before != values_.end() && before->second != series;
    spliced.set(path, changed ? before->second.until(start, series) : series);
  }
  for (const auto& [path, series] : values_) {
    if (!later.values_.contains(path)) spliced.set(path, series);
  }
  if (lines_ == later.lines_) return spliced;
  spliced.lines_ = lines_;
  for (auto& [instrument, dated] : spliced.lines_) dated[start] = later.lines(instrument, start);
  for (const auto& [instrument, dated] : later.lines_) {
    spliced.lines_[instrument][start] = later.lines(instrument, start);
  }
  spliced.changes_.insert(start);
  return spliced;
}

std::string line_path(const std::string& path, const std::string& line) {
  const auto dot = path.rfind('.');
  return path.substr(0, dot) + ".lines." + line + path.substr(dot);
}

std::string instrument_of(const std::string& path) {
  constexpr std::string_view kPolicies = "policies.";
  if (!path.starts_with(kPolicies)) return "";
  const auto end = path.find('.', kPolicies.size());
  return path.substr(kPolicies.size(), end - kPolicies.size());
}

}  // namespace resettle
