#include "study/life_offers.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/conditions.h"

namespace resettle {

namespace {

constexpr std::string_view kEligible = ".eligible";

std::string readable(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

bool asks_ever(const Series& conditions) {
  const auto& steps = conditions.steps();
  return std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.second != 0; });
}

}  // namespace

OfferRecorder::OfferRecorder(PersonIndex person, const ParameterValues& values)
    : person_(person), values_(values) {
  for (const auto& [path, series] : values.all()) {
    // A line's condition counts for its instrument.
    const auto instrument = instrument_of(path);
    const bool asks = path.ends_with(kEligible) && asks_ever(series);
    const bool known =
        std::find(instruments_.begin(), instruments_.end(), instrument) != instruments_.end();
    if (asks && !known) instruments_.push_back(instrument);
  }
}

/// What there is to say this month of the person and the instrument; "" while it is not offered.
std::string OfferRecorder::told_of(const World& world, const std::string& instrument) const {
  const auto path = [&](const char* key) { return "policies." + instrument + "." + key; };
  const auto now = [&](const char* key) { return values_.at(path(key)).at(world.month); };
  const auto month = static_cast<double>(world.month.index);
  const bool is_on = now("on_from") <= month && month <= now("on_to") && now("coverage") > 0;
  if (!is_on || world.persons.active[person_] == 0) return "";
  const auto name = readable(instrument);
  const Condition& whose = condition_numbered(now("eligible"));
  if (!holds(whose, world, person_)) {
    return fmt::format("Not eligible for {}: {{{}}} does not hold.", name,
                       unmet(whose, world, person_));
  }
  const auto& lines = values_.lines(instrument, world.month);
  if (lines.empty()) return fmt::format("Eligible for {}.", name);
  for (const auto& line : lines) {
    const auto& own = values_.at_line(path("eligible"), line);
    const bool inherits = &own == &values_.at(path("eligible"));
    if (inherits || holds(condition_numbered(own.at(world.month)), world, person_)) {
      return fmt::format("Eligible for {}, on the terms of {}.", name, line);
    }
  }
  return fmt::format("Not eligible for {}: comes to none of its lines.", name);
}

void OfferRecorder::record(World& world) {
  if (person_ >= world.persons.size()) return;
  for (const auto& instrument : instruments_) {
    auto text = told_of(world, instrument);
    auto& last = last_[instrument];
    if (!text.empty() && text != last) events_.push_back({world.month, text});
    if (!text.empty()) last = std::move(text);
  }
}

}  // namespace resettle
