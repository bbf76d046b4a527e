#include "study/audience.h"

#include <algorithm>

namespace resettle {

std::vector<Audience> Audience::lines(Month month) const {
  std::vector<Audience> found;
  for (const auto& line : values_->lines(instrument_, month)) {
    found.push_back({*values_, instrument_, line});
  }
  return found;
}

std::string Audience::condition_path() const {
  const auto path = "policies." + instrument_ + ".eligible";
  return line_.empty() ? path : line_path(path, line_);
}

const Condition& Audience::condition(Month month) const {
  const auto found = values_->all().find(condition_path());
  return found == values_->all().end() ? kEverybody : condition_numbered(found->second.at(month));
}

const Series* Audience::term(const char* key) const {
  const auto path = "policies." + instrument_ + "." + key;
  if (!values_->all().contains(path)) return nullptr;
  return line_.empty() ? &values_->at(path) : &values_->at_line(path, line_);
}

bool asks_ever(const Series& conditions) {
  const auto& steps = conditions.steps();
  return std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.second != 0; });
}

std::optional<std::size_t> line_of_person(const std::vector<Audience>& lines, const World& world,
                                          std::size_t person) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Audience& line) {
    return holds(line.condition(world.month), world, person);
  });
  if (found == lines.end()) return std::nullopt;
  return static_cast<std::size_t>(found - lines.begin());
}

}  // namespace resettle
