#include "model/paths.h"

#include <algorithm>

#include "engine/conditions.h"

namespace resettle {

namespace {

std::set<std::string> as_set(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

/// What an entry reads; whoever asks for eligibility reads all that conditions can ask for.
std::set<std::string> read_by(const Description& about) {
  auto read = as_set(about.reads);
  if (read.erase(kEligibility) > 0) {
    read.insert(columns_of_traits().begin(), columns_of_traits().end());
  }
  return read;
}

bool meet(const std::set<std::string>& one, const std::set<std::string>& other) {
  return std::any_of(one.begin(), one.end(),
                     [&](const auto& name) { return other.contains(name); });
}

}  // namespace

Paths::Paths(const std::vector<MonthEntry>& month) {
  for (const auto& entry : month) {
    const auto& about = entry.process->description();
    steps_.push_back({read_by(about), as_set(about.writes)});
  }
}

std::set<std::string> Paths::from(std::set<std::string> written) const {
  for (std::size_t before = written.size() + 1; before != written.size();) {
    before = written.size();
    for (const auto& step : steps_) {
      if (meet(step.reads, written)) written.insert(step.writes.begin(), step.writes.end());
    }
  }
  return written;
}

}  // namespace resettle
