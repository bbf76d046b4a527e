#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/parameter.h"
#include "io/scenario.h"

namespace resettle {

/// Edition of the model that files of draws are made for.
inline constexpr int kModelEdition = 1;
/// What `from` says of draws from the priors.
inline constexpr const char* kFromPrior = "prior";

/// Draws of the uncertain parameters of a study. Draw 0 are the central values; draws 1 to `draws`
/// stand beside it. A parameter of a file has its numbers from there, any other one from its prior:
/// scrambled Sobol points, each parameter in a dimension of its own by its place in the catalogue,
/// so that more draws, further arms and other priors leave a parameter's probabilities as they are.
/// Source: Owen (1995) scrambling by the hash of Burley (2020), Practical hash-based Owen
/// scrambling, Journal of Computer Graphics Techniques 10(4).
struct ParameterDraws {
  int draws = 0;
  std::string from;  ///< kFromPrior or the file
  /// By parameter, of a file: the number of each draw, what a Prior applies.
  std::map<std::string, std::vector<double>> given;
  /// By parameter that any arm has a prior of: the probability that less is drawn, of each draw.
  std::map<std::string, std::vector<double>> uniform;

  /// The number that is drawn of a parameter; draw 1 is the first.
  [[nodiscard]] double number(const std::string& path, const Prior& prior, int draw) const;
  /// The values of a scenario in a draw; those of draw 0 are its own.
  [[nodiscard]] ParameterValues values(const Scenario& scenario, int draw) const;
};

/// Sobol points of 32 bits, scrambled: [point][dimension]; `seeds` has one for each dimension. The
/// first 2^k of them fall one by one into 2^k equal steps of every dimension.
std::vector<std::vector<double>> scrambled_sobol(std::size_t points,
                                                 const std::vector<std::uint32_t>& seeds);

}  // namespace resettle
