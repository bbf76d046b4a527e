#pragma once

#include <cstdint>
#include <type_traits>

/// What mutate.py writes around expressions of the model. Only the library of the mutants has it.
namespace resettle::mutants {

inline constexpr int kMost = 16384;

/// The mutant that is in force, 0 for none (the environment's RESETTLE_MUTANT), and the places that
/// the program came by: what it did not reach no test can judge.
extern int in_force;
extern std::uint8_t reached[kMost];

/// How far the mutant in force is from `first`, or -1 if it is none of the `count` from there on.
inline int chosen(int first, int count) {
  reached[first] = 1;
  const int which = in_force - first;
  return which >= 0 && which < count ? which : -1;
}

/// first: sign turned; first + 1: dropped; first + 2: doubled.
template <class T>
constexpr T coefficient(int first, T value) {
  if (std::is_constant_evaluated()) return value;
  switch (chosen(first, 3)) {
    case 0:
      return static_cast<T>(-value);
    case 1:
      return T{};
    case 2:
      return static_cast<T>(value + value);
    default:
      return value;
  }
}

/// A number of law or of a definition, shifted: whole ones by one, others by a fifth.
template <class T>
constexpr T constant(int first, T value) {
  if (std::is_constant_evaluated() || chosen(first, 1) < 0) return value;
  if constexpr (std::is_floating_point_v<T>) {
    return value * static_cast<T>(1.2);
  } else {
    return static_cast<T>(value + 1);
  }
}

/// A condition, turned into its negation.
constexpr bool condition(int first, bool value) {
  if (std::is_constant_evaluated()) return value;
  return chosen(first, 1) < 0 ? value : !value;
}

}  // namespace resettle::mutants
