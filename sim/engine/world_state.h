#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world.h"

namespace resettle {

/// One piece of the state of a world, as bytes that can be compared: a column of persons,
/// households, hosts, officers or organisations, the ties of every person, or money set aside.
struct StateColumn {
  std::string_view of;    ///< "person", "household", "host", "officer", "locality"
  std::string_view name;  ///< for example "distress"
  std::string_view unit;  ///< of the dictionary of persons; empty elsewhere
  std::size_t width;      ///< bytes of an element
  std::span<const std::byte> bytes;
  std::function<std::string(std::size_t)> show;  ///< an element as text

  std::shared_ptr<const std::vector<std::byte>> owned;  ///< what `bytes` looks at, if made for it

  [[nodiscard]] std::size_t count() const { return bytes.size() / width; }
};

/// Everything in a world that its future depends on, but for draws made ahead and lists that are
/// made anew each month. The columns look into the world, which must outlive them.
std::vector<StateColumn> state_of(const World& world);

/// Where two states differ first.
struct StateDifference {
  std::string_view of;
  std::size_t index;
  std::string_view name;
  std::string_view unit;
  std::string one;
  std::string other;
};

/// The first difference, or nothing if the states are the same in every bit: in the first kind of
/// things that differs (persons before all others) the first individual, and of it the first
/// variable.
std::optional<StateDifference> first_difference(const std::vector<StateColumn>& one,
                                                const std::vector<StateColumn>& other);

}  // namespace resettle
