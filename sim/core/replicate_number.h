#pragma once

#include <string>
#include <vector>

namespace resettle {

/// Replicates of one draw of the parameters.
inline constexpr int kMostReplicates = 100'000;
/// Draws of a study.
inline constexpr int kMostDraws = 20'000;
/// Replicates of all draws.
inline constexpr int kMostNumbers = (kMostDraws + 1) * kMostReplicates;

/// The replicates of all draws of a study stand in one sequence and have one number each, which is
/// also the key of their random numbers: those of draw 0, the central values, 0, 1, 2 ...; those of
/// draw d the same beyond d x kMostReplicates. So more draws or more replicates change no number.
constexpr int replicate_number(int draw, int replicate) {
  return draw * kMostReplicates + replicate;
}
constexpr int draw_of(int number) { return number / kMostReplicates; }
/// The replicate of its draw.
constexpr int within_draw(int number) { return number % kMostReplicates; }

/// The numbers of so many replicates of draw 0 and of each of `draws` further ones, ascending.
std::vector<int> replicate_numbers(int draws, int replicates);

/// "replicate 3", "draw 12, replicate 1"
std::string replicate_name(int number);

}  // namespace resettle
