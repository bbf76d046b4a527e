#include "study/life_offers.h"

#include <algorithm>

#include <fmt/format.h>

#include "study/audience.h"

namespace resettle {

namespace {

std::string readable(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

OfferRecorder::OfferRecorder(PersonIndex person, const ParameterValues& values)
    : person_(person), values_(values) {
  for (const auto& [path, series] : values.all()) {
    // A line's condition counts for its instrument.
    if (!path.ends_with(".eligible") || !asks_ever(series)) continue;
    const auto name = instrument_of(path);
    const bool known =
        std::find(instruments_.begin(), instruments_.end(), name) != instruments_.end();
    if (!known) instruments_.push_back(name);
  }
}

/// What there is to say this month of the person and the instrument; "" while it is not offered.
std::string OfferRecorder::told_of(const World& world, const std::string& instrument) const {
  const auto audience = Audience::of_all(values_, instrument);
  const auto now = [&](const char* key) { return audience.term(key)->at(world.month); };
  const auto month = static_cast<double>(world.month.index);
  const bool is_on = now("on_from") <= month && month <= now("on_to") && now("coverage") > 0;
  if (!is_on || world.persons.active[person_] == 0) return "";
  const auto name = readable(instrument);
  const Condition& whose = audience.condition(world.month);
  if (!holds(whose, world, person_)) {
    return fmt::format("Not eligible for {}: {{{}}} does not hold.", name,
                       unmet(whose, world, person_));
  }
  const auto lines = audience.lines(world.month);
  if (lines.empty()) return fmt::format("Eligible for {}.", name);
  const auto line = line_of_person(lines, world, person_);
  if (!line) return fmt::format("Not eligible for {}: comes to none of its lines.", name);
  return fmt::format("Eligible for {}, on the terms of {}.", name, lines[*line].line());
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
